"""A product that ended under an agreement is taken again: lists of any day know both times."""

from datetime import date, timedelta
from typing import Any

from tests.contracts.agreed import Agreed, add_product, agreed, later, terms
from tests.contracts.house import House, Json, forgotten, order, stock
from tests.contracts.running import draft
from tests.contracts.tables import as_csv, row
from tests.contracts.test_import_routes import findings, take


async def again(house: House) -> Agreed:
    """Hosting ended after ten days, and is taken again after another ten."""
    standing = await agreed(house)
    today = await house.today()
    await add_product(house, "mail", standing.goods.new_party)
    await standing.propose(begins=["mail"])
    await standing.propose(ends=["hosting"], from_day=later(today, 10))
    await standing.propose(begins=["hosting"], from_day=later(today, 20))
    return standing


async def keys(standing: Agreed, day: date) -> list[str]:
    return [one["key"] for one in (await standing.on(day))["products"]]


async def parties(standing: Agreed, day: date) -> list[str]:
    listed = await standing.house.owner.get(
        f"{standing.client}/processors", params={"on": day.isoformat()}
    )
    return sorted(one["subprocessor"]["name"] for one in listed["processors"])


async def test_a_product_is_taken_again_and_each_day_knows_whether_it_was_taken(
    house: House,
) -> None:
    standing = await again(house)
    today = await house.today()
    seen = {days: await keys(standing, today + timedelta(days=days)) for days in (0, 9, 10, 19, 20)}
    both = ["hosting", "mail"]
    assert seen == {0: both, 9: both, 10: ["mail"], 19: ["mail"], 20: both}
    ranges = [
        (one["valid_from"], one["valid_until"])
        for one in (await standing.read())["products"]
        if one["key"] == "hosting"
    ]
    assert ranges == [(today.isoformat(), later(today, 10)), (later(today, 20), None)]
    assert await parties(standing, today + timedelta(days=15)) == ["Nieuwe Wolk"]
    assert await parties(standing, today + timedelta(days=20)) == ["Nieuwe Wolk", "Oude Wolk"]


async def test_the_annex_drifts_when_a_product_stops_and_when_it_comes_back(house: House) -> None:
    standing = await again(house)
    today = await house.today()
    drifts = {}
    for days in (9, 10, 19, 20):
        await house.go_to(today + timedelta(days=days))
        drifts[days] = (await standing.read())["drift"]
        listed = (await house.owner.get("/drift"))["items"]
        assert bool(listed) == drifts[days]
        if drifts[days]:
            await house.owner.post(f"{standing.path}/annexes")
    assert drifts == {9: False, 10: True, 19: False, 20: True}
    numbers = (await standing.read())["versions"]
    snapshots = [
        (await house.owner.get(f"{standing.path}/versions/{one['id']}"))["snapshot"]
        for one in reversed(numbers)
    ]
    assert [one["agreement"]["products"] for one in snapshots][-2:] == [
        ["mail"],
        ["hosting", "mail"],
    ]


async def test_who_stops_and_comes_back_is_told_of_a_change_once(house: House) -> None:
    standing = await again(house)
    told = await house.owner.get(
        f"/links/{standing.goods.old_link}/recipients",
        params={"on": (await house.today()).isoformat()},
    )
    assert len(told["items"]) == 1
    change = await draft(house, standing.goods, days=90)
    await house.owner.post(f"/changes/{change['id']}/publications")
    listed = await house.owner.get(f"/changes/{change['id']}/recipients")
    assert [one["client_id"] for one in listed["items"]] == [standing.made["client_id"]]


