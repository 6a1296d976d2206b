"""Who has whose data on a day that was, is or will be, through the API."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest

from tests.contracts.house import House, Json, found_provider, link, order, person, say, stock
from tests.contracts.running import Running, draft


async def products(house: House, product: str, on: date | None = None) -> dict[str, str]:
    """Whom each party concerns on a day."""
    params = {"on": on.isoformat()} if on else {}
    page = await house.owner.get(f"/products/{product}/links", params=params)
    return {one["subprocessor"]["name"]: one["holds"] for one in page["items"]}


async def test_a_product_tells_of_each_link_whom_it_concerns_on_a_day(running: Running) -> None:
    house, product = running.house, running.goods.product
    effective = running.published_on + timedelta(days=30)
    assert await products(house, product) == {"Oude Wolk": "everybody"}
    assert await products(house, product, effective - timedelta(days=1)) == {
        "Oude Wolk": "everybody"
    }
    assert await products(house, product, effective) == {
        "Oude Wolk": "leaving",
        "Nieuwe Wolk": "announced",
    }
    await running.reach_all()
    await house.go_to(running.published_on + timedelta(days=31))
    await house.owner.post(f"{running.path}/activations")
    assert await products(house, product) == {"Oude Wolk": "some", "Nieuwe Wolk": "some"}
    assert await products(house, product, running.published_on) == {"Oude Wolk": "everybody"}


async def test_a_change_that_cannot_run_both_ways_is_planned_for_the_last(house: House) -> None:
    goods = await stock(house)
    short = await house.owner.post("/onboardings", order("Kort", notice_days=10, objection_days=10))
    await house.owner.post("/onboardings", order("Lang", notice_days=60))
    change = await draft(house, goods, days=5, at_once=True)
    await house.owner.post(f"/changes/{change['id']}/publications")
    running = Running(house, goods, change, {"kort": short}, await house.today())
    late = running.published_on + timedelta(days=61)
    assert await running.names("kort", late) == ["Oude Wolk"]
    await running.reach_all()
    assert await running.names("kort", late - timedelta(days=1)) == ["Oude Wolk"]
    assert await running.names("kort", late) == ["Nieuwe Wolk"]


async def test_recipients_are_those_whom_a_change_on_that_day_would_tell(house: House) -> None:
    goods = await stock(house)
    contacts = [person("Nora Notice", "notice", "signatory"), person("Nico Notice", "notice")]
    for name in ("Een", "Twee", "Drie"):
        await house.owner.post("/onboardings", order(name, contacts=contacts))
    today = await house.today()
    path = f"/products/{goods.product}/recipients"
    got: list[Json] = []
    after = None
    while True:
        params: dict[str, Any] = {"limit": 4} | ({"after": after} if after else {})
        page = await house.owner.get(path, params=params)
        got += page["items"]
        if not (after := page["next"]):
            break
    assert [one["client"] for one in got] == ["Een", "Een", "Twee", "Twee", "Drie", "Drie"]
    assert {one["deadline"] for one in got} == {str(today + timedelta(days=30))}
    change = await draft(house, goods)
    await house.owner.post(f"/changes/{change['id']}/publications")
    told = await house.owner.get(f"/changes/{change['id']}/recipients")
    assert {one["contact_id"] for one in told["items"]} == {one["contact_id"] for one in got}
    yesterday = {"on": str(today - timedelta(days=1))}
    assert (await house.owner.get(path, params=yesterday))["items"] == []
    of_link = await house.owner.get(f"/links/{goods.old_link}/recipients")
    assert of_link["items"] == (await house.owner.get(path))["items"]
    mail = link(None, goods.new_party, capacity="own_administration")
    made = await house.owner.post("/links", mail)
    assert (await house.owner.get(f"/links/{made['id']}/recipients"))["items"] == []


@pytest.mark.parametrize("after", ["x", "WyJ4IiwgIngiXQ"])
async def test_a_page_that_no_list_gave_is_refused(house: House, after: str) -> None:
    goods = await stock(house)
    for noun in ("links", "recipients"):
        problem = await house.owner.get(
            f"/products/{goods.product}/{noun}", params={"after": after}, expect=400
        )
        assert problem["type"] == "urn:schakel:problem:page-unknown"
    await house.owner.get(f"/products/{goods.product}/links", params={"on": "soon"}, expect=400)


async def overview(house: House) -> tuple[str, Json]:
    goods = await stock(house)
    top = await house.owner.post("/subprocessors", {"name": "Moeder", "country": "US"})
    child = await house.owner.post("/subprocessors", {"name": "Dochter", "parent_id": top["id"]})
    for body in (
        link(goods.product, child["id"], data_categories=[say("naam", "name"), say("adres")]),
        link(goods.product, goods.new_party, data_categories=[]),
        link(
            goods.product, top["id"], capacity="controller", reason=say("eigen doel"),
            data_categories=[say("adres")],
        ),
        link(
            None, goods.new_party, capacity="own_administration",
            data_categories=[say("factuur")],
        ),
    ):  # fmt: skip
        await house.owner.post("/links", body)
    made = await house.owner.post("/onboardings", order("=Bakkerij"))
    path = f"/clients/{made['client_id']}/processors/by-category"
    return path, await house.owner.get(path)


def holders(part: Json) -> dict[str | None, list[str]]:
    return {
        one["category"] and one["category"]["nl"]: [
            holder["subprocessor"]["name"] for holder in one["holders"]
        ]
        for one in part
    }


async def test_an_overview_lists_parties_by_category_of_data(house: House) -> None:
    _, told = await overview(house)
    assert holders(told["entrusted"]) == {
        "adres": ["Dochter", "Moeder"],
        "naam": ["Dochter", "Oude Wolk"],
        None: ["Nieuwe Wolk"],
    }
    assert holders(told["administration"]) == {"factuur": ["Nieuwe Wolk"]}
    named = {one["category"] and one["category"]["nl"]: one for one in told["entrusted"]}
    assert named["naam"]["holders"][0]["subprocessor"]["chain"][0]["name"] == "Moeder"
    assert list(named) == ["adres", "naam", None]


async def test_an_overview_is_a_table_for_a_spreadsheet_too(house: House) -> None:
    path, _ = await overview(house)
    answer = await house.client.get(
        f"{path}.csv",
        params={"language": "en"},
        headers={"Authorization": f"Bearer {house.owner.token}"},
    )
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.content.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 6
    assert rows[-1]["part"] == "on you as a customer"
    assert {row["chain"] for row in rows if row["party"] == "Dochter"} == {"Moeder"}


async def test_a_client_reads_its_own_overview_and_no_other(house: House) -> None:
    path, told = await overview(house)
    client = await house.owner.get(f"/clients/{told['client_id']}")
    other = await house.owner.post("/onboardings", order("Buurman"))
    contact = house.contact(client["contacts"][0]["id"], told["client_id"])
    assert (await contact.get(path))["client"] == "=Bakkerij"
    for suffix in ("", "/by-category", "/by-category.csv"):
        await contact.get(f"/clients/{other['client_id']}/processors{suffix}", expect=404)
    for noun in ("links", "recipients"):
        product = (await house.owner.get("/products"))["items"][0]["id"]
        await contact.get(f"/products/{product}/{noun}", expect=403)
    stranger = House(house.app, house.client, house.database)
    await found_provider(stranger, "buurman")
    await stranger.owner.get(path, expect=404)
