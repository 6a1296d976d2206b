"""A real Chromium, and what is asked of every page that it shows."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

from deploy.demo.mailbox import link_in
from deploy.demo.site import Site
from deploy.local.instance import ROOT

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SCREENS = ROOT / "build" / "screens"
DESKTOP, PHONE, NARROWEST = 1280, 390, 360
ENTER = {"nl": "Verder naar mijn pagina’s", "en": "Go on to my pages"}
WORDS = {"nl": ("nl-NL", "Europe/Amsterdam"), "en": ("en-GB", "Europe/Amsterdam")}


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Fails where the distribution's Chromium is missing."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Watch:
    """What pages did that they may not: errors in the console, requests to strangers."""

    hosts: frozenset[str]
    faults: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    _refused: set[str] = field(default_factory=set)

    def request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss"):
            self.asked.add(parts.netloc)
            if parts.netloc not in self.hosts:
                self.faults.append(f"asked {request.url}")
            if request.is_navigation_request():
                self._refused.add(request.url)

    def console(self, message: ConsoleMessage) -> None:
        """That a page itself was refused is told to the reader, and by Chromium here."""
        told = (
            message.location.get("url") in self._refused and "the server responded" in message.text
        )
        if message.type in ("error", "warning") and not told:
            self.faults.append(f"{message.type}: {message.text} ({message.location})")


@dataclass(frozen=True)
class Portal:
    """The portal as people at a browser use it."""

    site: Site
    browser: Browser
    watch: Watch

    @asynccontextmanager
    async def window(self, language: str = "nl", *, javascript: bool = True) -> AsyncIterator[Page]:
        """Somebody's own browser, with nothing in it yet."""
        locale, zone = WORDS[language]
        context = await self.browser.new_context(
            base_url=self.site.portal,
            locale=locale,
            timezone_id=zone,
            java_script_enabled=javascript,
            viewport={"width": DESKTOP, "height": 800},
            accept_downloads=True,
        )
        context.set_default_timeout(20_000)
        context.on("request", self.watch.request)
        context.on("console", self.watch.console)
        context.on("weberror", lambda error: self.watch.faults.append(str(error.error)))
        try:
            yield await context.new_page()
        finally:
            await context.close()

    async def enter(self, page: Page, address: str, *, says: str = "/in/") -> str:
        """Follow the newest link in the mail to an address; the link, which is used up now."""
        link = link_in(await self.site.mailbox.wait(address, says=says))
        await page.goto(link)
        await page.get_by_role("main").get_by_role("button").click()
        return link

    async def sign_in(self, page: Page, address: str) -> None:
        """Ask for a link on the portal's page and follow it."""
        before = await self.site.mailbox.count(address)
        await page.goto("/sign-in")
        await page.locator("#email").fill(address)
        await page.get_by_role("main").get_by_role("button").click()
        await page.get_by_role("heading", level=1).wait_for()
        link = link_in(await self.site.mailbox.wait(address, says="/in/", after=before))
        await page.goto(link)
        await page.get_by_role("main").get_by_role("button").click()


async def text(page: Page) -> str:
    """What the page says, white space folded."""
    return " ".join((await page.get_by_role("main").inner_text()).split())


async def shoot(page: Page, name: str, widths: Sequence[int] = (PHONE, DESKTOP)) -> None:
    """Pictures; ``AssertionError`` where the narrowest screen scrolls sideways."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    for width in widths:
        await page.set_viewport_size({"width": width, "height": 800})
        await page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)
    await page.set_viewport_size({"width": NARROWEST, "height": 800})
    wide = await page.evaluate("document.documentElement.scrollWidth")
    await page.set_viewport_size({"width": DESKTOP, "height": 800})
    assert wide <= NARROWEST, f"{name} is {wide} px wide on a screen of {NARROWEST} px"


async def accessible(page: Page, name: str) -> None:
    found = (await Axe().run(page)).response["violations"]
    bad = {
        one["id"]: [node["html"][:200] for node in one["nodes"]]
        for one in found
        if one["impact"] in ("serious", "critical")
    }
    assert not bad, f"{name}: {bad}"


async def examine(page: Page, name: str) -> None:
    """The page as it stands: for people who can't see it, and on two screens."""
    await accessible(page, name)
    await shoot(page, name)


async def examine_in_both_languages(page: Page, path: str, name: str) -> None:
    """Ends in Dutch, so that whoever reads on finds the page in that language."""
    for language in ("en", "nl"):
        mark = "&" if "?" in path else "?"
        await page.goto(f"{path}{mark}language={language}")
        assert await page.locator("html").get_attribute("lang") == language
        await accessible(page, f"{name}-{language}")
        # Dutch words are the longer ones: a phone is looked at in that language.
        await shoot(
            page, f"{name}-{language}", (PHONE, DESKTOP) if language == "nl" else (DESKTOP,)
        )
