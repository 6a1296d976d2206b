"""A client that was erased and its agreement: what stays, and no way to what is gone."""

from typing import Any

import pytest

from tests.portal import record
from tests.portal.conftest import Portal

PATH = f"/agreements/{record.AGREEMENT}"
ERASED = "2032-01-02T10:00:00Z"
FILE_DIGEST = "aa11bb22" * 8


@pytest.fixture
def erased(portal: Portal) -> Portal:
    (version,) = record.AGREEMENT_RECORD["versions"]
    file = {"id": str(record.DOCUMENT), "name": "–", "digest": FILE_DIGEST}
    signed = {**record.SIGNATURE, "typed_name": "–", "method": "uploaded_copy", "file": file}
    gone: dict[str, Any] = {
        **record.AGREEMENT_RECORD,
        "client": "–", "state": "ended", "ended_on": "2026-12-01",
        "versions": [{**version, "erased_at": ERASED}], "signature": signed,
    }  # fmt: skip
    read = f"{PATH}/versions/{record.VERSION}"
    portal.contracts.say("GET", PATH, gone)
    portal.contracts.say("GET", f"{PATH}/acceptances", {"items": [signed], "next": None})
    portal.contracts.refuse("GET", read, 409, "text-erased", erased_at=ERASED)
    portal.documents.say("GET", "/documents", [{**record.PAPER, "erased_at": ERASED}])
    return portal


async def test_an_erased_agreement_shows_its_digest_the_day_and_the_reason(erased: Portal) -> None:
    browser = await erased.staff()
    page = await browser.open(PATH)
    assert page.status == 200
    assert page.text.replace(" ", "").count(record.DIGEST) == 2
    for word in ("Text erased on", "2 January 2032", "until claims had lapsed", "Art. 17(3)(e)"):
        assert word in page.text


async def test_nothing_leads_to_a_file_that_is_erased(erased: Portal) -> None:
    browser = await erased.staff()
    client = {**record.CLIENT_RECORD, "name": "–"}
    erased.contracts.say("GET", f"/clients/{record.CLIENT}", client)
    for path in (PATH, f"{PATH}/manage", f"/clients/{record.CLIENT}"):
        page = await browser.open(path)
        assert page.status == 200
        assert "Erased client" in page.text
        assert not page.tree.xpath("//a[starts-with(@href, '/documents/')]")
        assert not page.tree.xpath("//a[starts-with(@href, '/files/')]")
    page = await browser.open(f"{PATH}/manage")
    assert FILE_DIGEST in page.text.replace(" ", "")


async def test_erased_versions_have_nothing_to_compare(erased: Portal) -> None:
    browser = await erased.staff()
    page = await browser.open(f"{PATH}/compare")
    assert page.status == 200
    assert "nothing to compare" in page.text


async def test_nothing_can_be_written_about_an_erased_client(erased: Portal) -> None:
    browser = await erased.staff()
    contact = {**record.ANNA, "name": "–", "email": f"{record.CONTACT}@erased.invalid"}
    client = {**record.CLIENT_RECORD, "name": "–", "contacts": [contact]}
    erased.contracts.say("GET", f"/clients/{record.CLIENT}", client)
    page = await browser.open(f"/clients/{record.CLIENT}")
    assert page.status == 200
    for path in (f"/clients/{record.CLIENT}/edit", f"/clients/{record.CLIENT}/contacts/new"):
        assert not page.tree.xpath(f"//a[@href='{path}']")
    assert not page.tree.xpath(f"//a[@href='/contacts/{record.CONTACT}']")
    assert not page.tree.xpath("//a[starts-with(@href, '/registers/') and contains(@href, '/new')]")
    assert "erased.invalid" not in page.text
    assert "What was kept of the people here was erased." in page.text


async def test_a_client_of_which_the_people_alone_are_erased_can_be_corrected(
    erased: Portal,
) -> None:
    browser = await erased.staff()
    contact = {**record.ANNA, "name": "–", "email": f"{record.CONTACT}@erased.invalid"}
    client = {**record.CLIENT_RECORD, "contacts": [contact, record.BRAM]}
    erased.contracts.say("GET", f"/clients/{record.CLIENT}", client)
    page = await browser.open(f"/clients/{record.CLIENT}")
    assert page.tree.xpath(f"//a[@href='/clients/{record.CLIENT}/edit']")
    assert page.tree.xpath(f"//a[@href='/clients/{record.CLIENT}/contacts/new']")
    assert "Bram Smit" in page.text
    assert "erased.invalid" not in page.text
