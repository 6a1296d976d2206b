"""What holds for every page: an empty list says what to do, a link leads to an open page."""

from typing import Any

import pytest

from tests.portal import record
from tests.portal.conftest import Portal
from tests.portal.test_resellers_routes import mila

NOTHING: dict[str, Any] = {"items": [], "next": None, "total": 0, "on": "2026-11-22"}
LISTS = {
    "/resellers": "/resellers",
    "/drift": "/drift",
    "/reviews": "/agreements",
    "/objections": "/objections",
    "/clients": "/clients",
    "/registers/statements": "/statements",
    "/registers/audits": "/register-entries",
    "/registers/scans": "/scans",
}


@pytest.mark.parametrize(("path", "asked"), LISTS.items())
async def test_a_list_of_nothing_says_so(portal: Portal, path: str, asked: str) -> None:
    portal.contracts.say("GET", asked, NOTHING)
    portal.contracts.say("GET", "/drift/mendings", NOTHING)
    page = await (await portal.staff("viewer")).open(path)
    assert page.status == 200
    (shown,) = page.tree.find_class("schakel-empty")
    assert len(" ".join(shown.text_content().split())) > 30


@pytest.mark.parametrize(
    ("path", "title"),
    [
        (f"/agreements/{record.AGREEMENT}", "Clients"),
        ("/resellers", "Clients"),
        ("/objections", "Changes"),
        ("/products", "Sub-processors"),
        ("/registers", "Registers"),
        ("/settings", "Settings"),
    ],
)
async def test_the_menu_says_to_which_part_a_page_belongs(
    portal: Portal, path: str, title: str
) -> None:
    portal.contracts.say("GET", "/products", NOTHING)
    page = await (await portal.staff()).open(path)
    assert page.status == 200
    marked = page.tree.xpath("//header//nav//a[@aria-current]")
    assert [one.text_content() for one in marked] == [title]


async def test_no_link_leads_a_reseller_to_a_page_for_others(portal: Portal) -> None:
    client = f"/clients/{record.CLIENT}"
    told = {"on": "2026-11-22", "client": "Bakkerij", "client_id": str(record.CLIENT)}
    portal.contracts.say("GET", f"{client}/processors/by-category", told | {"data": [], "own": []})
    portal.documents.say("GET", f"{client}/dossiers", {"items": [], "next": None})
    portal.documents.say("GET", "/seal/certificate.pem", {"the": "certificate"})
    portal.contracts.say("GET", f"{client}/incidents", {"items": [], "next": None})
    portal.notifications.say("GET", "/feed", {"the": "feed"})
    browser = await mila(portal)
    followed: set[str] = set()
    waiting = ["/clients"]
    while waiting:
        path = waiting.pop()
        page = await browser.open(path)
        assert page.status == 200, path
        followed.add(path)
        links = {str(found).split("#")[0] for found in page.tree.xpath("//a/@href")}
        waiting += [one for one in links - followed if "language" not in one and "csv" not in one]
        waiting = list(dict.fromkeys(waiting))
    assert f"/agreements/{record.AGREEMENT}" in followed
    # Its own client's documents it may fetch.
    assert any(one.path == "/documents" for one in portal.documents.asked)


async def test_who_may_not_change_the_organisation_reads_it_without_a_form(portal: Portal) -> None:
    page = await (await portal.staff("viewer")).open("/settings/provider")
    assert not page.tree.xpath("//main//form")
    assert page.tree.xpath("//fieldset[@disabled]//input[@name='name']")


async def test_a_register_of_one_client_names_it(portal: Portal) -> None:
    portal.contracts.say("GET", "/register-entries", NOTHING)
    page = await (await portal.staff()).open(f"/registers/audits?client={record.CLIENT}")
    assert "Bakkerij Het Voorbeeld B.V." in page.text
