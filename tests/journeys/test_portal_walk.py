"""Every page that a person can come to by links, for each role: it opens, and it is theirs."""

import re
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from babel.messages.pofile import read_po
from lxml import html
from playwright.async_api import Page

from deploy.demo import sign_in
from deploy.demo.change import APPROVES, OBJECTS
from deploy.demo.stage import Case
from deploy.demo.visitor import PageRefused, Visitor
from services.portal.app import PAGES
from services.portal.language import CATALOGS
from tests.journeys.browser import NARROWEST, accessible
from tests.journeys.people import Scene, appoint

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]

STAFF = ("/clients", "/changes", "/subprocessors", "/registers", "/settings")
PERSON = "mila@walk-nl.example"
NUMBER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
FILE = re.compile(
    r"\.(csv|xlsx|json|docx|pem)$|^/(documents|files|imports/example)"
    r"|^/settings/template-versions/[^/]+/(file|annotated|pages/)"
)
# What nobody should ever read: a slip of a template, a day or a state as the database writes it.
SLIP = re.compile(r"\bNone\b|undefined|B\.V\.\.|%\(\w+\)s|\b\d{4}-\d\d-\d\d\b|\b[a-z]+_[a-z_]+\b")
RAW = (
    *("/settings/audit", "/settings/integrations", "/settings/template", "/settings/webhooks"),
    "/settings/message",
)
# Opened by a mail, by hand, by a form, by the page itself, by a client, or once another system
# listens.
NO_LINK = {
    "/", "/p/{slug:str}", "/p/{slug:str}/feeds/{name:str}", "/calendars/{name:str}", "/sign-in",
    "/p/{slug:str}/subscribe", "/p/{slug:str}/subscriptions/{token:str}",
    "/p/{slug:str}/unsubscribe/{token:str}",
    "/in/{token:str}", "/setup",
    "/clients/new/contact", "/changes/new/link", "/agreements/{agreement_id:uuid}/papers",
    "/drift/mendings/{mending_id:uuid}", "/home", "/home/processors", "/home/processors.csv",
    "/agreements/{agreement_id:uuid}/sign", "/changes/{change_id:uuid}/object",
    "/changes/{change_id:uuid}/approve", "/changes/{change_id:uuid}/leave",
    "/changes/{change_id:uuid}/edit", "/imports/{import_id:uuid}",
    "/changes/{change_id:uuid}/postponement",
    "/changes/{change_id:uuid}/postponement/{postponement_id:uuid}",
    "/agreements/{agreement_id:uuid}/compare", "/files/{file_id:uuid}",
    "/clients/{client_id:uuid}/erasure/progress", "/settings/webhooks/{endpoint_id:uuid}",
    "/settings/webhooks/{endpoint_id:uuid}/messages/{delivery_id:uuid}",
    "/changes/{change_id:uuid}/steps/{step_id:uuid}",
    "/changes/{change_id:uuid}/steps/{step_id:uuid}/progress", "/registers/renderings/progress",
    "/clients/{client_id:uuid}/dossiers/progress", "/notices/{notice_id:uuid}/progress",
    "/clients/{client_id:uuid}/dossiers/{dossier_id:uuid}/file",
    "/unreached/letters/{document_id:uuid}/{file_format:str}", "/notices/{notice_id:uuid}/in-doubt",
    "/incidents", "/registers/incidents/{incident_id:uuid}/outcomes",
    "/messages", "/messages/{message_id:uuid}",
    "/settings/messages/{kind:str}/{language:str}/page",
    "/settings/message-versions/{version_id:uuid}",
    "/settings/message-versions/{version_id:uuid}/page",
    "/registers/documents/{kind:str}", "/registers/documents/{document_id:uuid}/{file_format:str}",
    "/changes/{change_id:uuid}/evidence/documents",
}  # fmt: skip

# What they may ask for who may change nothing: whether a file is authentic; their own calendar;
# a copy for the audit.
ASKS = {
    "viewer": {"/verify", "/calendar/links"},
    "auditor": {"/verify", "/calendar/links", "/clients/*/dossiers"},
}


def kind_of(path: str) -> str:
    """One page of each kind is enough: numbers are left out, and what a query asks for."""
    parts = urlsplit(path)
    plain = re.sub(
        r"/(lines|findings|decisions|pages)/[^/]+", r"/\1/*", NUMBER.sub("*", parts.path)
    )
    return f"{plain}?{','.join(sorted(parse_qs(parts.query)))}"


@asynccontextmanager
async def visitor(scene: Scene, address: str) -> AsyncIterator[Visitor]:
    """Somebody without JavaScript, signed in."""
    site = scene.portal.site
    async with Visitor(site.portal) as found:
        await sign_in.enter(found, await sign_in.request_link(site.portal, site.mailbox, address))
        yield found


