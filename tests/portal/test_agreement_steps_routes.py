"""Staff record a yes, amend, renew, end and compare; drift is listed and mended in bulk."""

from typing import Any

from services.portal.domain.differences import differences
from tests.portal import record as r
from tests.portal.conftest import Portal

PATH = f"/agreements/{r.AGREEMENT}"
SECOND = "019a0000-0000-7000-8000-0000000000aa"
MENDING = "019a0000-0000-7000-8000-0000000000bb"
YES = r.SIGNATURE | {
    "method": "uploaded_copy",
    "file": {"id": str(r.DOCUMENT), "name": "getekend.pdf", "digest": r.DIGEST},
}
LINE = {
    "id": str(r.AGREEMENT),
    "agreement_id": str(r.AGREEMENT),
    "reference": "VWO-2026-0001",
    "client_id": str(r.CLIENT),
    "client": "Bakkerij Het Voorbeeld B.V.",
    "state": "expired",
    "review_by": "2026-11-20",
}
RUNNING = {
    "id": MENDING, "total": 40, "done": 12, "problem": None,
    "asked_at": "2026-11-22T10:00:00Z", "finished_at": None,
}  # fmt: skip


def standing(portal: Portal, **more: Any) -> None:
    portal.contracts.say("GET", PATH, r.AGREEMENT_RECORD | more)
    portal.contracts.say("GET", f"{PATH}/acceptances", {"items": [YES], "next": None})


async def test_staff_see_how_an_agreement_was_accepted(portal: Portal) -> None:
    standing(portal, signature=YES)
    staff = await portal.staff()
    page = await staff.open(f"{PATH}/manage")
    assert "On a signed copy that was handed in" in page.text
    assert "getekend.pdf" in page.text


async def test_a_signed_copy_is_kept_and_recorded(portal: Portal) -> None:
    standing(portal)
    kept = {"id": str(r.DOCUMENT), "digest": r.DIGEST, "name": "x.pdf", "size": 1}
    portal.documents.say("POST", "/files", kept | {"media_type": "application/pdf"}, 201)
    portal.contracts.say("POST", f"{PATH}/signed-copies", YES, 201)
    staff = await portal.staff()
    page = await staff.open(f"{PATH}/manage")
    values = page.values(f"{PATH}/signed-copies")
    data = values | {"typed_name": "Anna", "signed_on": "2026-11-22"}
    data.pop("file", None)
    answer = await staff.client.post(
        f"{PATH}/signed-copies", data=data, files={"file": ("x.pdf", b"%PDF", "application/pdf")}
    )
    assert answer.status_code == 200
    (asked,) = portal.contracts.to("POST", f"{PATH}/signed-copies")
    assert asked.body["file"]["id"] == str(r.DOCUMENT)
    assert asked.body["digest"] == r.DIGEST


async def test_an_amendment_is_looked_at_before_it_is_proposed(portal: Portal) -> None:
    standing(portal)
    changed = r.SNAPSHOT | {"terms": r.SNAPSHOT["terms"] | {"notice_days": 60}}
    looked = {"needs_acceptance": True, "snapshot": changed, "replaces": r.SNAPSHOT}
    portal.contracts.say("POST", f"{PATH}/amendment-previews", looked)
    portal.contracts.say("POST", f"{PATH}/amendments", {}, 201)
    staff = await portal.staff()
    page = await staff.open(f"{PATH}/amend")
    typed = {"terms.notice_days": "60", "step": "look"}
    page = await staff.submit(page, f"{PATH}/amend", **typed)
    assert "Days of notice" in page.text
    await staff.submit(page, f"{PATH}/amend", step="propose")
    (asked,) = portal.contracts.to("POST", f"{PATH}/amendments")
    assert asked.body["terms"]["notice_days"] == 60


