"""New terms wait for the client's yes; products begin and end on their day."""

from datetime import timedelta
from typing import Any

import pytest

from tests.contracts.agreed import Agreed, add_product, agreed, later, terms
from tests.contracts.house import House, Json, forgotten, found_provider, order
from tests.contracts.running import draft


async def test_proposed_terms_hold_once_they_were_accepted(house: House) -> None:
    standing = await agreed(house)
    proposed = await standing.propose(terms=terms(notice_days=60), reason="Langere termijn.")
    assert proposed["state"] == "proposed"
    before = await standing.read()
    assert before["terms"]["notice_days"] == 30
    assert (before["state"], before["drift"]) == ("in_force", False)
    assert before["proposal"]["terms"]["notice_days"] == 60
    assert before["to_accept"] == before["versions"][0]["id"] == proposed["version_id"]
    await standing.sign()
    after = await standing.read()
    assert after["terms"]["notice_days"] == 60
    assert (after["proposal"], after["to_accept"], after["drift"]) == (None, None, False)
    (listed,) = (await house.owner.get(f"{standing.path}/amendments"))["items"]
    assert (listed["state"], listed["holds_from"]) == (
        "accepted",
        (await house.today()).isoformat(),
    )


async def test_a_deadline_freezes_the_terms_in_force_and_not_the_proposed_ones(
    house: House,
) -> None:
    standing = await agreed(house)
    today = await house.today()
    await standing.propose(terms=terms(notice_days=90), from_day=later(today, 5))
    change = await draft(house, standing.goods, days=200)
    await house.owner.post(f"/changes/{change['id']}/publications")
    (frozen,) = await house.fetch("SELECT notice_days FROM contracts.affected_agreement")
    assert frozen["notice_days"] == 30
    await standing.sign()
    assert (await standing.read())["terms"]["notice_days"] == 30
    await house.go_to(today + timedelta(days=5))
    assert (await standing.read())["terms"]["notice_days"] == 90
    await house.owner.post(f"/changes/{change['id']}/withdrawals")
    again = await draft(house, standing.goods, days=200)
    await house.owner.post(f"/changes/{again['id']}/publications")
    (frozen,) = await house.fetch(
        "SELECT notice_days FROM contracts.affected_agreement WHERE change_id = $1::uuid",
        again["id"],
    )
    assert frozen["notice_days"] == 90
    assert (await standing.read())["drift"] is False


async def test_products_begin_and_end_on_their_day_without_a_new_yes(house: House) -> None:
    standing = await agreed(house)
    await add_product(house, "mail", standing.goods.new_party)
    made = await standing.propose(begins=["mail"], ends=["hosting"])
    assert (made["state"], made["terms"]) == ("recorded", None)
    agreement = await standing.read()
    assert (agreement["state"], agreement["drift"]) == ("in_force", False)
    path = f"{standing.path}/versions/{agreement['versions'][0]['id']}"
    snapshot = (await house.owner.get(path))["snapshot"]
    assert snapshot["agreement"]["products"] == ["mail"]
    assert [one["name"] for one in snapshot["subprocessors"]] == ["Nieuwe Wolk"]


async def test_who_takes_a_product_while_a_change_of_it_runs_is_told_too(house: House) -> None:
    standing = await agreed(house)
    await add_product(house, "mail", standing.goods.new_party)
    made = await house.owner.post("/onboardings", order("Slagerij", "mail"))
    change = await draft(house, standing.goods)
    await house.owner.post(f"/changes/{change['id']}/publications")
    other = Agreed(house, made, standing.goods)
    await other.propose(begins=["hosting"])
    told = await house.owner.get(f"/changes/{change['id']}/recipients")
    assert {one["client_id"] for one in told["items"]} == {
        standing.made["client_id"],
        made["client_id"],
    }
    assert len(await house.events("RecipientAdded")) == 1


async def test_products_of_a_proposal_wait_for_the_yes_with_its_terms(house: House) -> None:
    standing = await agreed(house)
    await add_product(house, "mail", standing.goods.new_party)
    today = await house.today()
    await standing.propose(
        terms=terms(on_objection="terminate"), begins=["mail"], from_day=later(today, 3)
    )
    snapshot = (await house.owner.get(f"/versions/{(await standing.read())['to_accept']}"))[
        "canonical"
    ]
    assert "Nieuwe Wolk" in snapshot
    assert len((await standing.read())["products"]) == 1
    await standing.sign()
    assert [one["key"] for one in (await standing.on(today))["products"]] == ["hosting"]
    then = await standing.on(today + timedelta(days=3))
    assert [one["key"] for one in then["products"]] == ["hosting", "mail"]
    assert then["terms"]["on_objection"] == "terminate"


