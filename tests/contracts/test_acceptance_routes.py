"""A yes that was given elsewhere: a click, a signed copy, the client's own paper."""

from datetime import timedelta
from typing import Any

import pytest

from services.contracts.domain.agreement import Agreement
from tests.contracts.agreed import FILE, Agreed, agreed, later, terms
from tests.contracts.house import House, Json

MISDATED = "acceptance-misdated"


async def click(offered: Agreed, **more: Any) -> Json:
    (now,) = await offered.house.fetch("SELECT clock.now() AS at")
    return {
        "version_id": offered.made["version_id"],
        "digest": offered.made["digest"],
        "typed_name": "Tess",
        "email": "tess@klant.example",
        "accepted_at": now["at"].isoformat(),
        "address": "192.0.2.9",
        "user_agent": "Winkel/1",
        "terms_shown": "Ik ga akkoord.",
    } | more


async def copy(offered: Agreed, **more: Any) -> Json:
    return {
        "version_id": offered.made["version_id"],
        "digest": offered.made["digest"],
        "typed_name": "Tess",
        "signed_on": (await offered.house.today()).isoformat(),
        "file": FILE,
    } | more


async def paper(offered: Agreed, **more: Any) -> Json:
    today = await offered.house.today()
    own = terms(authorisation="specific", end_choice="return")
    return {
        "file": FILE,
        "typed_name": "Tess",
        "signed_on": today.isoformat(),
        "terms": own,
    } | more


async def test_a_click_at_checkout_is_a_yes_with_what_was_shown(house: House) -> None:
    offered = await agreed(house, signed=False)
    body = await click(offered)
    accepted = await house.owner.post(f"{offered.path}/checkout-clicks", body)
    assert accepted["method"] == "checkout_click"
    assert (accepted["terms_shown"], accepted["address"]) == ("Ik ga akkoord.", "192.0.2.9")
    assert accepted["user_agent"] == "Winkel/1"
    agreement = await offered.read()
    assert (agreement["state"], agreement["to_accept"]) == ("in_force", None)
    assert agreement["signature"] == accepted
    (event,) = await house.events("AgreementSigned")
    assert event["signature_id"] == accepted["id"]
    listed = await house.owner.get(f"{offered.path}/acceptances")
    assert listed == {"items": [accepted], "next": None}


async def test_a_signed_copy_bears_the_day_on_the_paper_and_the_file(house: House) -> None:
    offered = await agreed(house, signed=False)
    signed_on = await house.today()
    await house.go_to(signed_on + timedelta(days=9))
    body = await copy(offered, signed_on=signed_on.isoformat())
    accepted = await house.owner.post(f"{offered.path}/signed-copies", body)
    assert (accepted["signed_on"], accepted["file"]) == (signed_on.isoformat(), FILE)
    assert accepted["address"] is None
    assert (await offered.on(signed_on))["state"] == "in_force"
    version = await house.service("documents").get(f"/versions/{offered.made['version_id']}")
    assert version["signature"] == accepted


async def test_the_clients_own_paper_brings_its_terms_and_keeps_the_annex(house: House) -> None:
    offered = await agreed(house, signed=False)
    accepted = await house.owner.post(f"{offered.path}/own-papers", await paper(offered))
    agreement = await offered.read()
    assert agreement["terms"]["authorisation"] == "specific"
    assert (agreement["state"], agreement["drift"]) == ("in_force", False)
    assert agreement["versions"][0]["cause"] == "own_paper"
    assert agreement["signature"] == accepted
    path = f"{offered.path}/versions/{agreement['versions'][0]['id']}"
    snapshot = (await house.owner.get(path))["snapshot"]
    assert snapshot["own_paper"]["digest"] == FILE["digest"]
    assert snapshot["terms"]["end_choice"] == "return"
    assert [one["name"] for one in snapshot["subprocessors"]] == ["Oude Wolk"]


@pytest.mark.parametrize(
    ("make", "path", "wrong", "status", "code"),
    [
        (
            click,
            "checkout-clicks",
            {"accepted_at": "2020-01-01T00:00:00Z"},
            400,
            "acceptance-misdated",
        ),
        (
            click,
            "checkout-clicks",
            {"accepted_at": "2999-01-01T00:00:00Z"},
            400,
            "acceptance-misdated",
        ),
        (click, "checkout-clicks", {"accepted_at": "2026-01-01T00:00:00"}, 400, "request-invalid"),
        (click, "checkout-clicks", {"digest": "0" * 64}, 409, "digest-differs"),
        (click, "checkout-clicks", {"terms_shown": ""}, 400, "request-invalid"),
        (click, "checkout-clicks", {"address": None}, 400, "request-invalid"),
        (copy, "signed-copies", {"signed_on": "2020-01-01"}, 400, MISDATED),
        (copy, "signed-copies", {"signed_on": "2999-01-01"}, 400, MISDATED),
        (copy, "signed-copies", {"file": {"name": "x"}}, 400, "request-invalid"),
        (paper, "own-papers", {"signed_on": "2999-01-01"}, 400, MISDATED),
        (paper, "own-papers", {"terms": {}}, 400, "request-invalid"),
    ],
)
async def test_a_yes_that_proves_nothing_is_refused(
    house: House, make: Any, path: str, wrong: Json, status: int, code: str
) -> None:
    offered = await agreed(house, signed=False)
    body = await make(offered, **wrong)
    problem = await house.owner.post(f"{offered.path}/{path}", body, expect=status)
    assert problem["type"] == f"urn:schakel:problem:{code}"
    assert (await offered.read())["state"] == "offered"


async def test_only_who_may_write_records_a_yes(house: House) -> None:
    offered = await agreed(house, signed=False)
    contact = (await house.owner.get(offered.client))["contacts"][0]
    nobody = house.contact(contact["id"], offered.made["client_id"])
    for person in (house.staff("viewer"), house.staff("auditor"), nobody):
        await person.post(f"{offered.path}/checkout-clicks", await click(offered), expect=403)
        await person.post(f"{offered.path}/signed-copies", await copy(offered), expect=403)
        await person.post(f"{offered.path}/own-papers", await paper(offered), expect=403)


async def test_a_second_yes_to_the_same_version_is_refused(house: House) -> None:
    offered = await agreed(house)
    path = f"{offered.path}/checkout-clicks"
    problem = await house.owner.post(path, await click(offered), expect=409)
    assert problem["type"] == "urn:schakel:problem:already-signed"


async def test_the_answer_that_the_database_writes_is_the_one_that_is_documented(
    house: House,
) -> None:
    offered = await agreed(house)
    today = await house.today()
    await house.owner.post(f"{offered.path}/periods", {"runs_until": later(today, 90)})
    await offered.propose(terms=terms(notice_days=60), from_day=later(today, 10))
    ending = {"by": "client", "reason": "x", "ends_on": later(today, 30)}
    await house.owner.post(f"{offered.path}/terminations", ending)
    told = await offered.read()
    read = Agreement.model_validate(told)
    assert read.proposal
    assert read.period
    assert read.termination
    assert read.model_dump(mode="json", exclude={"versions": {"__all__": {"frozen_at"}}}) == {
        **told,
        "versions": [
            {key: value for key, value in one.items() if key != "frozen_at"}
            for one in told["versions"]
        ],
    }
    answer = await house.client.get(
        offered.path, headers={"Authorization": f"Bearer {house.owner.token}"}
    )
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["etag"].startswith('"')
