"""What staff see of documents in the making, with documents as it answers."""

from typing import Any

import pytest

from tests.portal.conftest import Portal

HERE = "/registers/renderings"
ONE = "019a0000-0000-7000-8000-0000000000d1"
OTHER = "019a0000-0000-7000-8000-0000000000d2"
CLIENT = "019a0000-0000-7000-8000-0000000000d3"
ERASED = "019a0000-0000-7000-8000-0000000000d4"
PROGRESS: dict[str, Any] = {
    "waiting": 1240,
    "failed": [
        {"problem": "pdf-failed", "renderings": 2},
        {"problem": "template-variable-missing", "renderings": 1},
    ],
    "announced": 2,
    "completed_in_hour": 9000,
    "per_minute": 150.0,
    "ready_at": "2026-11-22T11:15:00Z",
}
FAILED: dict[str, Any] = {
    "id": ONE, "version_id": ONE, "agreement_id": ONE, "client_id": CLIENT, "variant": "signed",
    "state": "announced", "requested_at": "2026-11-22T09:00:00Z", "announced_at": None,
    "completed_at": None, "attempts": 4, "problem": "pdf-failed",
    "detail": "LibreOffice took longer than 90 s; it is <tried> again by itself.",
}  # fmt: skip


RUN: dict[str, Any] = {
    "id": OTHER, "cause": "change", "change_id": ONE, "day": "2026-11-22",
    "begun_at": "2026-11-22T10:00:00Z", "asked": 100000, "made": 63000, "complete": 4100,
    "failed": [{"problem": "snapshot-altered", "renderings": 3}], "per_minute": 4200.0,
    "ready_at": "2026-11-22T11:09:00Z", "pause": None,
}  # fmt: skip


@pytest.fixture
async def portal_with_trouble(portal: Portal) -> Portal:
    told = portal.documents
    told.say("GET", "/renderings/progress", PROGRESS)
    told.say("GET", "/rendering-runs", {"items": [RUN], "next": None})
    erased = FAILED | {"id": OTHER, "client_id": ERASED, "problem": "new-code"}
    told.say("GET", "/renderings/unfinished", {"items": [FAILED, erased], "next": OTHER})
    told.say("POST", f"/renderings/{ONE}/attempts", FAILED, 201)
    portal.contracts.say("GET", f"/clients/{CLIENT}", {"id": CLIENT, "name": "Bakkerij <Brood>"})
    portal.contracts.refuse("GET", f"/clients/{ERASED}", 404, "client-missing")
    return portal


async def test_an_officer_sees_what_is_held_up_and_has_it_tried_again(
    portal_with_trouble: Portal,
) -> None:
    browser = await portal_with_trouble.staff("officer")
    assert HERE in (await browser.open("/registers")).tree.xpath("//main//a/@href")
    page = await browser.open(HERE)
    for text in ("1,240", "9,000", "Bakkerij <Brood>", "LibreOffice makes no PDF of it", "<tried>"):
        assert text in page.text
    assert "new-code" in page.text
    assert f"{HERE}?after={OTHER}" in page.tree.xpath("//main//a/@href")
    again = await browser.submit(page, f"{HERE}/{ONE}/attempts")
    assert again.path == HERE
    assert len(portal_with_trouble.documents.to("POST", f"/renderings/{ONE}/attempts")) == 1


async def test_the_numbers_are_asked_again_while_something_waits(
    portal_with_trouble: Portal,
) -> None:
    browser = await portal_with_trouble.staff()
    part = await browser.open(f"{HERE}/progress")
    assert part.tree.xpath("//*[@id='rendering-progress']/@hx-trigger") == ["every 5s"]
    calm = PROGRESS | {"waiting": 0, "ready_at": None}
    portal_with_trouble.documents.say("GET", "/renderings/progress", calm)
    part = await browser.open(f"{HERE}/progress")
    assert part.tree.xpath("//*[@id='rendering-progress']/@hx-trigger") == []


async def test_only_one_cause_is_listed_when_it_is_chosen(portal_with_trouble: Portal) -> None:
    browser = await portal_with_trouble.staff()
    await browser.open(f"{HERE}?problem=pdf-failed&after={OTHER}")
    asked = portal_with_trouble.documents.to("GET", "/renderings/unfinished")[-1]
    assert asked.query == f"failed=true&problem=pdf-failed&after={OTHER}&limit=20"


async def test_what_was_made_in_the_meantime_is_told(portal_with_trouble: Portal) -> None:
    browser = await portal_with_trouble.staff()
    page = await browser.open(HERE)
    portal_with_trouble.documents.refuse(
        "POST", f"/renderings/{ONE}/attempts", 409, "rendering-complete"
    )
    refused = await browser.submit(page, f"{HERE}/{ONE}/attempts")
    assert refused.status == 409
    assert "Its documents are there" in refused.text


async def test_with_nothing_held_up_the_page_says_so(portal: Portal) -> None:
    portal.documents.say("GET", "/renderings/progress", {"waiting": 0, "failed": []})
    portal.documents.say("GET", "/renderings/unfinished", {"items": [], "next": None})
    portal.documents.say("GET", "/rendering-runs", {"items": [], "next": None})
    page = await (await portal.staff()).open(HERE)
    assert "Nothing is held up" in page.text


@pytest.mark.parametrize("role", ["viewer", "auditor"])
async def test_who_only_reads_has_no_button(role: str, portal_with_trouble: Portal) -> None:
    browser = await portal_with_trouble.staff(role)
    assert f"{HERE}/{ONE}/attempts" not in (await browser.open(HERE)).tree.xpath("//form/@action")


async def test_a_client_has_no_such_page(portal_with_trouble: Portal) -> None:
    browser = await portal_with_trouble.contact()
    assert (await browser.open(HERE)).status in (403, 404)


async def test_an_officer_sees_how_far_a_run_is_and_pauses_and_resumes_it(
    portal_with_trouble: Portal,
) -> None:
    told = portal_with_trouble.documents
    told.say("POST", f"/rendering-runs/{OTHER}/pauses", RUN, 201)
    told.say("POST", f"/rendering-runs/{OTHER}/resumptions", RUN, 201)
    browser = await portal_with_trouble.staff("officer")
    page = await browser.open(HERE)
    assert "63,000 of 100,000 made, 4,100 with their PDF" in page.text
    assert "3 held up" in page.text
    assert f"/changes/{ONE}" in page.tree.xpath("//main//a/@href")
    await browser.submit(page, f"{HERE}/runs/{OTHER}/pauses")
    paused = RUN | {"pause": {"paused_by": None, "paused_at": "2026-11-22T10:15:00Z"}}
    told.say("GET", "/rendering-runs", {"items": [paused], "next": None})
    page = await browser.open(HERE)
    assert "paused since" in page.text
    await browser.submit(page, f"{HERE}/runs/{OTHER}/resumptions")
    assert len(told.to("POST", f"/rendering-runs/{OTHER}/resumptions")) == 1
