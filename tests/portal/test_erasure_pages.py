"""What becomes of a client that left, as staff see it."""

from typing import Any
from uuid import UUID

import pytest

from services.portal.commands.erase_client import on_erasure
from shared.database import tenant_transaction
from shared.events import ErasureOrdered
from tests.portal import record
from tests.portal.conftest import Portal

CLIENT = f"/clients/{record.CLIENT}"
PATH = f"{CLIENT}/erasure"
HOLD = "019a0000-0000-7000-8000-0000000000e1"


def line(category: str, state: str, **more: Any) -> dict[str, Any]:
    return {
        "category": category, "service": "contracts", "state": state, "rows": 2,
        "goes": record.text(f"{category} gaat", f"{category} goes"),
        "stays": record.text(f"{category} blijft", f"{category} stays"),
        "because": "no_purpose_left", "source": record.text("Art. 5 AVG", "Art. 5 GDPR"),
        "may_go_from": None, "kept_until": "2031-11-21", "asked_at": None, "erased_at": None,
        "erased_rows": None, **more,
    }  # fmt: skip


def plan(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "client_id": str(record.CLIENT), "left_on": "2026-11-21", "due_on": "2031-11-21",
        "ordered_at": None, "hold": None,
        "lines": lines or (line("contacts", "may_go"), line("signatures", "kept")), **more,
    }  # fmt: skip


HELD = {
    "hold": {
        "id": HOLD, "client_id": str(record.CLIENT), "reason": "Een geschil.",
        "until": "2027-12-31", "placed_by": None, "placed_at": "2026-11-22T09:00:00Z",
        "ended_at": None, "ended_because": None,
    }
}  # fmt: skip


@pytest.fixture
def portal(portal: Portal) -> Portal:
    """With a number in each of the other parts."""
    portal.documents.say("GET", f"{CLIENT}/holdings", {"documents": 41})
    portal.notifications.say("GET", f"{CLIENT}/holdings", {"notices": 17})
    return portal


def _forms(page: Any) -> list[str]:
    return [form.action for form in page.tree.forms if str(record.CLIENT) in (form.action or "")]


async def test_an_owner_erases_what_may_go_once_sure(portal: Portal) -> None:
    portal.contracts.say("GET", PATH, plan())
    portal.contracts.say("POST", f"{CLIENT}/erasures", plan(), 201)
    browser = await portal.staff()
    page = await browser.open(PATH)
    assert "kept as proof until 21 November 2031" in page.text
    assert "contacts goes" in page.text
    assert "contacts stays" in page.text
    page = await browser.submit(page, f"{CLIENT}/erasures")
    assert page.status == 400
    assert "Tick this first" in page.text
    assert not portal.contracts.to("POST", f"{CLIENT}/erasures")
    page = await browser.submit(page, f"{CLIENT}/erasures", sure="yes")
    assert page.path == PATH
    assert portal.contracts.to("POST", f"{CLIENT}/erasures")


async def test_what_other_parts_hold_is_asked_of_them(portal: Portal) -> None:
    portal.contracts.say(
        "GET",
        PATH,
        plan(
            line("documents", "kept", service="documents", rows=None),
            line("notices", "kept", service="notifications", rows=None),
        ),
    )
    browser = await portal.staff()
    assert {"41", "17"} <= set((await browser.open(PATH)).text.split())
    portal.notifications.down = True
    page = await browser.open(PATH)
    assert "41" in page.text
    assert "not known now" in page.text


async def test_the_page_asks_again_while_a_part_is_busy(portal: Portal) -> None:
    busy = plan(line("documents", "asked", service="documents", rows=None))
    portal.contracts.say("GET", PATH, busy)
    browser = await portal.staff()
    page = await browser.open(PATH)
    assert "Being erased" in page.text
    assert page.tree.xpath("//section[@hx-get]")
    portal.contracts.say(
        "GET",
        PATH,
        plan(
            line("documents", "erased", erased_at="2031-11-22T09:00:00Z", erased_rows=7, rows=None)
        ),
    )
    part = await browser.open(f"{PATH}/progress")
    assert "Erased on 22 November 2031" in part.text
    assert "Everything is erased" in (await browser.open(PATH)).text


async def test_a_hold_shows_its_reason_and_an_owner_ends_it(portal: Portal) -> None:
    portal.contracts.say("GET", PATH, plan(**HELD))
    ends = f"{CLIENT}/holds/{HOLD}/ends"
    portal.contracts.say("POST", ends, HELD["hold"], 201)
    browser = await portal.staff()
    page = await browser.open(PATH)
    assert "Een geschil." in page.text
    assert _forms(page) == [ends]
    await browser.submit(page, ends, reason="Geschikt.")
    assert portal.contracts.to("POST", ends)[0].body == {"reason": "Geschikt."}


async def test_an_officer_places_a_hold_and_reads_what_is_wrong_with_it(portal: Portal) -> None:
    portal.contracts.say("GET", PATH, plan())
    wrong = {"errors": [{"field": "until", "code": "date-in-past", "detail": "past"}]}
    portal.contracts.refuse("POST", f"{CLIENT}/holds", 400, "date-in-past", **wrong)
    browser = await portal.staff(role="officer")
    page = await browser.open(PATH)
    assert _forms(page) == [f"{CLIENT}/holds"]
    page = await browser.submit(page, f"{CLIENT}/holds", reason="Een geschil.", until="2020-01-01")
    assert page.status == 400
    assert "Een geschil." in page.text
    assert "lies in the past" in page.text


async def test_a_client_that_stands_shows_no_button(portal: Portal) -> None:
    portal.contracts.say("GET", PATH, plan(line("contacts", "needed"), left_on=None, due_on=None))
    page = await (await portal.staff()).open(PATH)
    assert "End its agreement first" in page.text
    assert _forms(page) == [f"{CLIENT}/holds"]


async def test_a_viewer_reads_the_plan_and_changes_nothing(portal: Portal) -> None:
    portal.contracts.say("GET", PATH, plan())
    browser = await portal.staff(role="viewer")
    page = await browser.open(PATH)
    assert page.status == 200
    assert _forms(page) == []


async def test_nobody_of_an_erased_client_is_signed_in_any_more(portal: Portal) -> None:
    browser = await portal.contact()
    tenant = portal.tenant_id
    order = ErasureOrdered(
        tenant_id=tenant, client_id=UUID(str(record.CLIENT)), categories=["sign_in"], files=[]
    )
    async with tenant_transaction(portal.pool, tenant) as connection:
        await on_erasure(connection, order.model_copy(update={"categories": ["notices"]}))
        await on_erasure(connection, order)
        rows = await connection.fetch("SELECT payload FROM bus.event WHERE type = 'ErasureDone'")
        left = await connection.fetchval("SELECT count(*) FROM portal.session")
    assert [row["payload"]["erased"] for row in rows] == [{"sign_in": 1}]
    assert left == 0
    assert (await browser.open("/home")).path.startswith("/sign-in")
