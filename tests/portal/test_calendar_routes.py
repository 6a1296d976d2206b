"""The secret address of a calendar: made, shown once, fetched, revoked, ended with its owner."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from services.portal.commands.end_access import on_departure
from services.portal.commands.erase_client import on_erasure
from services.portal.domain.sign_in import digest
from shared.database import tenant_transaction
from shared.events import ContactDeparted, ErasureOrdered
from tests.portal import record
from tests.portal.browser import Browser
from tests.portal.conftest import Portal

TITLE = {"nl": "Nieuwe mailserver", "en": "New mail server"}
DUE = {
    "kind": "objection", "id": str(record.AGREEMENT), "day": "2026-12-06", "client": "Bakkerij",
    "reference": "VO-1", "title": TITLE, "party": None, "change_id": str(record.CHANGE),
}  # fmt: skip
WRITTEN = {"what": "notifications wrote"}


@pytest.fixture
def calendars(portal: Portal) -> Portal:
    portal.contracts.say("GET", "/agenda", {"items": [DUE], "complete_before": None})
    portal.notifications.say("POST", "/calendars", WRITTEN, etag='W/"as-made"')
    return portal


async def make(browser: Browser) -> str:
    page = await browser.submit(await browser.open("/calendar"), "/calendar/links")
    assert page.status in (200, 201), page.text
    (address,) = page.tree.xpath("//code/text()")
    return str(address)


async def fetch(address: str, **headers: str) -> httpx.Response:
    """As a calendar does, without a session."""
    async with httpx.AsyncClient() as client:
        return await client.get(address, headers=headers)


async def test_the_address_opens_the_calendar_of_who_made_it(calendars: Portal) -> None:
    answer = await fetch(await make(await calendars.contact("en")))
    assert (answer.status_code, answer.json()) == (200, WRITTEN)
    assert answer.headers["cache-control"] == "private, no-cache"
    assert "set-cookie" not in answer.headers
    asked = calendars.contracts.to("GET", "/agenda")[-1]
    token = asked.headers["authorization"].removeprefix("Bearer ")
    actor = calendars.verifier("contracts").verify(token)
    assert (actor.kind, actor.client_id) == ("contact", UUID(str(record.CLIENT)))
    (written,) = calendars.notifications.to("POST", "/calendars")
    (item,) = written.body["items"]
    assert item["url"] == f"{calendars.url}/home"
    assert "client" not in item


async def test_staff_reads_of_its_provider_in_its_role(calendars: Portal) -> None:
    await fetch(await make(await calendars.staff("viewer")))
    asked = calendars.contracts.to("GET", "/agenda")[-1]
    actor = calendars.verifier("contracts").verify(asked.headers["authorization"][7:])
    assert (actor.kind, actor.role) == ("staff", "viewer")
    (item,) = calendars.notifications.to("POST", "/calendars")[-1].body["items"]
    assert item["url"] == f"{calendars.url}/changes/{record.CHANGE}"
    assert item["client"] == "Bakkerij"


async def test_who_has_it_already_is_told_so(calendars: Portal) -> None:
    address = await make(await calendars.contact("en"))
    assert (await fetch(address, **{"If-None-Match": 'W/"as-made"'})).status_code == 304


async def test_the_token_stands_nowhere_and_is_shown_once(calendars: Portal) -> None:
    browser = await calendars.contact("en")
    token = (await make(browser)).rpartition("/")[2].removesuffix(".ics")
    assert token not in (await browser.open("/calendar")).text
    async with tenant_transaction(calendars.pool, calendars.tenant_id) as connection:
        (row,) = await connection.fetch("SELECT * FROM portal.calendar_link")
    assert row["token_digest"] == digest(token)
    assert token not in repr(dict(row))


async def test_another_address_takes_the_place_of_the_first(calendars: Portal) -> None:
    browser = await calendars.contact("en")
    first, second = await make(browser), await make(browser)
    assert (await fetch(first)).status_code == 404
    assert (await fetch(second)).status_code == 200


async def test_a_revoked_address_opens_nothing(calendars: Portal) -> None:
    browser = await calendars.contact("en")
    address = await make(browser)
    await browser.submit(await browser.open("/calendar"), "/calendar/revocations")
    assert (await fetch(address)).status_code == 404
    assert "You have none" in (await browser.open("/calendar")).text
    assert not calendars.contracts.to("GET", "/agenda")


@pytest.mark.parametrize("name", ["x.ics", f"{'a' * 43}.ics", "%00.ics", "..ics", "é.ics"])
async def test_what_nobody_made_opens_nothing(calendars: Portal, name: str) -> None:
    await make(await calendars.contact("en"))
    assert (await fetch(f"{calendars.url}/calendars/{name}")).status_code == 404


async def test_the_address_without_its_suffix_is_no_calendar(calendars: Portal) -> None:
    address = await make(await calendars.contact("en"))
    assert (await fetch(address.removesuffix(".ics"))).status_code == 404


async def _rows(portal: Portal, handle: Any, event: Any) -> int:
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        await handle(connection, event)
        return int(await connection.fetchval("SELECT count(*) FROM portal.calendar_link"))


async def test_it_ends_when_its_owner_leaves(calendars: Portal) -> None:
    address = await make(await calendars.contact("en"))
    left = ContactDeparted(
        tenant_id=calendars.tenant_id,
        client_id=UUID(str(record.CLIENT)),
        contact_id=UUID(str(record.CONTACT)),
    )
    assert await _rows(calendars, on_departure, left) == 0
    assert (await fetch(address)).status_code == 404


async def test_it_is_gone_with_the_client_that_is_erased(calendars: Portal) -> None:
    await make(await calendars.contact("en"))
    ordered = ErasureOrdered(
        tenant_id=calendars.tenant_id,
        client_id=UUID(str(record.CLIENT)),
        categories=["sign_in"],
        files=[],
    )
    assert await _rows(calendars, on_erasure, ordered) == 0


async def test_contracts_has_the_last_word_on_who_still_belongs_there(calendars: Portal) -> None:
    address = await make(await calendars.contact("en"))
    calendars.contracts.refuse("GET", "/agenda", 403, "contact-departed")
    assert (await fetch(address)).status_code == 404


async def test_while_a_part_is_down_the_calendar_keeps_what_it_had(calendars: Portal) -> None:
    address = await make(await calendars.contact("en"))
    calendars.notifications.down = True
    assert (await fetch(address)).status_code == 503


async def test_a_visitor_has_no_calendar(calendars: Portal) -> None:
    page = await (await calendars.visitor()).open("/calendar")
    assert page.path.startswith("/sign-in")


async def test_another_provider_keeps_its_own(calendars: Portal) -> None:
    await make(await calendars.contact("en"))
    async with tenant_transaction(calendars.pool, UUID(int=7)) as connection:
        assert await connection.fetchval("SELECT count(*) FROM portal.calendar_link") == 0


async def test_clicks_at_the_same_time_leave_one_address(calendars: Portal) -> None:
    browser = await calendars.staff()
    page = await browser.open("/calendar")
    answers = await asyncio.gather(*(browser.submit(page, "/calendar/links") for _ in range(6)))
    assert [answer.status for answer in answers] == [200] * 6
    addresses = [answer.tree.xpath("//code/text()")[0] for answer in answers]
    opened = [(await fetch(address)).status_code for address in addresses]
    assert sorted(opened) == [200, 404, 404, 404, 404, 404]
