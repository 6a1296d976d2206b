"""Whoever follows a provider from elsewhere: a feed reader, and a calendar without a session."""

import re
from email.message import EmailMessage
from urllib.parse import urlsplit

import httpx
import pytest
from icalendar import Calendar
from lxml import etree
from playwright.async_api import Page

from deploy.demo.mailbox import text_of
from tests.journeys.browser import accessible, examine_in_both_languages, text
from tests.journeys.people import Scene

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]
ATOM = {"a": "http://www.w3.org/2005/Atom"}


async def test_a_reader_of_feeds_hears_of_a_change_once(scene: Scene, published: str) -> None:
    slug = (await scene.record("/tenant"))["slug"]
    change = await scene.record(published)
    async with httpx.AsyncClient(base_url=scene.portal.site.portal) as reader:
        page = etree.HTML((await reader.get(f"/p/{slug}?language=nl")).text)
        (path,) = page.xpath("//link[@type='application/atom+xml' and @hreflang='nl']/@href")
        first = await reader.get(path)
        titles = etree.fromstring(first.content).xpath("//a:entry/a:title/text()", namespaces=ATOM)
        about = [one for one in titles if change["title"]["nl"] in one]
        assert [one.partition(":")[0] for one in about] == ["Aangekondigd"]
        told = (await reader.get(path.replace(".atom", ".json"))).json()
        assert [one["title"] for one in told["items"]] == titles
        for header, value in (
            ("If-None-Match", first.headers["etag"]),
            ("If-Modified-Since", first.headers["last-modified"]),
        ):
            assert (await reader.get(path, headers={header: value})).status_code == 304


async def test_staff_sees_a_change_in_its_own_calendar(
    scene: Scene, staff: Page, published: str
) -> None:
    change = await scene.record(published)
    await staff.goto("/calendar?language=nl")
    await staff.locator("main form button").first.click()
    found = re.search(r"http\S+/calendars/\S+\.ics", await text(staff))
    assert found
    address = found[0]
    async with httpx.AsyncClient() as calendar:
        answer = await calendar.get(address)
        assert answer.headers["content-type"].startswith("text/calendar")
        days = {
            str(one["SUMMARY"]): one["DTSTART"].dt
            for one in Calendar.from_ical(answer.content).walk("VEVENT")
        }
        wanted = f"Beoogde ingangsdatum: {change['title']['nl']}"
        assert str(days[wanted]) == change["effective_on"]
        await examine_in_both_languages(staff, "/calendar", "calendar")
        await staff.get_by_role("button", name="Het adres intrekken").click()
        await staff.wait_for_load_state()
        assert (await calendar.get(address)).status_code == 404


async def test_a_visitor_follows_by_mail_and_leaves_in_one_press(scene: Scene, staff: Page) -> None:
    """The address is asked for once more while it is known: that mail leads out."""
    site, slug = scene.portal.site, (await scene.record("/tenant"))["slug"]
    path, address = f"/p/{slug}/subscribe", "lia@volger.example"
    await examine_in_both_languages(staff, path, "subscribe")
    await _ask(staff, address)
    mail = await site.mailbox.wait(address, says="/subscriptions/")
    assert mail["List-Unsubscribe"] is None
    await examine_in_both_languages(staff, urlsplit(_link(mail)).path, "subscribe-confirm")
    await staff.get_by_role("button", name="Ja, mail mij").click()
    await staff.wait_for_load_state()
    assert "U bent aangemeld" in await text(staff)
    await accessible(staff, "subscribed-nl")
    await examine_in_both_languages(staff, "/settings/subscriptions", "followers")
    assert address not in await text(staff)
    await staff.goto(path)
    await _ask(staff, address)
    leave = _link(await site.mailbox.wait(address, says="/unsubscribe/"))
    await examine_in_both_languages(staff, urlsplit(leave).path, "unsubscribe")
    async with httpx.AsyncClient() as program:
        for _ in range(2):
            answer = await program.post(leave, data={"List-Unsubscribe": "One-Click"})
            assert answer.status_code == 200
    await staff.goto("/settings/subscriptions?language=nl")
    assert "Nog niemand" in await text(staff)


def _link(mail: EmailMessage) -> str:
    found = re.search(r"http\S+/p/\S+/(subscriptions|unsubscribe)/\S+", text_of(mail))
    assert found
    return found[0]


async def _ask(page: Page, address: str) -> None:
    await page.get_by_label("E-mailadres").fill(address)
    await page.get_by_role("button", name="Mail mij een link om te bevestigen").click()
    await page.wait_for_load_state()
    assert "Kijk in uw mail" in await text(page), await text(page)
