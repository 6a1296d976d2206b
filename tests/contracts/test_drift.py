"""The list of drift is always what its definition says, whatever happened before."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.contracts.commands import mend_drift
from services.contracts.worker import _mend, check_transfers, weigh_groups
from shared.database import tenant_transaction
from tests.contracts.agreed import Agreed, add_product, agreed, later, terms
from tests.contracts.house import House, Json, forgotten, found_provider, order

# One database for all examples: each goes on where the last one stopped.
LOOK: dict[str, Any] = {
    "deadline": None,
    "max_examples": 12,
    "derandomize": True,
    "database": None,
    "phases": [Phase.generate],
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


async def run(house: House, statement: str, *values: Any) -> list[Any]:
    async with tenant_transaction(house.app.state.pool, house.tenant) as connection:
        return list(await connection.fetch(statement, *values))


async def drifting(house: House) -> set[str]:
    found, after = set[str](), None
    while True:
        params = {"limit": 2} | ({"after": after} if after else {})
        page = await house.owner.get("/drift", params=params)
        found |= {one["agreement_id"] for one in page["items"]}
        after = page["next"]
        if after is None:
            assert page["count"] == len(found)
            return found


async def defined(house: House) -> set[str]:
    rows = await run(
        house,
        "SELECT d.agreement_id FROM contracts.drift_defined("
        "ARRAY(SELECT id FROM contracts.agreement)) d WHERE d.drift",
    )
    return {str(row["agreement_id"]) for row in rows}


class Deeds:
    """What may happen to agreements, links, parties and the day."""

    def __init__(self, house: House, standing: Agreed) -> None:
        self.house, self.standing = house, standing
        self.agreements = [standing]

    async def onboard(self) -> None:
        linked = await run(
            self.house,
            "SELECT FROM contracts.link WHERE valid @> clock.today() AND product_id = $1",
            self.standing.goods.product,
        )
        if not linked or len(self.agreements) > 6:
            return
        name = f"Klant {len(self.agreements)}"
        made = await self.house.owner.post("/onboardings", order(name, "hosting"))
        self.agreements.append(Agreed(self.house, made, self.standing.goods))

    async def rename(self) -> None:
        await run(
            self.house, "UPDATE contracts.subprocessor SET contact = coalesce(contact, '') || 'x'"
        )

    async def say_more(self) -> None:
        await run(
            self.house,
            """UPDATE contracts.processing SET retention = '{"nl": "x", "en": "x"}'""",
        )

    async def end_links(self) -> None:
        await run(
            self.house,
            "UPDATE contracts.link SET valid = daterange(lower(valid), clock.today() + 2)"
            " WHERE upper_inf(valid) AND lower(valid) < clock.today()",
        )

    async def begin_link(self) -> None:
        await run(
            self.house,
            "INSERT INTO contracts.link (product_id, subprocessor_id, capacity, data_categories,"
            " data_subjects, valid) SELECT $1, $2, 'subprocessor', '[]', '[]',"
            " daterange(clock.today() + 1, NULL) WHERE NOT EXISTS (SELECT FROM contracts.link"
            " WHERE (product_id, subprocessor_id) = ($1, $2))",
            self.standing.goods.product,
            self.standing.goods.new_party,
        )

    async def except_one(self) -> None:
        await run(
            self.house,
            "INSERT INTO contracts.link_exception (link_id, client_id, valid) SELECT $1, $2,"
            " daterange(NULL, clock.today() + 1) ON CONFLICT (tenant_id, client_id, link_id)"
            " DO UPDATE SET valid = 'empty'",
            self.standing.goods.old_link,
            self.standing.made["client_id"],
        )

    async def propose(self) -> None:
        read = await self.standing.read()
        if read["proposal"] is None and read["state"] != "ended":
            days = 10 + (read["terms"]["notice_days"] % 50)
            day = later(await self.house.today(), 1)
            await self.standing.propose(terms=terms(notice_days=days), from_day=day)

    async def sign(self) -> None:
        if (await self.standing.read())["to_accept"]:
            await self.standing.sign()

    async def terminate(self) -> None:
        last = self.agreements[-1]
        if last is not self.standing and (await last.read())["ends_on"] is None:
            body = {"by": "client", "reason": "x", "ends_on": later(await self.house.today(), 1)}
            await self.house.owner.post(f"{last.path}/terminations", body)

    async def mend_one(self) -> None:
        for one in sorted(await drifting(self.house))[:1]:
            await self.house.owner.post(f"/agreements/{one}/annexes")

    async def pass_a_day(self) -> None:
        await self.house.go_to(await self.house.today() + timedelta(days=1))
        async with tenant_transaction(self.house.app.state.pool, self.house.tenant) as connection:
            await connection.execute("SELECT contracts.settle_terms()")


DEEDS = [name for name in vars(Deeds) if not name.startswith("_")]


@settings(**LOOK)
@given(deeds=st.lists(st.sampled_from(DEEDS), min_size=3, max_size=9))
async def test_the_list_equals_its_definition_after_whatever_happened(
    house: House, deeds: list[str]
) -> None:
    if not hasattr(house, "deeds"):
        standing = await agreed(house)
        house.deeds = Deeds(house, standing)  # type: ignore[attr-defined]
    for deed in deeds:
        await getattr(house.deeds, deed)()  # type: ignore[attr-defined]
        assert await drifting(house) == await defined(house), deed
        await weigh_groups(house.app.state.pool)
        assert await drifting(house) == await defined(house), deed


async def drifted(house: House, clients: int) -> Agreed:
    standing = await agreed(house)
    for number in range(clients - 1):
        await house.owner.post("/onboardings", order(f"Klant {number}"))
    await house.owner.post("/links", forgotten(standing.goods.product, standing.goods.new_party))
    return standing


async def test_drift_is_listed_by_product_and_by_reseller(house: House) -> None:
    standing = await drifted(house, 2)
    other = await add_product(house, "mail", standing.goods.old_party)
    reseller = await house.owner.post("/resellers", {"name": "De Haven", "brand": "De Haven"})

    async def count(**params: str) -> int:
        page = await house.owner.get("/drift", params=params)
        assert page["more_than_counted"] is False
        return int(page["count"])

    assert await count() == 2
    assert await count(product_id=standing.goods.product) == 2
    assert await count(product_id=other) == 0
    assert await count(reseller_id=reseller["id"]) == 0
    client = standing.made["client_id"]
    await house.owner.post(f"/clients/{client}/placements", {"reseller_id": reseller["id"]})
    assert await count(reseller_id=reseller["id"]) == 1


async def test_drift_is_mended_in_bulk_and_each_agreement_gets_one_version(house: House) -> None:
    standing = await drifted(house, 3)
    asked = await house.owner.post("/drift/mendings", {}, expect=202)
    assert (asked["total"], asked["done"], asked["finished_at"]) == (3, 0, None)
    problem = await house.owner.post("/drift/mendings", {}, expect=409)
    assert problem["type"] == "urn:schakel:problem:mending-runs"
    await _mend(house.app.state.pool)
    read = await house.owner.get(f"/drift/mendings/{asked['id']}")
    assert (read["done"], read["problem"]) == (3, None)
    assert read["finished_at"]
    assert (await house.owner.get("/drift"))["items"] == []
    rows = await house.fetch(
        "SELECT count(*) AS made FROM contracts.agreement_version WHERE cause = 'drift'"
    )
    assert rows[0]["made"] == 3
    assert len(await house.events("AgreementVersionFrozen")) == 6
    assert (await standing.read())["versions"][0]["cause"] == "drift"
    listed = await house.owner.get("/drift/mendings")
    assert listed["items"] == [read]


async def test_a_mending_that_is_killed_half_way_goes_on_where_it_was(
    house: House, monkeypatch: Any
) -> None:
    await drifted(house, 3)
    monkeypatch.setattr(mend_drift, "AT_ONCE", 1)
    asked = await house.owner.post("/drift/mendings", {}, expect=202)
    frozen = mend_drift.freeze_versions
    seen: list[Any] = []

    async def killed(*given: Any) -> Any:
        made = await frozen(*given)
        seen.append(made)
        if len(seen) == 2:
            raise ConnectionResetError
        return made

    monkeypatch.setattr(mend_drift, "freeze_versions", killed)
    await _mend(house.app.state.pool)
    assert (await house.owner.get(f"/drift/mendings/{asked['id']}"))["done"] == 1
    await _mend(house.app.state.pool)
    assert (await house.owner.get(f"/drift/mendings/{asked['id']}"))["done"] == 3
    rows = await house.fetch(
        "SELECT max(number) AS last FROM contracts.agreement_version GROUP BY agreement_id"
    )
    assert [row["last"] for row in rows] == [2, 2, 2]


async def test_a_mending_that_can_not_go_on_says_why(house: House) -> None:
    standing = await drifted(house, 1)
    await run(
        house,
        "UPDATE contracts.processing SET nature = NULL WHERE product_id = $1",
        standing.goods.product,
    )
    asked = await house.owner.post("/drift/mendings", {}, expect=202)
    await _mend(house.app.state.pool)
    read = await house.owner.get(f"/drift/mendings/{asked['id']}")
    assert "nature" in read["problem"]
    assert (read["done"], bool(read["finished_at"])) == (0, True)


async def test_only_who_may_write_mends_and_nobody_mends_for_another(house: House) -> None:
    await drifted(house, 1)
    await house.staff("viewer").post("/drift/mendings", {}, expect=403)
    for wrong in ({"product_id": "x"}, {"clients": 3}):
        await house.owner.post("/drift/mendings", wrong, expect=400)
    unknown: Json = {"product_id": "019a0000-0000-7000-8000-000000000007"}
    problem = await house.owner.post("/drift/mendings", unknown, expect=400)
    assert problem["type"] == "urn:schakel:problem:product-unknown"
    asked = await house.owner.post("/drift/mendings", {}, expect=202)
    other = House(house.app, house.client, house.database)
    await found_provider(other, "buurman")
    await other.owner.get(f"/drift/mendings/{asked['id']}", expect=404)
    assert (await other.owner.get("/drift/mendings"))["items"] == []


async def test_groups_that_nobody_belongs_to_are_swept_by_night(house: House) -> None:
    await drifted(house, 2)
    empty = (
        "SELECT g.id FROM contracts.annex_group g WHERE NOT EXISTS"
        " (SELECT FROM contracts.annex_member m WHERE m.group_id = g.id)"
    )
    for one in await drifting(house):
        await house.owner.post(f"/agreements/{one}/annexes")
    assert await run(house, empty) != []
    before = await drifting(house)
    await house.go_to(await house.today() + timedelta(days=1))
    await check_transfers(house.app.state.pool)
    assert await run(house, empty) == []
    assert await drifting(house) == before


async def test_a_verdict_is_taken_until_the_day_or_the_catalogue_changes(house: House) -> None:
    standing = await drifted(house, 2)
    weighed = (
        "SELECT g.id FROM contracts.annex_group g JOIN contracts.catalogue_edition e"
        " ON (g.weighed_on, g.edition) = (clock.today(), e.number)"
    )
    assert await run(house, weighed) == []
    await weigh_groups(house.app.state.pool)
    assert await run(house, weighed) != []
    await run(house, "UPDATE contracts.annex_group SET drifts = NOT drifts")
    assert await drifting(house) == set()  # so it is the verdict that is read
    assert (await standing.read())["drift"] is False
    await run(house, "UPDATE contracts.subprocessor SET contact = 'x'")
    assert await run(house, weighed) == []
    assert await drifting(house) == await defined(house) != set()
    assert (await standing.read())["drift"] is True
