"""A reseller sees and serves its own clients: of another's not even that they are there."""

import json
import re
from dataclasses import dataclass
from typing import Any

import asyncpg

from tests.contracts.house import Catalogue, House, Json, Person, link, order, person, stock
from tests.contracts.test_reseller_routes import haven

OPEN = re.compile(r"^/(health|public|clock|docs)")
# What a reseller may do with what is its own; everything else is not for resellers.
SERVED = {
    "/clients/{client_id}", "/clients/{client_id}/processors", "/clients/{client_id}/changes",
    "/agreements/{agreement_id}", "/agreements/{agreement_id}/versions/{version_id}",
    "/versions/{version_id}", "/changes/{change_id}", "/contacts/{contact_id}",
    "/resellers/{reseller_id}", "/objections/{objection_id}",
}  # fmt: skip


@dataclass
class Haven:
    """A reseller with one person and one client that has objected to a running change."""

    reseller: Json
    session: Person
    ids: dict[str, str]


async def served(house: House, name: str) -> Haven:
    reseller = await haven(house, name)
    there = {"name": "Siem", "email": f"siem@{name.lower()}.example", "language": "nl"}
    siem = await house.owner.post(f"/resellers/{reseller['id']}/people", there)
    session = house.reseller(siem["id"], reseller["id"])
    contacts = [person(f"Tess {name}", "signatory", "notice", "privacy")]
    made = await session.post("/onboardings", order(f"Klant van {name}", contacts=contacts))
    client = await session.get(f"/clients/{made['client_id']}")
    ids = {name: made[name] for name in ("client_id", "agreement_id", "version_id")}
    ids |= {"contact_id": client["contacts"][0]["id"], "reseller_id": reseller["id"]}
    return Haven(reseller, session, ids | {"person_id": siem["id"]})


async def announced(house: House, goods: Catalogue, *havens: Haven) -> str:
    """A running change to which the client of each has objected."""
    body = {
        "title": {"nl": "x", "en": "x"},
        "effective_on": str(await house.today()),
        "begins": [link(goods.product, goods.new_party)],
    }
    draft = await house.owner.post("/changes", body)
    await house.owner.post(f"/changes/{draft['id']}/publications")
    for one in havens:
        contact = house.contact(one.ids["contact_id"], one.ids["client_id"])
        said = await contact.post(f"/changes/{draft['id']}/objections", {"grounds": "Nee."})
        one.ids |= {"objection_id": said["id"], "change_id": draft["id"]}
    return str(draft["id"])


async def two(house: House) -> tuple[Haven, Haven]:
    goods = await stock(house)
    mine, other = await served(house, "Anker"), await served(house, "Boei")
    await announced(house, goods, mine, other)
    return mine, other


def operations(house: House) -> list[tuple[str, str]]:
    paths = house.app.openapi_schema.to_schema()["paths"]
    return [
        (method.upper(), path)
        for path, known in paths.items()
        for method in known
        if method in ("get", "post", "patch", "put", "delete") and not OPEN.match(path)
    ]


async def status(house: House, who: Person, method: str, path: str, body: Json = None) -> int:
    headers = {"Authorization": f"Bearer {who.token}", "If-Match": "*"}
    answer = await house.client.request(method, path, json=body, headers=headers)
    return answer.status_code


def filled(path: str, ids: dict[str, str]) -> str:
    return re.sub(r"{(\w+)}", lambda name: ids.get(name[1], ids["client_id"]), path)


async def test_no_operation_reaches_a_row_of_another_reseller(house: House) -> None:
    mine, other = await two(house)
    theirs = other.ids | {"change_id": await lonely_change(house)}
    walked = 0
    for method, path in operations(house):
        if "{" not in path or path == "/products/{product_id}":
            continue
        body = None if method == "GET" else {}
        answered = await status(house, mine.session, method, filled(path, theirs), body)
        assert answered in (403, 404), (method, path, answered)
        if path in SERVED and method == "GET":
            own = await status(house, mine.session, method, filled(path, mine.ids))
            assert own == 200, (path, own)
            walked += 1
    assert walked == len(SERVED)