async def test_an_ended_product_stands_once_in_every_list_of_the_client(house: House) -> None:
    standing = await again(house)
    today = await house.today()
    await house.go_to(today + timedelta(days=21))
    record = await house.owner.get("/record-of-processing")
    (controller,) = record["items"]
    assert len(controller["products"]) == 2
    end = {"by": "client", "reason": "x", "ends_on": later(today, 21)}
    await house.owner.post(f"{standing.path}/terminations", end)
    (line,) = (await house.owner.get("/clients"))["items"]
    assert [one["en"] for one in line["products"]] == ["hosting", "mail (en)"]
    read = await house.owner.get(standing.client)
    assert read["agreement"]["products"] == line["products"]


async def test_an_end_that_is_taken_back_gives_each_range_its_own_days(house: House) -> None:
    standing = await again(house)
    today = await house.today()
    before = await standing.read()
    end = {"by": "client", "reason": "x", "ends_on": later(today, 5)}
    ended = await house.owner.post(f"{standing.path}/terminations", end)
    assert [one["en"] for one in ended["products"]] == ["hosting", "mail (en)"]
    assert await keys(standing, today + timedelta(days=25)) == []
    path = f"{standing.path}/terminations/{ended['id']}/withdrawals"
    await house.owner.post(path, {"reason": "De klant blijft."})
    assert await standing.read() == before


async def test_a_product_that_is_taken_then_or_later_does_not_begin_anew(house: House) -> None:
    standing = await again(house)
    today = await house.today()
    for day in (None, later(today, 9), later(today, 15), later(today, 30)):
        problem = await standing.propose(expect=409, begins=["hosting"], from_day=day)
        assert problem["type"] == "urn:schakel:problem:product-taken"
    both = ["hosting", str(standing.goods.product)]
    problem = await standing.propose(expect=400, begins=both)
    assert problem["type"] == "urn:schakel:problem:product-twice"
    assert problem["errors"][0]["field"] == "begins"
    problem = await standing.propose(expect=400, begins=["hosting"], ends=both[1:])
    assert problem["type"] == "urn:schakel:problem:product-twice"


async def test_a_product_that_is_stopped_before_it_comes_back_never_came(house: House) -> None:
    standing = await again(house)
    today = await house.today()
    await standing.propose(ends=["hosting"], from_day=later(today, 12))
    assert await keys(standing, today + timedelta(days=30)) == ["mail"]
    assert [one["key"] for one in (await standing.read())["products"]] == ["hosting", "mail"]
    await standing.propose(begins=["hosting"], from_day=later(today, 40))
    assert await keys(standing, today + timedelta(days=40)) == ["hosting", "mail"]


async def test_no_product_begins_under_an_agreement_that_has_an_end(house: House) -> None:
    standing = await agreed(house)
    today = await house.today()
    await add_product(house, "mail", standing.goods.new_party)
    await standing.propose(terms=terms(notice_days=60), begins=["mail"])
    end = {"by": "client", "reason": "x", "ends_on": later(today, 5)}
    await house.owner.post(f"{standing.path}/terminations", end)
    problem = await standing.sign(expect=409)
    assert problem["type"] == "urn:schakel:problem:agreement-ending"
    (open_,) = (await house.owner.get(f"{standing.path}/amendments"))["items"]
    await house.owner.post(f"{standing.path}/amendments/{open_['id']}/withdrawals")
    problem = await standing.propose(expect=409, begins=["mail"], from_day=later(today, 9))
    assert problem["type"] == "urn:schakel:problem:agreement-ending"
    assert await keys(standing, today + timedelta(days=9)) == []


async def test_a_look_at_a_proposal_between_two_ranges_shows_it_and_leaves_nothing(
    house: House,
) -> None:
    standing = await agreed(house)
    today = await house.today()
    await add_product(house, "mail", standing.goods.new_party)
    await standing.propose(begins=["mail"], from_day=later(today, 10))
    await standing.propose(ends=["mail"], from_day=later(today, 20))
    before = await standing.read()
    body = {"begins": ["mail"], "from_day": later(today, 30), "terms": terms(notice_days=60)}
    seen = await house.owner.post(f"{standing.path}/amendment-previews", body, expect=200)
    assert seen["snapshot"]["agreement"]["products"] == ["hosting", "mail"]
    assert await standing.read() == before
    await standing.propose(**body)
    await standing.sign()
    days = {at: await keys(standing, today + timedelta(days=at)) for at in (9, 15, 25, 30)}
    both = ["hosting", "mail"]
    assert days == {9: ["hosting"], 15: both, 25: ["hosting"], 30: both}


