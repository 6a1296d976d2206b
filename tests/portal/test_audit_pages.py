"""The audit trail as owners and auditors see it."""

import pytest

from tests.portal import record
from tests.portal.conftest import Portal

ACT = {
    "number": 7, "at": "2026-11-22T10:00:00Z", "operation": "publish_change", "noun": "changes",
    "actor_kind": "staff", "actor_id": str(record.CONTACT), "actor_role": "officer",
    "targets": [str(record.CHANGE)], "status": 201, "digest": record.DIGEST,
    "address": "192.0.2.7", "erased": False,
}  # fmt: skip


async def test_an_auditor_reads_who_did_what(portal: Portal) -> None:
    portal.contracts.say("GET", "/audit", {"items": [ACT], "next": 6})
    browser = await portal.staff(role="auditor")
    page = await browser.open("/settings/audit?operation=publish_change")
    assert page.status == 200
    assert "192.0.2.7" in page.text
    assert "operation=publish_change" in portal.contracts.to("GET", "/audit")[-1].query
    assert page.tree.xpath("//a[contains(@href, 'after=6')]")


async def test_an_empty_trail_says_so(portal: Portal) -> None:
    portal.contracts.say("GET", "/audit", {"items": [], "next": None})
    browser = await portal.staff()
    assert "Nothing on record here" in (await browser.open("/settings/audit")).text


@pytest.mark.parametrize("sound", [True, False])
async def test_the_check_says_whether_it_is_whole(portal: Portal, sound: bool) -> None:
    faults = [] if sound else [{"number": 3, "wrong": "altered"}]
    found = {"sound": sound, "acts": 9, "erased": 0, "digest": record.DIGEST, "faults": faults}
    portal.contracts.say("GET", "/audit/check", found)
    page = await (await portal.staff()).open("/settings/audit/check")
    assert ("is whole" in page.text) == sound
    assert ("was tampered with" in page.text) != sound


async def test_others_see_nothing_of_it(portal: Portal) -> None:
    browser = await portal.staff(role="officer")
    assert (await browser.open("/settings/audit")).status == 403
