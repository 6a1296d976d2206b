"""Signing in by a link in the mail."""

import asyncio

import asyncpg
import pytest
from structlog.testing import capture_logs

from services.portal.domain.sign_in import digest
from services.portal.session import SESSION_COOKIE
from services.portal.settings import PortalSettings
from shared.database import tenant_transaction
from tests.portal import record
from tests.portal.browser import Browser, Page
from tests.portal.conftest import Portal


async def ask(browser: Browser, address: str, to: str = "") -> Page:
    page = await browser.open(f"/sign-in?to={to}" if to else "/sign-in")
    return await browser.submit(page, "/sign-in", email=address)


async def expire(portal: Portal, column: str = "expires_at") -> None:
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        await connection.execute(
            f"UPDATE portal.sign_in_link SET {column} = now() - interval '1 second'"
        )


async def test_staff_get_a_link_by_mail_and_land_on_their_clients(portal: Portal) -> None:
    await portal.provider()
    await portal.answer_requests()
    browser = await portal.visitor()
    await ask(browser, "Els@Kale.example")
    await portal.answer_requests()
    message = portal.mailed()[-1]
    assert (message["address"], message["kind"]) == ("els@kale.example", "sign_in")
    assert message["facts"]["provider"] == "De Kale ICT"  # type: ignore[index]
    page = await (await portal.enter(message["facts"]["url"])).open("/clients")  # type: ignore[index]
    assert "Els Prins" in page.text


async def test_the_answer_is_the_same_whether_or_not_the_address_is_known(portal: Portal) -> None:
    await portal.provider()
    browser = await portal.visitor()
    known = await ask(browser, "els@kale.example")
    unknown = await ask(browser, "nobody@nowhere.example")
    assert known.status == unknown.status == 200
    assert known.text == unknown.text


async def test_a_link_that_met_a_part_that_was_down_still_opens_and_stands_in_no_log(
    portal: Portal,
) -> None:
    await portal.provider()
    url = await portal.contact_link()
    token = url.rpartition("/")[2]
    browser = await portal.visitor()
    page = await browser.open(f"/in/{token}")
    portal.contracts.down = True
    with capture_logs() as written:
        failed = await browser.submit(page, f"/in/{token}")
    assert failed.status == 503
    assert written
    assert token not in str(written)
    portal.contracts.down = False
    assert SESSION_COOKIE in (await portal.enter(url)).client.cookies


async def test_an_unknown_address_gets_no_mail(portal: Portal) -> None:
    await portal.provider()
    await portal.answer_requests()
    before = len(portal.mailed())
    await ask(await portal.visitor(), "nobody@nowhere.example")
    await portal.answer_requests()
    assert len(portal.mailed()) == before


async def test_a_contact_of_two_providers_gets_a_link_for_each(portal: Portal) -> None:
    await portal.provider("Een")
    first = portal.tenant_id
    await portal.provider("Twee")
    places = [
        {"tenant_id": str(tenant), "contact_id": str(record.CONTACT),
         "client_id": str(record.CLIENT), "language": "en", "tenant_name": "x"}
        for tenant in (first, portal.tenant_id)
    ]  # fmt: skip
    await portal.answer_requests()
    before = len(portal.mailed())
    portal.contracts.say("GET", "/sign-in-contacts", places)
    await ask(await portal.visitor(), "anna@bakkerij.example")
    await portal.answer_requests()
    sent = portal.mailed()[before:]
    assert {one["facts"]["provider"] for one in sent} == {"Een", "Twee"}  # type: ignore[index]
    assert {one["language"] for one in sent} == {"en"}


async def test_an_address_that_asks_too_often_gets_no_more_and_is_not_told(portal: Portal) -> None:
    await portal.provider()
    await portal.answer_requests()
    before = len(portal.mailed())
    browser = await portal.visitor()
    answers = {(await ask(browser, "els@kale.example")).text for _ in range(8)}
    await portal.answer_requests()
    assert len(answers) == 1
    # one of the five went to the link at set-up
    assert len(portal.mailed()) - before == portal.settings.sign_in_requests_per_hour - 1


async def test_asking_at_the_same_moment_does_not_pass_the_rate(portal: Portal) -> None:
    browsers = [await portal.visitor() for _ in range(8)]
    await asyncio.gather(*(ask(browser, "flood@nowhere.example") for browser in browsers))
    rows = await portal.pool.fetchval("SELECT count(*) FROM portal.sign_in_request")
    assert rows == portal.settings.sign_in_requests_per_hour


async def test_what_is_no_address_is_refused_and_kept_in_the_field(portal: Portal) -> None:
    page = await ask(await portal.visitor(), "not an address")
    assert page.status == 400
    assert "Fill in an e-mail address" in page.text
    assert page.values("/sign-in")["email"] == ["not an address"]


async def test_opening_a_link_uses_nothing_up_because_mail_scanners_open_links(
    portal: Portal,
) -> None:
    await portal.provider()
    link = (await portal.contact_link()).removeprefix(portal.url)
    for _ in range(3):
        assert (await (await portal.visitor()).open(link)).status == 200
    assert await portal.enter(link)


async def test_a_link_works_once(portal: Portal) -> None:
    await portal.provider()
    link = (await portal.contact_link()).removeprefix(portal.url)
    browser = await portal.visitor()
    waiting = await browser.open(link)
    await portal.enter(link)
    late = await browser.submit(waiting, link)
    assert late.status == 410
    assert "used before" in late.text
    assert (await browser.open("/home")).path.startswith("/sign-in")


