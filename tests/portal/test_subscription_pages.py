"""Following a provider by mail, as a visitor meets it and as staff count it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from shared.database import system_transaction
from shared.identity import Actor, Signer
from tests.portal.conftest import NOTIFICATIONS, Portal

TOKEN = f"{'a' * 22}.{'b' * 24}"
PATH = "/p/de-kale-ict/subscribe"
CONFIRM = f"/p/de-kale-ict/subscriptions/{TOKEN}"
LEAVE = f"/p/de-kale-ict/unsubscribe/{TOKEN}"


@pytest.fixture
async def followed(portal: Portal) -> Portal:
    await portal.provider("De Kale ICT")
    portal.notifications.say("POST", "/subscriptions", None, 202)
    portal.notifications.say("GET", f"/subscriptions/{TOKEN}", None)
    for noun in ("confirmations", "removals"):
        portal.notifications.say("POST", f"/subscriptions/{TOKEN}/{noun}", None)
    return portal


def asked(portal: Portal) -> list[Any]:
    return [one.body for one in portal.notifications.to("POST", "/subscriptions")]


async def test_a_visitor_asks_for_mail_in_a_language(followed: Portal) -> None:
    browser = await followed.visitor()
    front = await browser.open("/p/de-kale-ict")
    assert PATH in front.tree.xpath("//main//a/@href")
    page = await browser.open(PATH)
    page = await browser.submit(page, PATH, address=" eva@lezer.example ", language="nl")
    assert (page.status, "Look in your mail" in page.text) == (200, True)
    assert asked(followed) == [
        {
            "address": "eva@lezer.example",
            "language": "nl",
            "provider": "De Kale ICT",
            "home": f"{followed.url}/p/de-kale-ict",
        }
    ]


async def test_over_the_rate_the_answer_is_the_same_and_nothing_is_sent(followed: Portal) -> None:
    browser = await followed.visitor()
    page = await browser.open(PATH)
    answers = [
        (await browser.submit(page, PATH, address=address)).text
        for address in ("eva@lezer.example", "EVA@lezer.example", " eva@lezer.example") * 2
    ]
    assert len(set(answers)) == 1
    assert len(asked(followed)) == 3
    await browser.submit(page, PATH, address="jan@lezer.example")
    assert len(asked(followed)) == 4
    async with system_transaction(followed.pool) as connection:
        rows = await connection.fetch("SELECT a::text AS row FROM portal.subscription_ask a")
    assert [row["row"] for row in rows if "lezer" in row["row"]] == []


async def test_one_network_asks_ten_times_a_minute_at_most(followed: Portal) -> None:
    browser = await followed.visitor()
    page = await browser.open(PATH)
    seen = [
        (await browser.submit(page, PATH, address=f"l{number}@lezer.example")).status
        for number in range(12)
    ]
    assert seen == [200] * 10 + [429] * 2


async def test_what_is_no_address_is_said_at_the_field(followed: Portal) -> None:
    followed.notifications.refuse("POST", "/subscriptions", 400, "address-invalid")
    browser = await followed.visitor()
    page = await browser.open(PATH)
    for address in ("geen adres", "", "<script>@x", "e" * 5000):
        page = await browser.submit(page, PATH, address=address)
        assert page.status == 400
        assert "such as name@company.nl" in page.text
        (typed,) = page.tree.xpath("//input[@name='address']")
        assert (typed.get("value") or "", typed.get("aria-invalid")) == (address, "true")


async def test_a_link_in_the_mail_needs_a_press(followed: Portal) -> None:
    browser = await followed.visitor()
    page = await browser.open(CONFIRM)
    assert page.status == 200
    assert followed.notifications.to("POST", f"/subscriptions/{TOKEN}/confirmations") == []
    page = await browser.submit(page, CONFIRM)
    assert (page.status, "You are subscribed" in page.text) == (200, True)
    assert len(followed.notifications.to("POST", f"/subscriptions/{TOKEN}/confirmations")) == 1


async def test_a_visitor_leaves_by_one_button(followed: Portal) -> None:
    browser = await followed.visitor()
    page = await browser.open(LEAVE)
    assert followed.notifications.to("POST", f"/subscriptions/{TOKEN}/removals") == []
    page = await browser.submit(page, LEAVE)
    assert (page.status, "You are unsubscribed" in page.text) == (200, True)


async def test_a_mail_program_leaves_in_one_press(followed: Portal) -> None:
    """As RFC 8058 has it: a POST without cookie, session or form of ours, and no redirection."""
    async with httpx.AsyncClient(base_url=followed.url) as program:
        answer = await program.post(LEAVE, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert len(followed.notifications.to("POST", f"/subscriptions/{TOKEN}/removals")) == 1


async def test_confirming_takes_the_page_that_was_opened(followed: Portal) -> None:
    async with httpx.AsyncClient(base_url=followed.url) as program:
        assert (await program.post(CONFIRM)).status_code == 403
    assert followed.notifications.to("POST", f"/subscriptions/{TOKEN}/confirmations") == []


@pytest.mark.parametrize("token", ["x", TOKEN[:-1], f"{TOKEN}x", "..%20notices%3F", TOKEN])
async def test_a_link_that_is_not_good_says_so(followed: Portal, token: str) -> None:
    for method, path in (("GET", ""), ("POST", "/confirmations"), ("POST", "/removals")):
        followed.notifications.refuse(
            method, f"/subscriptions/{TOKEN}{path}", 404, "subscription-unknown"
        )
    browser = await followed.visitor()
    page = await browser.open(f"/p/de-kale-ict/subscriptions/{token}")
    assert (page.status, "This link no longer works" in page.text) == (404, True)
    async with httpx.AsyncClient(base_url=followed.url) as program:
        answer = await program.post(f"/p/de-kale-ict/unsubscribe/{token}")
    assert answer.status_code == 404


async def test_who_is_no_provider_has_no_followers(followed: Portal) -> None:
    browser = await followed.visitor()
    for path in (PATH, CONFIRM, LEAVE):
        assert (await browser.open(path.replace("de-kale-ict", "niemand"))).status == 404


async def test_while_notifications_is_down_the_page_says_so(followed: Portal) -> None:
    browser = await followed.visitor()
    page = await browser.open(PATH)
    followed.notifications.down = True
    page = await browser.submit(page, PATH, address="eva@lezer.example")
    assert page.status == 503


@pytest.mark.parametrize("role", ["owner", "viewer"])
async def test_staff_see_how_many_there_are(portal: Portal, role: str) -> None:
    told = {"nl": 12, "en": 3, "asked": 1, "since": "2026-11-22T10:00:00Z"}
    portal.notifications.say("GET", "/subscriptions", told)
    browser = await portal.staff(role)
    assert "/settings/subscriptions" in (await browser.open("/settings")).tree.xpath("//a/@href")
    page = await browser.open("/settings/subscriptions")
    assert page.status == 200
    assert [one.text for one in page.tree.xpath("//main//dl//dd")][:3] == ["12", "3", "1"]


async def test_nobody_yet_says_what_to_do(portal: Portal) -> None:
    told = {"nl": 0, "en": 0, "asked": 0, "since": None}
    portal.notifications.say("GET", "/subscriptions", told)
    page = await (await portal.staff()).open("/settings/subscriptions")
    (shown,) = page.tree.find_class("schakel-empty")
    assert "public page" in shown.text_content()


async def test_a_service_is_told_where_the_public_page_is(followed: Portal) -> None:
    signer = Signer("notifications", SecretStr(NOTIFICATIONS[0]))
    actor = Actor(kind="service", tenant_id=followed.tenant_id, service="notifications")
    token = signer.sign(actor, "portal", timedelta(minutes=1))
    async with httpx.AsyncClient(base_url=followed.url) as client:
        answer = await client.get("/public-page", headers={"Authorization": f"Bearer {token}"})
        assert answer.json() == {"url": f"{followed.url}/p/de-kale-ict"}
        assert (await client.get("/public-page")).status_code == 401
