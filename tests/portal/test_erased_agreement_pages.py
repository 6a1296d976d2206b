"""The agreement of a client that was erased: what stays of it, and no way to what is gone."""

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