async def walk(person: Visitor, start: Collection[str], language: str = "nl") -> dict[str, Any]:
    """Every page that links lead to, one of each kind; ``PageRefused`` where one does not open."""
    found: dict[str, Any] = {}
    waiting = list(start)
    while waiting:
        path = waiting.pop(0).split("#")[0]
        kind = kind_of(path)
        if kind in found or "language=" in path:
            continue
        if FILE.search(urlsplit(path).path):
            assert await person.fetch(path)
            found[kind] = (path, None)
            continue
        await person.open(f"{path}{'&' if '?' in path else '?'}language={language}")
        found[kind] = (path, person.page)
        waiting += [str(one) for one in person.page.xpath("//a/@href") if one.startswith("/")]
    return found


@pytest.fixture(scope="module")
async def furnished(scene: Scene, answered: str) -> Scene:
    """Something of every kind, beside clients with a change that some still hold back."""
    api, today = scene.stage.contracts, str(await scene.today())
    case = scene.case(APPROVES)
    about = {"client_id": case.client_id, "day": today}
    told = {"given_by": "Fedor", "channel": "mail", "instruction": "Wis de back-ups."}
    await api.post("/register-entries", {"facts": {"kind": "instruction", **about, **told}})
    asked = {"right": "access", "received_from": "client"}
    await api.post("/register-entries", {"facts": {"kind": "subject_request", **about, **asked}})
    statement = {"label": "Versie 1", "effective_on": "2026-01-01", "text": "Wij gebruiken Mollie."}
    await api.post("/statements", statement)
    await api.post("/scans", {"title": "Versie 1", "text": statement["text"]})
    link = (await api.all("/links"))[0]
    party = link["subprocessor"]["id"]
    hit = {"title": "Postvak gelezen", "product_ids": [link["product_id"]]}
    breach = await api.post("/incidents", hit)
    await api.post(f"/incidents/{breach['id']}/stages")
    upstream = {"subprocessor_id": party, "title": "Voorwaarden", "valid_from": "2026-01-01"}
    await api.post("/upstream-agreements", upstream | {"standing": {"state": "published"}})
    reseller = await api.post("/resellers", {"name": "Webbureau De Kade B.V.", "brand": "De Kade"})
    person = {"name": "Mila Kade", "email": PERSON, "language": "nl"}
    await api.post(f"/resellers/{reseller['id']}/people", person)
    await api.post(f"/clients/{case.client_id}/placements", {"reseller_id": reseller["id"]})
    return scene


@pytest.fixture(scope="module")
async def walked(furnished: Scene) -> dict[str, Any]:
    """The owner's pages, each opened in English before."""
    async with visitor(furnished, furnished.owner) as owner:
        await walk(owner, STAFF, "en")
        return await walk(owner, STAFF)


def test_every_page_of_the_portal_is_somewhere_behind_a_link(walked: dict[str, Any]) -> None:
    opened = {urlsplit(path).path for path, _ in walked.values()}
    unseen = []
    for path in {path for module in PAGES for one in module.HANDLERS for path in _get(one)}:
        pattern = re.sub(r"\\\{\w+:\w+\\\}", "[^/]+", re.escape(path))
        if path not in NO_LINK and not any(re.fullmatch(pattern, one) for one in opened):
            unseen.append(path)
    assert sorted(unseen) == []


def _get(handler: Any) -> Collection[str]:
    return handler.paths if "GET" in handler.http_methods else ()


def test_a_page_reads_as_its_reader_writes(walked: dict[str, Any]) -> None:
    english = _english()
    slips, left = [], []
    for path, page in walked.values():
        if page is None or path.startswith(RAW):
            continue
        (main,) = page.xpath("//main")
        said = {" ".join(text.split()) for text in main.xpath(".//text()[not(ancestor::pre)]")}
        slips += [(path, text) for text in said if SLIP.search(text) and "@" not in text]
        left += [(path, text) for text in said & english]
    assert slips == []
    assert left == []


def _english() -> set[str]:
    """Whole sentences and words of ours that read otherwise in Dutch."""
    found = set()
    for path in CATALOGS:
        with path.open("rb") as file:
            for one in read_po(file, locale="nl"):
                if isinstance(one.id, str) and one.id != one.string and len(one.id) > 5:
                    found.add(one.id)
    return found


def test_headings_of_a_page_are_in_order(walked: dict[str, Any]) -> None:
    for path, page in walked.values():
        if page is None:
            continue
        levels = [int(one.tag[1]) for one in page.xpath("//h1|//h2|//h3|//h4")]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


