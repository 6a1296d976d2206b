"""Who once answered at a party, as staff see it."""

from typing import Any

import pytest

from tests.portal import record
from tests.portal.conftest import Portal

PARTY = f"/subprocessors/{record.PARTY}"
PATH = f"{PARTY}/former-contacts"
ERASURES = f"{PATH}/erasures"


def told(rows: int) -> dict[str, Any]:
    source = record.text("Art. 5 AVG", "Art. 5 GDPR")
    stays = record.text("wat blijft", "what stays here")
    line = {"category": "states", "rows": rows, "stays": stays, "source": source}
    return {
        "subprocessor_id": str(record.PARTY),
        "may_go": rows > 0,
        "lines": [
            line | {"goes": record.text("wat gaat", "what goes away")},
            line | {"category": "frozen_texts", "rows": None, "goes": None},
        ],
    }


@pytest.fixture
def portal(portal: Portal) -> Portal:
    portal.contracts.say("GET", PARTY, record.party("Wolk", record.PARTY))
    portal.contracts.say("GET", PATH, told(7))
    portal.contracts.say("POST", ERASURES, told(0), 201)
    return portal


async def test_an_owner_reads_what_goes_and_erases_it_once_sure(portal: Portal) -> None:
    browser = await portal.staff()
    page = await browser.open(PATH)
    for text in ("what goes away", "what stays here", "7", "not counted", "Art. 5 GDPR"):
        assert text in page.text
    page = await browser.submit(page, PATH)
    assert page.status == 400
    assert "Tick this first" in page.text
    assert not portal.contracts.to("POST", ERASURES)
    page = await browser.submit(page, PATH, sure="yes")
    assert portal.contracts.to("POST", ERASURES)
    assert page.path == PATH


async def test_where_nobody_of_before_is_named_there_is_nothing_to_press(portal: Portal) -> None:
    portal.contracts.say("GET", PATH, told(0))
    page = await (await portal.staff()).open(PATH)
    assert "No former contact is named" in page.text
    assert PATH not in [form.action for form in page.tree.forms]


async def test_a_refusal_is_said_on_the_page(portal: Portal) -> None:
    portal.contracts.refuse("POST", ERASURES, 404, "subprocessor-unknown")
    browser = await portal.staff()
    page = await browser.submit(await browser.open(PATH), PATH, sure="yes")
    assert page.status == 404


@pytest.mark.parametrize("role", ["officer", "viewer", "auditor"])
async def test_who_is_no_owner_reads_and_erases_nothing(portal: Portal, role: str) -> None:
    browser = await portal.staff(role=role)
    page = await browser.open(PATH)
    assert page.status == 200
    assert PATH not in [form.action for form in page.tree.forms]
    token = page.tree.xpath("//input[@name='_csrf_token']/@value")[0]
    sent = await browser.client.post(PATH, data={"_csrf_token": token, "sure": "yes"})
    assert sent.status_code == 403
    assert not portal.contracts.to("POST", ERASURES)