async def test_a_new_annex_freezes_the_proposal_anew_beside_it(house: House) -> None:
    standing = await agreed(house)
    first = await standing.propose(terms=terms(notice_days=60))
    await house.owner.post("/links", forgotten(standing.goods.product, standing.goods.new_party))
    await house.owner.post(f"{standing.path}/annexes")
    agreement = await standing.read()
    assert [one["cause"] for one in agreement["versions"][:2]] == ["amendment", "drift"]
    problem = await standing.sign(version=first["version_id"], expect=409)
    assert problem["type"] == "urn:schakel:problem:newer-version"
    await standing.sign()
    assert (await standing.read())["drift"] is False


async def test_a_withdrawn_proposal_leaves_everything_as_it_was(house: House) -> None:
    standing = await agreed(house)
    made = await standing.propose(terms=terms(notice_days=60))
    path = f"{standing.path}/amendments/{made['id']}/withdrawals"
    assert (await house.owner.post(path))["state"] == "withdrawn"
    agreement = await standing.read()
    assert (agreement["proposal"], agreement["to_accept"], agreement["drift"]) == (
        None,
        None,
        False,
    )
    problem = await standing.sign(version=made["version_id"], expect=409)
    assert problem["type"] == "urn:schakel:problem:already-signed"
    await house.owner.post(path, expect=409)


async def test_a_preview_shows_the_new_version_and_leaves_nothing(house: House) -> None:
    standing = await agreed(house)
    before = await standing.read()
    body = {"terms": terms(notice_days=60)}
    seen = await house.owner.post(f"{standing.path}/amendment-previews", body, expect=200)
    assert seen["needs_acceptance"] is True
    assert seen["replaces"]["terms"]["notice_days"] == 30
    assert seen["snapshot"]["terms"]["notice_days"] == 60
    assert await standing.read() == before
    assert (await house.owner.get(f"{standing.path}/amendments"))["items"] == []


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({}, 400, "request-invalid"),
        ({"terms": terms()}, 400, "nothing-amended"),
        ({"terms": terms(notice_days="60")}, 400, "request-invalid"),
        ({"begins": ["none"]}, 400, "product-unknown"),
        ({"begins": ["hosting"]}, 409, "product-taken"),
        ({"ends": ["mail"]}, 409, "product-not-taken"),
        ({"begins": ["mail"], "ends": ["mail"]}, 400, "request-invalid"),
        ({"begins": ["mail"], "from_day": "2020-01-01"}, 400, "date-in-past"),
    ],
)
async def test_an_amendment_that_can_not_be_is_refused(
    house: House, wrong: Json, status: int, code: str
) -> None:
    standing = await agreed(house)
    await add_product(house, "mail", standing.goods.new_party)
    problem = await standing.propose(expect=status, **wrong)
    assert problem["type"] == f"urn:schakel:problem:{code}"


async def test_one_amendment_at_a_time_waits_for_the_client(house: House) -> None:
    standing = await agreed(house)
    await standing.propose(terms=terms(notice_days=60))
    problem = await standing.propose(expect=409, terms=terms(notice_days=90))
    assert problem["type"] == "urn:schakel:problem:amendment-open"


async def test_an_amendment_of_what_changed_since_it_was_read_is_refused(house: House) -> None:
    standing = await agreed(house)
    token = {"Authorization": f"Bearer {house.owner.token}"}
    tag = (await house.client.get(standing.path, headers=token)).headers["etag"]
    today = await house.today()
    await house.owner.post(f"{standing.path}/periods", {"runs_until": later(today, 30)})
    stale: dict[str, Any] = {"headers": {"If-Match": tag}, "expect": 412}
    await house.owner.post(f"{standing.path}/amendments", {"terms": terms(notice_days=9)}, **stale)
    await house.owner.post(f"{standing.path}/periods", {"runs_until": later(today, 60)}, **stale)
    ending = {"by": "client", "reason": "x", "ends_on": later(today, 30)}
    await house.owner.post(f"{standing.path}/terminations", ending, **stale)


async def test_another_provider_finds_no_agreement_to_work_on(house: House) -> None:
    standing = await agreed(house)
    made = await standing.propose(terms=terms(notice_days=60))
    other = House(house.app, house.client, house.database)
    await found_provider(other, "buurman")
    body = {"terms": terms(notice_days=90)}
    for path, sent in {
        "amendments": body,
        "amendment-previews": body,
        f"amendments/{made['id']}/withdrawals": {},
        "periods": {"review_on": "2999-01-01"},
        "terminations": {"by": "client", "reason": "x", "ends_on": "2999-01-01"},
    }.items():
        await other.owner.post(f"{standing.path}/{path}", sent, expect=404)
        await house.staff("viewer").post(f"{standing.path}/{path}", sent, expect=403)
    for noun in ("amendments", "periods", "terminations", "acceptances"):
        await other.owner.get(f"{standing.path}/{noun}", expect=404)
    await other.owner.get(f"{standing.client}/agreement", expect=404)
    assert (await other.owner.get("/agreements"))["items"] == []
    assert await unchanged(standing)


async def unchanged(standing: Agreed) -> bool:
    agreement = await standing.read()
    return bool(agreement["proposal"]) and agreement["ends_on"] is None
