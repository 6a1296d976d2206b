"""What a client's people were told: to read, to take note of, and for others to see the proof."""

from typing import Any

import pytest

from tests.portal import record
from tests.portal.conftest import Portal
from tests.portal.test_resellers_routes import mila

PATH = f"/clients/{record.CLIENT}/messages"
ONE = f"{PATH}/{record.NOTICE}"
OWN = f"/messages/{record.NOTICE}"
SEEN = record.MESSAGE | {"proof": "seen_in_portal", "seen_at": "2026-11-21T10:15:00Z"}
NOTED = SEEN | {"proof": "acknowledged", "acknowledged_at": "2026-11-21T10:20:00Z"}


async def test_a_contact_finds_what_is_unread_on_its_own_page(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    page = await browser.open("/home")
    assert "1 unread" in page.text
    assert "Another bookkeeping system" in page.text
    assert page.tree.xpath(f"//a[@href='{OWN}']")
    asked = portal.notifications.to("GET", PATH)[-1]
    actor = portal.verifier("notifications").verify(asked.headers["authorization"].split()[1])
    assert (actor.kind, actor.id, actor.client_id) == ("contact", record.CONTACT, record.CLIENT)
    portal.notifications.say("GET", PATH, {"items": [], "next": None, "unread": 0})
    assert "Another bookkeeping system" not in (await browser.open("/home")).text
    page = await browser.open("/messages")
    assert "No messages" in page.text


async def test_the_page_stands_while_the_part_that_sends_is_down(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    portal.notifications.down = True
    page = await browser.open("/home")
    assert page.status == 200
    assert "temporarily unavailable" in page.text


async def test_opening_a_message_is_recorded_before_a_word_of_it_is_shown(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    page = await browser.open(OWN)
    told = [
        (one.method, one.path) for one in portal.notifications.asked if one.path.startswith(ONE)
    ]
    assert told == [("POST", f"{ONE}/views"), ("GET", ONE)]
    assert "Geachte Anna de Boer," in page.text
    assert "<b>Nieuwboek</b>" in page.text, "what a name holds is text"
    assert page.tree.xpath(f"//main//a[@href='/changes/{record.CHANGE}/object']")
    portal.notifications.refuse("POST", f"{ONE}/views", 404, "message-missing")
    page = await browser.open(OWN)
    assert page.status == 404
    assert "Geachte" not in page.text


async def test_a_contact_says_to_have_taken_note(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    page = await browser.open(OWN)
    portal.notifications.say("GET", ONE, NOTED | record.MESSAGE_TEXT)
    done = await browser.submit(page, f"{OWN}/acknowledgements")
    assert done.path == OWN
    assert len(portal.notifications.to("POST", f"{ONE}/acknowledgements")) == 1
    assert "you have taken note of this message" in done.text
    assert not done.tree.xpath("//main//form")


@pytest.mark.parametrize(
    ("message", "words"),
    [(record.MESSAGE, "unread"), (SEEN, "read"), (NOTED, "taken note of")],
)
async def test_the_list_says_what_is_new(portal: Portal, message: Any, words: str) -> None:
    portal.notifications.say("GET", PATH, {"items": [message], "next": None, "unread": 0})
    page = await (await portal.contact(language="en")).open("/messages")
    (state,) = page.tree.xpath("//main//td[@data-label='State']")
    assert state.text_content().strip() == words


async def test_older_messages_are_a_page_further(portal: Portal) -> None:
    more = {"items": [record.MESSAGE], "next": str(record.NOTICE), "unread": 4}
    portal.notifications.say("GET", PATH, more)
    page = await (await portal.contact(language="en")).open("/messages")
    assert "4 messages are unread." in page.text
    assert page.tree.xpath(f"//a[@href='/messages?after={record.NOTICE}']")


@pytest.mark.parametrize(
    ("proof", "label", "means"),
    [
        ("queued", "Waiting to be sent", "Nobody has been told by it yet."),
        ("accepted_by_mail_server", "Accepted by the mail server", "does not prove that it came"),
        ("reported_delivered", "Reported delivered", "put the message into the mailbox"),
        ("seen_in_portal", "Opened in the portal", "opened it here"),
        ("acknowledged", "Taken note of", "It is no consent"),
        ("failed", "Not deliverable", "by mail nobody was told"),
        ("in_doubt", "In doubt", "nobody knows"),
    ],
)
async def test_staff_reads_how_far_the_proof_goes(
    portal: Portal, proof: str, label: str, means: str
) -> None:
    message = record.MESSAGE | {"proof": proof}
    portal.notifications.say("GET", PATH, {"items": [message], "next": None, "unread": None})
    portal.notifications.say("GET", ONE, message | record.MESSAGE_TEXT)
    browser = await portal.staff("viewer")
    listed = await browser.open(PATH)
    (state,) = listed.tree.xpath("//main//td[@data-label='State']")
    assert state.text_content().strip() == label
    assert means in listed.text
    page = await browser.open(ONE)
    assert label in page.text
    assert means in page.text
    assert not page.tree.xpath("//main//form")
    assert not page.tree.xpath(f"//main//a[@href='/changes/{record.CHANGE}/object']")
    assert portal.notifications.to("POST", f"{ONE}/views") == []


async def test_a_reseller_reads_along_for_a_client_that_contracts_shows_it(portal: Portal) -> None:
    browser = await mila(portal)
    page = await browser.open(PATH)
    assert page.status == 200
    assert "Anna de Boer" in page.text
    asked = portal.notifications.to("GET", PATH)[-1]
    actor = portal.verifier("notifications").verify(asked.headers["authorization"].split()[1])
    assert (actor.kind, actor.client_id) == ("reseller", record.CLIENT)
    assert (await browser.open(ONE)).status == 200
    assert (await browser.open("/messages")).status == 403
    portal.contracts.refuse("GET", f"/clients/{record.CLIENT}", 404, "client-missing")
    asked_before = len(portal.notifications.asked)
    assert (await browser.open(PATH)).status == 404
    assert (await browser.open(ONE)).status == 404
    assert len(portal.notifications.asked) == asked_before


async def test_a_contact_opens_no_list_of_a_whole_client(portal: Portal) -> None:
    browser = await portal.contact(language="en")
    for path in (PATH, ONE):
        assert (await browser.open(path)).status == 403


async def test_staff_checks_the_evidence_of_a_message_in_the_same_words_as_at_a_change(
    portal: Portal,
) -> None:
    browser = await portal.staff("auditor")
    page = await browser.open(ONE)
    assert "Check the evidence" in page.text
    assert not portal.notifications.to("GET", f"/notices/{record.NOTICE}/check")
    (at,) = page.tree.xpath("//main//a[contains(@href, 'check=true')]/@href")
    page = await browser.open(at.partition("#")[0])
    for words in ("The evidence is whole", "everybody is in the account", "3,990"):
        assert words in page.text


async def test_who_is_not_staff_checks_no_chain_which_tells_of_others_too(portal: Portal) -> None:
    for browser, path in ((await mila(portal), ONE), (await portal.contact(language="en"), OWN)):
        page = await browser.open(f"{path}?check=true")
        assert page.status == 200
        assert "Check the evidence" not in page.text
        assert "The evidence is whole" not in page.text
    assert not portal.notifications.to("GET", f"/notices/{record.NOTICE}/check")