@pytest.mark.parametrize("role", ["officer", "viewer", "auditor"])
async def test_no_link_leads_staff_to_a_page_that_is_not_theirs(
    furnished: Scene, staff: Page, role: str
) -> None:
    address = f"{role}@walk-nl.example"
    await appoint(staff, f"Wim {role}", address, role)
    async with visitor(furnished, address) as person:
        found = await walk(person, STAFF)
    assert len(found) > 40
    if role != "officer":
        forms = [
            (path, form.get("action"))
            for path, page in found.values()
            if page is not None
            for form in page.xpath("//main//form[@method='post']")
        ]
        assert {NUMBER.sub("*", action) for _, action in forms} <= ASKS[role]


async def test_no_link_leads_a_reseller_or_a_client_to_a_page_that_is_not_theirs(
    furnished: Scene,
) -> None:
    async with visitor(furnished, PERSON) as person:
        found = await walk(person, ["/clients"])
        assert len(found) > 5
        assert all(furnished.case(OBJECTS).name not in _text(page) for _, page in found.values())
    async with visitor(furnished, furnished.case(OBJECTS).signatory) as person:
        found = await walk(person, ["/home"])
        assert len(found) > 3
        assert all(furnished.case(APPROVES).name not in _text(page) for _, page in found.values())


def _text(page: Any) -> str:
    return "" if page is None else str(html.tostring(page, encoding="unicode"))


def _turned(path: str, case: Case) -> str:
    """The same page or act, about that client."""
    about = {"clients": case.client_id, "agreements": case.agreement_id}
    return re.sub(
        rf"/(clients|agreements)/{NUMBER.pattern}", lambda m: f"/{m[1]}/{about[m[1]]}", path
    )


def _acts(walked: dict[str, Any]) -> set[str]:
    """Where the owner's forms lead."""
    return {
        urlsplit(form.get("action") or path).path
        for path, page in walked.values()
        if page is not None
        for form in page.xpath("//form[@method='post']")
    } - {"/sign-out"}


async def _opened(person: Visitor, path: str) -> str | None:
    """What somebody reads there; None where it is not theirs."""
    try:
        if FILE.search(urlsplit(path).path):
            return (await person.fetch(path)).decode(errors="replace")
        await person.open(path)
    except (PageRefused, httpx.HTTPStatusError) as refusal:
        if not re.search(r"\b40[34]\b", str(refusal)):
            raise
        return None
    return person.text


async def _intrude(person: Visitor, walked: dict[str, Any], other: Case) -> tuple[str, set[str]]:
    """Go to every page and send every form that the owner has, also about a client that is not
    theirs: all that opened to them, and which forms were taken."""
    read, taken = "", set()
    for path, _ in walked.values():
        for one in {path, _turned(path, other)}:
            read += await _opened(person, one) or ""
    for act in _acts(walked):
        for one in {act, _turned(act, other)}:
            if (await person.post(one)).status_code not in (403, 404):
                taken.add(one)
    return read, taken


async def test_by_the_numbers_of_others_nobody_opens_or_changes_what_is_not_theirs(
    furnished: Scene, walked: dict[str, Any]
) -> None:
    served, own = furnished.case(APPROVES), furnished.case(OBJECTS)
    cases = furnished.stage.cases.values()
    async with visitor(furnished, PERSON) as reseller:
        read, taken = await _intrude(reseller, walked, own)
    assert taken == {"/verify", "/calendar/links", "/clients/new"}
    assert served.name in read
    assert [one.name for one in cases if one is not served and one.name in read] == []
    async with visitor(furnished, own.signatory) as contact:
        read, taken = await _intrude(contact, walked, served)
    assert taken - {f"/clients/{own.client_id}/dossiers"} == {"/verify", "/calendar/links"}
    assert own.name in read
    assert [one.name for one in cases if one is not own and one.name in read] == []


@pytest.mark.parametrize("role", ["viewer", "auditor"])
async def test_no_form_of_the_owner_is_taken_from_who_may_only_read(
    furnished: Scene, walked: dict[str, Any], staff: Page, role: str
) -> None:
    address = f"reads.{role}@walk-nl.example"
    await appoint(staff, f"Wil {role}", address, role)
    async with visitor(furnished, address) as person:
        await person.open("/clients")
        taken = {
            NUMBER.sub("*", act)
            for act in _acts(walked)
            if (await person.post(act)).status_code != 403
        }
    assert {"/verify", "/calendar/links"} <= taken <= ASKS[role]


async def test_every_page_can_be_used_on_a_narrow_screen_and_without_seeing_it(
    walked: dict[str, Any], staff: Page
) -> None:
    await staff.set_viewport_size({"width": NARROWEST, "height": 800})
    wide = []
    for kind, (path, page) in walked.items():
        # With another query it is the same page once more.
        if page is None or not kind.endswith("?"):
            continue
        await staff.goto(path)
        if await staff.evaluate("document.documentElement.scrollWidth") > NARROWEST:
            wide.append(path)
        await accessible(staff, path)
    await staff.set_viewport_size({"width": 1280, "height": 800})
    assert wide == []
