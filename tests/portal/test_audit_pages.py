"""The audit trail as owners and auditors see it."""

import pytest

from services.portal.operations import OPERATIONS
from shared.openapi import operation_id, operations_of
from tests.portal import record
from tests.portal.conftest import Portal
from tests.rules.test_api_documents import _apps
from tests.rules.test_trail import ENTERED_ELSEWHERE

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


async def test_what_was_done_is_told_in_the_language_of_the_reader(portal: Portal) -> None:
    portal.contracts.say("GET", "/audit", {"items": [ACT], "next": None})
    browser = await portal.staff()
    assert "Published a change" in (await browser.open("/settings/audit")).text
    page = await browser.open("/settings/audit?language=nl")
    assert "Wijziging bekendgemaakt" in page.text


async def test_the_trail_is_narrowed_to_one_person(portal: Portal) -> None:
    portal.contracts.say("GET", "/audit", {"items": [], "next": None})
    browser = await portal.staff()
    page = await browser.open("/settings/audit")
    els = page.tree.xpath("//select[@name='actor_id']/option[contains(., 'Els')]/@value")[0]
    page = await browser.open(f"/settings/audit?actor_id={els}&from=2026-11-01&until=2026-11-30")
    asked = portal.contracts.to("GET", "/audit")[-1].query
    assert f"actor_id={els}" in asked
    assert "from=2026-11-01" in asked
    assert page.tree.xpath(f"//option[@value='{els}' and @selected]")


def test_every_operation_that_can_stand_in_the_trail_has_words() -> None:
    """A new one gets a line in services/portal/operations.py and its Dutch in trail.po."""
    apps = _apps().values()
    told = {
        operation_id(one.handler)
        for app in apps
        for one in operations_of(app)
        if one.method != "get"
    }
    assert told - set(ENTERED_ELSEWHERE) - set(OPERATIONS) == set()


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
