"""The check of transfers through the API and by night, and whom a finding touches."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.contracts.commands.check_transfers import check_all
from services.contracts.worker import check_transfers
from shared.database import tenant_transaction
from tests.contracts.house import Catalogue, House, Json, found_provider, link, order, stock
from tests.contracts.running import Running

LAPSE = "2031-12-28"


async def listed(house: House, **params: Any) -> list[Json]:
    return (await house.owner.get("/transfer-findings", params=params))["items"]


async def british(house: House, goods: Catalogue, **more: Any) -> str:
    """A sub-processor in the United Kingdom, on the strength of the adequacy decision."""
    party = await house.owner.post("/subprocessors", {"name": "Britse Kluis", "country": "GB"})
    facts = {"zone": "adequate", "mechanism": "adequacy", "valid_from": "2026-01-01"}
    made = await house.owner.post("/links", link(goods.product, party["id"], **facts | more))
    return str(made["id"])


async def night(house: House) -> None:
    await check_transfers(house.app.state.pool)


async def test_a_lapse_lists_every_link_client_and_annex_that_it_touches(house: House) -> None:
    goods = await stock(house)
    made = await british(house, goods)
    clients = [await house.owner.post("/onboardings", order(f"Klant {n}")) for n in range(3)]
    assert await listed(house) == []
    (lapse,) = await listed(house, on=LAPSE)
    assert lapse["finding"]["code"] == "adequacy-lapsed"
    assert (lapse["link_id"], lapse["touches"], lapse["holds"]) == (made, 3, "everybody")
    for path in (f"/transfer-findings/{lapse['id']}", "/adequacy-decisions/GB"):
        first = await house.owner.get(f"{path}/touched", params={"on": LAPSE, "limit": 2})
        rest = await house.owner.get(
            f"{path}/touched", params={"on": LAPSE, "after": first["next"]}
        )
        lines = first["items"] + rest["items"]
        assert [one["client_id"] for one in lines] == [one["client_id"] for one in clients]
        assert [one["version_id"] for one in lines] == [one["version_id"] for one in clients]
        assert all(one["in_annex"] and one["link_ids"] == [made] for one in lines)
        assert rest["next"] is None


async def test_an_ending_is_found_at_once_and_may_be_taken_back(house: House) -> None:
    goods = await stock(house)
    await british(house, goods)
    today = str(await house.today())
    body = {"territory": "GB", "ends_on": today, "reason": "Ingetrokken."}
    await house.owner.post("/adequacy-endings", body)
    (lapse,) = await listed(house)
    assert lapse["finding"]["refused"]
    assert (lapse["first_seen"], lapse["last_seen"]) == (today, today)
    wrong = link(goods.product, goods.new_party, zone="adequate", mechanism="adequacy")
    decisions = (await house.owner.get("/adequacy-decisions"))["items"]
    assert {one["territory"] for one in decisions if not one["in_force"]} == {"GB"}
    await house.owner.post("/links", wrong)
    await house.owner.post("/adequacy-endings", body | {"ends_on": None, "reason": "Vergissing."})
    assert await listed(house) == []
    page = await house.owner.get("/adequacy-endings", params={"limit": 1})
    assert [one["reason"] for one in page["items"]] == ["Vergissing."]
    older = await house.owner.get("/adequacy-endings", params={"after": page["next"]})
    assert [one["reason"] for one in older["items"]] == ["Ingetrokken."]
    assert older["next"] is None


async def test_a_link_that_rests_on_a_lapsed_decision_is_refused(house: House) -> None:
    goods = await stock(house)
    body = {"territory": "GB", "ends_on": "2026-01-01", "reason": "Ingetrokken."}
    await house.owner.post("/adequacy-endings", body)
    party = await house.owner.post("/subprocessors", {"name": "Britse Kluis", "country": "GB"})
    wrong = link(goods.product, party["id"], zone="adequate", mechanism="adequacy")
    problem = await house.owner.post("/links", wrong, expect=400)
    assert problem["type"] == "urn:schakel:problem:adequacy-lapsed"
    past = {"valid_from": "2025-01-01", "valid_until": "2025-06-01"}
    await house.owner.post("/links", wrong | past)
    change = {
        "title": {"nl": "x", "en": "x"},
        "effective_on": str(await house.today() + timedelta(days=40)),
        "begins": [wrong],
    }
    await house.owner.post("/changes", change, expect=400)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"territory": "NL"}, "territory"),
        ({"territory": "gb"}, "territory"),
        ({"territory": "GB", "ends_on": "soon"}, "ends_on"),
        ({"territory": "GB", "reason": ""}, "reason"),
    ],
)
async def test_an_ending_of_what_is_no_decision_is_refused(
    house: House, body: Json, field: str
) -> None:
    whole = {"ends_on": "2027-01-01", "reason": "x"} | body
    problem = await house.owner.post("/adequacy-endings", whole, expect=400)
    assert problem["errors"][0]["field"] == field


async def test_the_nightly_check_runs_once_a_legal_day_and_keeps_since_when(house: House) -> None:
    goods = await stock(house)
    owner = house.owner
    unknown = link(goods.product, goods.new_party, zone=None, mechanism=None)
    made = await owner.post("/links", unknown)
    first = await house.today()
    await night(house)
    async with tenant_transaction(house.app.state.pool, house.tenant) as connection:
        assert await check_all(connection) == 0
    for _ in range(2):
        await house.go_to(await house.today() + timedelta(days=1))
        await night(house)
    (finding,) = await listed(house)
    assert finding["link_id"] == made["id"]
    assert finding["first_seen"] == str(first)
    assert finding["last_seen"] == str(first + timedelta(days=2))


async def test_a_finding_that_went_and_came_back_begins_anew(house: House) -> None:
    await british(house, await stock(house))
    body = {"territory": "GB", "reason": "x"}
    first = await house.today()
    await house.owner.post("/adequacy-endings", body | {"ends_on": str(first)})
    await night(house)
    await house.owner.post("/adequacy-endings", body | {"ends_on": None})
    await house.go_to(first + timedelta(days=1))
    await night(house)
    await house.go_to(first + timedelta(days=2))
    await house.owner.post("/adequacy-endings", body | {"ends_on": str(first)})
    (finding,) = await listed(house)
    assert finding["first_seen"] == str(first + timedelta(days=2))
    (then,) = await listed(house, on=str(first))
    assert then["first_seen"] == str(first)


async def test_every_provider_is_checked_by_night_and_none_sees_another(house: House) -> None:
    await british(house, await stock(house))
    other = House(house.app, house.client, house.database)
    await found_provider(other, "buurman", transfer_basis="privacy_shield")
    await night(house)
    rows = await house.fetch("SELECT tenant_id, code FROM contracts.transfer_finding")
    assert {(row["tenant_id"], row["code"]) for row in rows} == {(other.tenant, "privacy-shield")}
    (own,) = await listed(house, on=LAPSE)
    path = f"/transfer-findings/{own['id']}/touched"
    await house.owner.get(path, params={"on": LAPSE})
    await other.owner.get(path, params={"on": LAPSE}, expect=404)
    promise = await other.owner.get("/transfer-findings/promise.privacy-shield/touched")
    assert promise["items"] == []
    await house.owner.get("/transfer-findings/promise.privacy-shield/touched", expect=404)


async def test_findings_are_filtered_by_code_and_come_in_pages(house: House) -> None:
    goods = await stock(house)
    for number in range(5):
        party = await house.owner.post("/subprocessors", {"name": f"Wolk {number}"})
        await house.owner.post(
            "/links", link(goods.product, party["id"], zone=None, mechanism=None)
        )
    await british(house, goods)
    assert len(await listed(house, on=LAPSE)) == 6
    assert len(await listed(house, on=LAPSE, code="adequacy-lapsed")) == 1
    assert await listed(house, on=LAPSE, code="nothing") == []
    got, after = [], None
    while True:
        params = {"on": LAPSE, "limit": 2} | ({"after": after} if after else {})
        page = await house.owner.get("/transfer-findings", params=params)
        got += page["items"]
        if not (after := page["next"]):
            break
    assert [one["id"] for one in got] == [one["id"] for one in await listed(house, on=LAPSE)]


@pytest.mark.parametrize("word", ["nonsense", "promise", f"{UUID(int=1)}.privacy-shield", "x.y"])
async def test_a_finding_that_is_not_there_touches_nothing(house: House, word: str) -> None:
    await house.owner.get(f"/transfer-findings/{word}/touched", expect=404)
    await house.owner.get("/adequacy-decisions/XX/touched", expect=404)
    await house.owner.get("/transfer-findings", params={"after": word}, expect=400)


async def test_who_is_held_back_is_not_touched_by_what_does_not_hold_for_it(
    running: Running,
) -> None:
    house = running.house
    await running.reach_all()
    await house.go_to(running.published_on + timedelta(days=31))
    await house.owner.post(f"{running.path}/activations")
    await house.fetch("UPDATE contracts.link SET zone = NULL, mechanism = NULL")
    by_party = {one["subprocessor"]: one for one in await listed(house)}
    old, new = by_party["Oude Wolk"], by_party["Nieuwe Wolk"]
    assert (old["holds"], old["touches"]) == ("some", 1)
    assert (new["holds"], new["touches"]) == ("some", 2)
    path = f"/transfer-findings/{old['id']}/touched"
    (held,) = (await house.owner.get(path))["items"]
    assert held["client_id"] == running.clients["specific"]["client_id"]


async def test_who_may_not_write_records_no_ending(house: House) -> None:
    goods = await stock(house)
    made = await house.owner.post("/onboardings", order("Bakkerij"))
    client = await house.owner.get(f"/clients/{made['client_id']}")
    contact = house.contact(client["contacts"][0]["id"], made["client_id"])
    body = {"territory": "GB", "ends_on": "2027-01-01", "reason": "x"}
    for path in ("/transfer-findings", "/adequacy-decisions", "/adequacy-endings"):
        await contact.get(path, expect=403)
        await house.service("documents").get(path, expect=403)
    await contact.post("/adequacy-endings", body, expect=403)
    assert goods.product
    assert date.fromisoformat(LAPSE) > await house.today()


async def test_a_promise_that_is_made_later_is_held_against_every_link_at_once(
    house: House,
) -> None:
    made = await british(house, await stock(house))
    headers = {"Authorization": f"Bearer {house.owner.token}"}
    read = await house.client.get("/tenant", headers=headers)
    await house.owner.ask(
        "PATCH", "/tenant", {"eu_only": True}, headers={"If-Match": read.headers["etag"]}
    )
    rows = await house.fetch("SELECT link_id, code, refused FROM contracts.transfer_finding")
    assert [(str(row["link_id"]), row["code"]) for row in rows] == [(made, "outside-eu-promise")]
    assert rows[0]["refused"]
