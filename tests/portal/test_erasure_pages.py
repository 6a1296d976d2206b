"""What becomes of a client that left, as staff see it."""

from typing import Any

from tests.portal import record
from tests.portal.conftest import Portal

PATH = f"/clients/{record.CLIENT}/erasure"


def plan(*, left: bool) -> dict[str, Any]:
    day = "2031-11-21" if left else None
    line = {"rows": 2, "because": "no_purpose_left", "erased_at": None}
    return {
        "client_id": str(record.CLIENT), "left_on": "2026-11-21" if left else None,
        "due_on": day, "ordered_at": None,
        "lines": [
            {**line, "category": "contacts", "kept_until": None},
            {**line, "category": "signatures", "kept_until": day},
        ],
    }  # fmt: skip


async def test_an_owner_erases_what_may_go(portal: Portal) -> None:
    portal.contracts.say("GET", PATH, plan(left=True))
    portal.contracts.say("POST", f"{PATH.removesuffix('erasure')}erasures", plan(left=True), 201)
    browser = await portal.staff()
    page = await browser.open(PATH)
    assert "kept as proof until 21 November 2031" in page.text
    page = await browser.submit(page, f"/clients/{record.CLIENT}/erasures")
    assert page.path == PATH
    assert portal.contracts.to("POST", f"/clients/{record.CLIENT}/erasures")


async def test_a_client_that_stands_shows_no_button(portal: Portal) -> None:
    portal.contracts.say("GET", PATH, plan(left=False))
    page = await (await portal.staff()).open(PATH)
    assert "End its agreement first" in page.text
    assert not [form for form in page.tree.forms if "erasures" in form.action]


async def test_an_officer_reads_the_plan_and_erases_nothing(portal: Portal) -> None:
    portal.contracts.say("GET", PATH, plan(left=True))
    page = await (await portal.staff(role="officer")).open(PATH)
    assert page.status == 200
    assert not [form for form in page.tree.forms if "erasures" in form.action]
