"""Links outside any change: what may be recorded at once, and what clients are told first."""

from datetime import timedelta
from uuid import uuid4

from tests.contracts.house import House, Json, forgotten, link, order, say, stock
from tests.contracts.running import draft
from tests.contracts.test_catalogue_edits_routes import drifts, edit


async def test_a_link_that_bypasses_the_notice_is_refused(house: House) -> None:
    goods = await stock(house)
    made = await house.owner.post("/onboardings", order("Bakkerij"))
    today = await house.today()
    fresh = link(goods.product, goods.new_party)
    for body in (
        fresh,
        fresh | {"correction": "vergeten"},
        fresh | {"valid_from": "2025-01-01"},
        fresh | {"valid_from": str(today + timedelta(days=1)), "correction": "vergeten"},
    ):
        problem = await house.owner.post("/links", body, expect=409)
        assert problem["type"] == "urn:schakel:problem:link-needs-change"
    history = fresh | {"valid_from": "2024-01-01", "valid_until": "2024-06-01"}
    await house.owner.post("/links", history)
    assert not await drifts(house, made)
    corrected = await house.owner.post("/links", forgotten(goods.product, goods.new_party))
    assert await drifts(house, made)
    (row,) = await house.fetch("SELECT link_id, reason, made_by FROM contracts.link_correction")
    assert (str(row["link_id"]), row["reason"]) == (corrected["id"], "vergeten")
    assert row["made_by"] is not None


async def test_what_begins_later_goes_through_a_change_even_without_clients(house: House) -> None:
    goods = await stock(house)
    later = str(await house.today() + timedelta(days=9))
    body = link(goods.product, goods.new_party, valid_from=later)
    problem = await house.owner.post("/links", body, expect=409)
    assert problem["type"] == "urn:schakel:problem:link-needs-change"
    own = link(None, goods.new_party, capacity="own_administration", valid_from=later)
    await house.owner.post("/links", own)


async def test_links_of_one_party_stand_side_by_side_under_other_conditions(house: House) -> None:
    goods = await stock(house)
    only = {"condition": say("alleen met back-up", "only with backups")}
    await house.owner.post("/links", link(goods.product, goods.old_party, **only))
    spaced = {"condition": say(" Alleen met BACK-UP ", "otherwise")}
    problem = await house.owner.post(
        "/links", link(goods.product, goods.old_party, **spaced), expect=409
    )
    assert problem["type"] == "urn:schakel:problem:link-overlaps"
    problem = await house.owner.post("/links", link(goods.product, goods.old_party), expect=409)
    assert problem["type"] == "urn:schakel:problem:link-overlaps"
    change = await draft(
        house, goods, ends=[], begins=[link(goods.product, goods.old_party, **spaced)]
    )
    refused = await house.owner.post(f"/changes/{change['id']}/publications", expect=409)
    assert refused["type"] == "urn:schakel:problem:link-overlaps"


async def test_links_are_filtered_and_paged_in_one_order(house: House) -> None:
    goods = await stock(house)
    for number in range(3):
        body = {"name": f"Partij {number}"}
        party = (await house.owner.post("/subprocessors", body))["id"]
        await house.owner.post("/links", link(goods.product, party, countries=["NL", "DE"]))
        await house.owner.post("/links", link(None, party, capacity="own_administration"))
    whole = (await house.owner.get("/links"))["items"]
    assert len(whole) == 7
    assert whole[1]["countries"] == ["NL", "DE"]
    paged: list[Json] = []
    after: str | None = ""
    while after is not None:
        asked = {"limit": 3} | ({"after": after} if after else {})
        page = await house.owner.get("/links", params=asked)
        paged, after = paged + page["items"], page["next"]
    assert paged == whole
    for asked, count in (
        ({"product_id": goods.product}, 4),
        ({"capacity": "own_administration"}, 3),
        ({"subprocessor_id": goods.old_party}, 1),
        ({"on": "2025-06-01"}, 1),
        ({"product_id": str(uuid4())}, 0),
    ):
        assert len((await house.owner.get("/links", params=asked))["items"]) == count
    bad = link(goods.product, goods.new_party, countries=["NL", "XX"])
    problem = await house.owner.post("/links", bad, expect=400)
    assert problem["errors"][0]["field"].startswith("countries")
    ends = link(goods.product, goods.new_party, valid_until="2020-01-01")
    problem = await house.owner.post("/links", ends, expect=400)
    assert problem["type"] == "urn:schakel:problem:ends-before-it-begins"


async def test_countries_are_filled_in_once_and_then_change_by_a_change(house: House) -> None:
    goods = await stock(house)
    path = f"/links/{goods.old_link}"
    assert (await edit(house.owner, path, {"countries": ["NL"]}))["countries"] == ["NL"]
    problem = await edit(house.owner, path, {"countries": ["US"]}, expect=409)
    assert problem["type"] == "urn:schakel:problem:link-needs-change"
    kept = await edit(house.owner, path, {"countries": ["NL"], "verified_on": "2026-01-01"})
    assert kept["verified_on"] == "2026-01-01"
    await edit(house.owner, path, {"purpose": say("anders")}, expect=400)