async def lonely_change(house: House) -> str:
    """A change that concerns no client of any reseller."""
    goods = await house.owner.post("/products", {"key": "mail", "name": {"nl": "m", "en": "m"}})
    party = (await house.owner.post("/subprocessors", {"name": "Vierde", "country": "NL"}))["id"]
    body = {
        "title": {"nl": "y", "en": "y"},
        "effective_on": str(await house.today()),
        "begins": [link(goods["id"], party)],
    }
    draft = await house.owner.post("/changes", body)
    await house.owner.post(f"/changes/{draft['id']}/publications")
    return str(draft["id"])


async def test_lists_and_counts_hold_its_own_clients_alone(house: House) -> None:
    mine, other = await two(house)
    await lonely_change(house)
    lists: dict[str, Any] = {}
    for method, path in operations(house):
        if method == "GET" and "{" not in path:
            headers = {"Authorization": f"Bearer {mine.session.token}"}
            answer = await house.client.get(path, headers=headers)
            assert answer.status_code in (200, 400, 403), (path, answer.text)
            lists[path] = answer.json() if answer.status_code == 200 else None
    said = json.dumps(lists)
    assert "Klant van Anker" in said
    assert "Boei" not in said
    for key in ("client_id", "agreement_id", "version_id", "contact_id", "objection_id"):
        assert other.ids[key] not in said
    (change,) = lists["/changes"]["items"]
    counts = (await mine.session.get(f"/changes/{change['id']}"))["counts"]
    assert (counts["agreements"], counts["recipients"]) == (1, 1)
    assert (await house.owner.get(f"/changes/{change['id']}"))["counts"]["agreements"] == 2


async def test_a_reseller_brings_in_clients_of_its_own_alone(house: House) -> None:
    mine, other = await two(house)
    foreign = order("Nieuw")
    foreign["client"]["reseller_id"] = other.reseller["id"]
    problem = await mine.session.post("/onboardings", foreign, expect=400)
    assert problem["type"] == "urn:schakel:problem:reseller-unknown"
    key = {"Idempotency-Key": "order-1"}
    first = await mine.session.post("/onboardings", order("Nieuw"), headers=key)
    again = await mine.session.post("/onboardings", order("Nieuw"), headers=key)
    second = await other.session.post("/onboardings", order("Nieuw"), headers=key)
    assert first == again
    assert second["client_id"] != first["client_id"]
    client = await house.owner.get(f"/clients/{first['client_id']}")
    assert client["reseller"]["id"] == mine.reseller["id"]


async def test_who_moves_takes_everything_along(house: House) -> None:
    mine, other = await two(house)
    client = mine.ids["client_id"]
    move = {"reseller_id": other.reseller["id"]}
    await house.owner.post(f"/clients/{client}/placements", move)
    for path in (f"/clients/{client}", f"/agreements/{mine.ids['agreement_id']}"):
        await mine.session.get(path, expect=404)
        await other.session.get(path)


async def test_only_the_client_speaks_for_itself(house: House) -> None:
    mine, _ = await two(house)
    change = f"/changes/{mine.ids['change_id']}"
    for path, body in (
        (f"{change}/objections", {"grounds": "x"}),
        (f"{change}/approvals", {"agreement_id": mine.ids["agreement_id"]}),
        (f"/agreements/{mine.ids['agreement_id']}/signatures", {}),
        (f"{change}/withdrawals", None),
    ):
        await mine.session.post(path, body, expect=403)


async def test_a_token_that_names_no_reseller_of_the_person_opens_nothing(house: House) -> None:
    mine, other = await two(house)
    forged = house.reseller(mine.ids["person_id"], other.reseller["id"])
    await forged.get("/clients", expect=403)
    nobody = house.reseller(mine.ids["person_id"], None)
    await nobody.get("/clients", expect=403)


async def test_who_is_no_reseller_pays_one_look_at_a_setting(house: House) -> None:
    await two(house)
    connection = await asyncpg.connect(house.database.url("contracts"))
    try:
        async with connection.transaction():
            await connection.execute("SELECT set_config('app.tenant', $1, true)", str(house.tenant))
            lines = await connection.fetch(
                "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF)"
                " SELECT FROM contracts.recipient r JOIN contracts.agreement_version v"
                " ON (v.tenant_id, v.agreement_id) = (r.tenant_id, r.agreement_id)"
            )
    finally:
        await connection.close()
    plan = [line[0].strip() for line in lines]
    assert not [line for line in plan if line.startswith("SubPlan")]
    looked = [line for line in plan if "sees_client" in line or "sees_agreement" in line]
    assert len(looked) == 2
    assert all("IS NULL) OR" in line for line in looked), "\n".join(plan)