async def test_of_two_who_press_at_once_one_gets_in(portal: Portal) -> None:
    await portal.provider()
    link = (await portal.contact_link()).removeprefix(portal.url)
    browsers = [await portal.visitor() for _ in range(6)]
    pages = [await browser.open(link) for browser in browsers]
    done = await asyncio.gather(*(b.submit(p, link) for b, p in zip(browsers, pages, strict=True)))
    assert sorted(page.status for page in done) == [200, 410, 410, 410, 410, 410]


async def test_a_link_that_is_too_late_offers_a_fresh_one_to_the_known_address(
    portal: Portal,
) -> None:
    await portal.provider()
    link = (await portal.contact_link()).removeprefix(portal.url)
    await expire(portal)
    browser = await portal.visitor()
    stale = await browser.open(link)
    assert stale.status == 410
    assert "that time is over" in stale.text
    portal.contracts.say("GET", "/sign-in-contacts", [
        {"tenant_id": str(portal.tenant_id), "contact_id": str(record.CONTACT),
         "client_id": str(record.CLIENT), "language": "nl"}
    ])  # fmt: skip
    asked = await browser.submit(
        stale, f"{link}/renewals", email="thief@elsewhere.example", address="thief@x.example"
    )
    assert "A fresh link is on its way" in asked.text
    await portal.answer_requests()
    assert portal.mailed()[-1]["address"] == "anna@bakkerij.example"


@pytest.mark.parametrize("token", ["nonsense", "A" * 22 + "." + "B" * 24])
async def test_a_link_that_we_did_not_make_says_so(portal: Portal, token: str) -> None:
    page = await (await portal.visitor()).open(f"/in/{token}")
    assert page.status == 404
    assert "This link is not right" in page.text


async def test_a_link_is_not_used_up_while_the_register_is_down(portal: Portal) -> None:
    await portal.provider()
    link = (await portal.contact_link()).removeprefix(portal.url)
    browser = await portal.visitor()
    page = await browser.open(link)
    portal.contracts.down = True
    refused = await browser.submit(page, link)
    assert refused.status == 503
    assert refused.response.headers["retry-after"] == "30"
    portal.contracts.down = False
    assert (await browser.submit(refused, link)).path == "/home"


async def test_after_signing_in_the_reader_is_where_the_reader_wanted_to_go(portal: Portal) -> None:
    await portal.provider()
    await portal.answer_requests()
    browser = await portal.visitor()
    turned = await browser.open("/changes?x=1")
    assert turned.path == "/sign-in?to=%2Fchanges%3Fx%3D1"
    await browser.submit(turned, "/sign-in", email="els@kale.example")
    await portal.answer_requests()
    link = portal.mailed()[-1]["facts"]["url"].removeprefix(portal.url)  # type: ignore[index]
    page = await browser.submit(await browser.open(link), link)
    assert page.path == "/changes?x=1"


async def test_a_request_waits_while_notifications_is_down_and_is_answered_after(
    portal: Portal,
) -> None:
    await portal.provider()
    portal.notifications.down = True
    with pytest.raises(Exception, match="notifications"):
        await portal.answer_requests()
    portal.notifications.down = False
    await portal.answer_requests()
    assert portal.mailed()[-1]["address"] == "els@kale.example"


async def test_an_answered_request_keeps_no_address(portal: Portal) -> None:
    await portal.provider()
    await portal.answer_requests()
    rows = await portal.pool.fetch("SELECT address, handled_at FROM portal.sign_in_request")
    assert [(row["address"], row["handled_at"] is not None) for row in rows] == [(None, True)]


async def test_the_database_holds_no_session_token_and_no_link_token(portal: Portal) -> None:
    browser = await portal.contact()
    session = browser.client.cookies[SESSION_COOKIE]
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        kept = await connection.fetchval("SELECT token_digest FROM portal.session")
        row = await connection.fetchrow("SELECT * FROM portal.sign_in_link")
    assert kept == digest(session)
    assert row is not None
    link = await portal.contact_link()
    assert link.rpartition(".")[2] not in str(dict(row))


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    portal: Portal,
) -> None:
    await portal.provider()
    link = (await portal.contact_link()).removeprefix(portal.url)
    browser = await portal.visitor()
    page = await browser.open(link)
    entered = await browser.submit(page, link)
    cookie = entered.response.history[0].headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=43200" in cookie


def test_cookies_are_for_https_alone_when_the_portal_is() -> None:
    fields = {"database_url": "x", "signing_key": "eA==", "public_keys": "{}"}
    assert PortalSettings.model_validate({**fields, "public_url": "https://x.example"}).https


async def test_signing_out_ends_the_session_on_the_server(portal: Portal) -> None:
    browser = await portal.staff()
    session = browser.client.cookies[SESSION_COOKIE]
    await browser.submit(await browser.open("/clients"), "/sign-out")
    browser.client.cookies.set(SESSION_COOKIE, session)
    assert (await browser.open("/clients")).path.startswith("/sign-in")


async def test_a_member_of_staff_who_left_has_no_session_any_more(portal: Portal) -> None:
    browser = await portal.staff()
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        await connection.execute(
            "INSERT INTO portal.appointment (staff_id, role) SELECT id, NULL FROM portal.staff"
        )
    assert (await browser.open("/clients")).path.startswith("/sign-in")


async def test_a_session_that_ran_out_opens_nothing(portal: Portal) -> None:
    browser = await portal.staff()
    owner = await asyncpg.connect(portal.owner_url)
    try:
        await owner.execute("ALTER TABLE portal.session NO FORCE ROW LEVEL SECURITY")
        await owner.execute("UPDATE portal.session SET expires_at = now() - interval '1 second'")
    finally:
        await owner.close()
    assert (await browser.open("/clients")).path.startswith("/sign-in")