async def test_a_file_takes_an_ended_product_again_and_nothing_under_an_agreement_that_ends(
    house: House,
) -> None:
    await add_product(house, "mail", (await stock(house)).new_party)
    await take(house, as_csv(row(1)))
    (line,) = (await house.owner.get("/clients"))["items"]
    path = f"/agreements/{line['agreement']['id']}"
    await house.owner.post(f"{path}/amendments", {"begins": ["mail"], "ends": ["hosting"]})
    again = as_csv(row(1))
    done = await take(house, again, on_existing="update")
    assert done["state"] == "imported"
    today = await house.today()
    listed = (await house.owner.get(path))["products"]
    assert [one["key"] for one in listed] == ["hosting", "mail"]
    await house.owner.post(f"{path}/amendments", {"ends": ["hosting"]})
    end = {"by": "client", "reason": "x", "ends_on": later(today, 5)}
    await house.owner.post(f"{path}/terminations", end)
    refused = await take(house, again, on_existing="update")
    assert [code for _, _, code in await findings(house, refused)] == ["agreement-ending"]


async def test_a_change_that_runs_waits_for_who_comes_back_to_its_product(house: House) -> None:
    standing = await agreed(house)
    today = await house.today()
    await add_product(house, "mail", standing.goods.new_party)
    await standing.propose(begins=["mail"], ends=["hosting"])
    await house.owner.post("/onboardings", order("Slagerij"))
    change = await draft(house, standing.goods, days=90)
    await house.owner.post(f"/changes/{change['id']}/publications")
    path = f"/changes/{change['id']}/recipients"
    assert len((await house.owner.get(path))["items"]) == 1
    await standing.propose(begins=["hosting"], from_day=later(today, 3))
    assert len((await house.owner.get(path))["items"]) == 2


async def test_a_notice_names_the_products_of_its_version_alone(house: House) -> None:
    standing = await again(house)
    today = await house.today()
    await house.go_to(today + timedelta(days=12))
    made = await house.owner.post(f"{standing.path}/annexes")

    async def told(version: str, kind: str) -> Any:
        path = f"/versions/{version}/recipients"
        page = await house.service("notifications").get(path, params={"kind": kind})
        return [one["en"] for one in page["notice"]["products"]]

    assert await told(made["id"], "annex_renewed") == ["mail (en)"]
    await add_product(house, "backup", standing.goods.new_party)
    changed = {"terms": terms(notice_days=60), "begins": ["backup"], "ends": ["mail"]}
    proposal: Json = await standing.propose(**changed)
    assert await told(proposal["version_id"], "agreement_ready") == ["backup (en)"]


async def test_a_proposal_whose_product_was_taken_meanwhile_is_frozen_and_accepted_all_the_same(
    house: House,
) -> None:
    standing = await agreed(house)
    mail = await add_product(house, "mail", standing.goods.new_party)
    await standing.propose(terms=terms(notice_days=60), begins=["mail"])
    await house.fetch(
        "INSERT INTO contracts.agreement_product (tenant_id, agreement_id, product_id, valid)"
        " VALUES ($1, $2, $3, daterange(clock.today(), NULL)) RETURNING id",
        house.tenant,
        standing.made["agreement_id"],
        mail,
    )
    await house.owner.post("/links", forgotten(standing.goods.product, standing.goods.new_party))
    await house.owner.post(f"{standing.path}/annexes")
    await standing.sign()
    assert await keys(standing, await house.today()) == ["hosting", "mail"]