async def test_renewal_and_end_are_recorded_and_refusals_shown(portal: Portal) -> None:
    standing(portal)
    portal.contracts.say("POST", f"{PATH}/periods", {}, 201)
    portal.contracts.refuse("POST", f"{PATH}/terminations", 400, "notice-too-short")
    staff = await portal.staff()
    page = await staff.open(f"{PATH}/manage")
    await staff.submit(page, f"{PATH}/periods", runs_until="2027-12-31", notice_days="30")
    (asked,) = portal.contracts.to("POST", f"{PATH}/periods")
    assert asked.body == {
        "runs_until": "2027-12-31", "notice_days": 30, "review_on": None, "note": None
    }  # fmt: skip
    page = await staff.submit(page, f"{PATH}/terminations", reason="x", ends_on="2026-11-30")
    assert "With this notice it can’t end so soon." in page.text


async def test_a_proposal_and_an_end_are_taken_back(portal: Portal) -> None:
    proposal = {"id": SECOND, "version_id": str(r.VERSION), "from_day": "2027-01-01"}
    ending = {
        "id": SECOND, "by": "client", "reason": "x", "ends_on": "2026-12-31",
        "data_by": "2027-01-30",
    }  # fmt: skip
    standing(portal, proposal=proposal, termination=ending, ends_on="2026-12-31")
    staff = await portal.staff()
    page = await staff.open(f"{PATH}/manage")
    for noun in ("amendments", "terminations"):
        path = f"{PATH}/{noun}/{SECOND}/withdrawals"
        portal.contracts.say("POST", path, {}, 201)
        await staff.submit(page, path)
        assert portal.contracts.to("POST", path)


async def test_drift_is_mended_in_bulk_with_its_progress(portal: Portal) -> None:
    found = {"items": [LINE], "next": None, "count": 40, "more_than_counted": False}
    portal.contracts.say("GET", "/drift", found)
    portal.contracts.say("GET", "/drift/mendings", {"items": [RUNNING], "next": None})
    portal.contracts.say("GET", f"/drift/mendings/{MENDING}", RUNNING)
    portal.contracts.say("POST", "/drift/mendings", RUNNING, 202)
    staff = await portal.staff()
    page = await staff.open("/drift")
    assert "12 of 40 annexes renewed" in page.text
    await staff.submit(page, "/drift/mendings")
    (asked,) = portal.contracts.to("POST", "/drift/mendings")
    assert asked.body == {"product_id": None}
    part = await staff.open(f"/drift/mendings/{MENDING}")
    assert "12 of 40" in part.text


async def test_agreements_to_look_at_are_listed(portal: Portal) -> None:
    portal.contracts.say("GET", "/agreements", {"items": [LINE], "next": None})
    staff = await portal.staff()
    page = await staff.open("/reviews?before=2026-12-31")
    assert "Overdue" in page.text
    (asked,) = portal.contracts.to("GET", "/agreements")
    assert "review_before=2026-12-31" in asked.query


async def test_a_client_manages_no_agreement(portal: Portal) -> None:
    contact = await portal.contact()
    for path in (f"{PATH}/manage", f"{PATH}/amend", "/drift", "/reviews"):
        assert (await contact.open(path)).status == 403


def test_differences_name_what_changed_and_nothing_else() -> None:
    other = r.SNAPSHOT | {
        "subprocessors": [r.SNAPSHOT["subprocessors"][0] | {"location": "België"}],
        "contacts": [],
    }
    found = differences(r.SNAPSHOT, other)
    assert [(one.part, one.field, one.new) for one in found] == [
        ("subprocessors", "location", "België"),
        ("contacts", None, None),
    ]
    assert differences(r.SNAPSHOT, r.SNAPSHOT) == []


async def test_a_wrong_number_is_told_in_the_form_in_which_it_was_typed(portal: Portal) -> None:
    standing(portal)
    errors = [{"field": "notice_days", "code": "int_type", "message": "x"}]
    posting = f"{PATH}/terminations"
    portal.contracts.refuse("POST", posting, 400, "request-invalid", errors=errors)
    staff = await portal.staff()
    page = await staff.submit(await staff.open(f"{PATH}/manage"), posting, days_of_notice="x")
    marked = page.tree.xpath("//input[@aria-invalid='true']/@name")
    assert marked == ["days_of_notice"]
