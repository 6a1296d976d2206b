"""The whole file of a client and the state of storage, as people see them."""

from typing import Any

import pytest

from tests.portal import record
from tests.portal.conftest import Portal
from tests.portal.test_resellers_routes import mila

CLIENT = f"/clients/{record.CLIENT}"
PATH = f"{CLIENT}/dossiers"
DOSSIER = "019a0000-0000-7000-8000-0000000000d5"


def dossier(state: str = "ready", **more: Any) -> dict[str, Any]:
    done = state in ("ready", "gone")
    return {
        "id": DOSSIER, "client_id": str(record.CLIENT), "audience": "provider", "language": "en",
        "state": state, "requested_at": "2026-11-22T09:00:00Z", "files_total": 214,
        "files_done": 120, "bytes_total": 83886080, "bytes_done": 41943040, "problem": None,
        "detail": None, "completed_at": "2026-11-22T09:01:00Z" if done else None,
        "file_name": "dossier.zip", "size": 80000000 if done else None,
        "digest": "ab" * 32 if done else None, "manifest_digest": "cd" * 32 if done else None,
        "expires_at": "2026-11-29T09:01:00Z" if done else None, **more,
    }  # fmt: skip


CHECK = {
    "id": DOSSIER, "checked_at": "2026-11-22T03:00:00Z", "digests": True, "lock": "shown",
    "objects": 1204, "bytes": 98112004, "missing": 0, "altered": 0, "unknown": 2, "removed": 2,
}  # fmt: skip
STORAGE = {
    "objects": 1204, "bytes": 98112004, "object_lock": "compliance", "lock_days": 365,
    "encryption": "s3", "last_check": CHECK,
}  # fmt: skip


def told(portal: Portal, *found: dict[str, Any]) -> None:
    portal.documents.say("GET", PATH, {"items": list(found), "next": None})


async def test_staff_has_the_file_made_and_follows_it(portal: Portal) -> None:
    told(portal)
    portal.documents.say("POST", PATH, dossier("waiting"), 202)
    browser = await portal.staff("auditor")
    assert PATH in str((await browser.open(CLIENT)).tree.xpath("//a/@href"))
    page = await browser.open(PATH)
    assert "No file was made yet" in page.text
    told(portal, dossier("making"))
    page = await browser.submit(page, PATH)
    assert (page.path, portal.documents.to("POST", PATH)[0].body) == (PATH, {"language": "en"})
    assert "120 of 214 files, 40 MB of 80 MB" in page.text
    assert page.tree.xpath(f"//*[@hx-get='{PATH}/progress']")
    told(portal, dossier())
    page = await browser.open(f"{PATH}/progress")
    assert "29 November 2026" in page.text
    assert not page.tree.xpath("//*[@hx-get]")


async def test_the_browser_is_sent_to_where_the_file_lies(portal: Portal) -> None:
    told(portal, dossier())
    portal.documents.say(
        "GET", f"/dossiers/{DOSSIER}/link", {"url": f"{portal.documents.url}/file"}
    )
    browser = await portal.staff()
    page = await browser.open(PATH)
    assert f"{PATH}/{DOSSIER}/file" in page.tree.xpath("//a/@href")
    assert "the" in (await browser.open(f"{PATH}/{DOSSIER}/file")).text


async def test_a_client_finds_its_own_and_no_other(portal: Portal) -> None:
    told(portal, dossier(audience="client"))
    browser = await portal.contact("en")
    assert PATH in (await browser.open("/home")).tree.xpath("//a/@href")
    assert (await browser.open(PATH)).status == 200
    speaker = portal.verifier("documents").verify(_token(portal))
    assert (speaker.kind, speaker.client_id) == ("contact", record.CLIENT)


def _token(portal: Portal) -> str:
    asked = portal.documents.to("GET", PATH)[-1]
    return asked.headers["authorization"].removeprefix("Bearer ")


async def test_a_reseller_speaks_for_the_one_client_that_contracts_shows_it(
    portal: Portal,
) -> None:
    told(portal, dossier(audience="client"))
    browser = await mila(portal)
    assert (await browser.open(PATH)).status == 200
    speaker = portal.verifier("documents").verify(_token(portal))
    assert (speaker.kind, speaker.client_id) == ("reseller", record.CLIENT)
    portal.contracts.refuse("GET", CLIENT, 404, "client-unknown")
    before = len(portal.documents.asked)
    for path in (PATH, f"{PATH}/progress", f"{PATH}/{DOSSIER}/file"):
        assert (await browser.open(path)).status == 404
    assert len(portal.documents.asked) == before


async def test_a_viewer_is_not_let_in_and_sees_no_way_there(portal: Portal) -> None:
    browser = await portal.staff("viewer")
    assert PATH not in (await browser.open(CLIENT)).tree.xpath("//a/@href")
    assert (await browser.open(PATH)).status == 403
    assert not portal.documents.to("GET", PATH)


@pytest.mark.parametrize(
    ("state", "problem", "said"),
    [
        ("waiting", None, "It waits for its turn"),
        ("failing", "document-lost", "Storage no longer has one of the papers"),
        ("failing", "peer-unavailable", "tried again by itself"),
        ("gone", None, "Have a new one made"),
    ],
)
async def test_every_state_says_what_it_means(
    state: str, problem: str | None, said: str, portal: Portal
) -> None:
    told(portal, dossier(state, problem=problem))
    page = await (await portal.staff()).open(PATH)
    assert said in page.text


async def test_of_an_erased_client_it_says_why_there_is_nothing(portal: Portal) -> None:
    told(portal)
    portal.documents.refuse("POST", PATH, 409, "client-erased")
    browser = await portal.staff()
    page = await browser.submit(await browser.open(PATH), PATH)
    assert page.status == 409
    assert "nothing is kept of it" in page.text


async def test_an_owner_sees_how_storage_is(portal: Portal) -> None:
    portal.documents.say("GET", "/storage", STORAGE)
    browser = await portal.staff()
    assert "/settings/storage" in (await browser.open("/settings")).tree.xpath("//a/@href")
    page = await browser.open("/settings/storage")
    assert "Everything that is recorded is there" in page.text
    assert "under a lock that nobody can lift" in page.text
    assert "shown: storage refused" in page.text
    worse = {**STORAGE, "last_check": {**CHECK, "missing": 1}}
    portal.documents.say("GET", "/storage", worse)
    assert "The last check found something" in (await browser.open("/settings/storage")).text
    never = {**STORAGE, "last_check": None, "object_lock": "none", "lock_days": None}
    portal.documents.say("GET", "/storage", never)
    page = await browser.open("/settings/storage")
    assert "never compared" in page.text
    assert "storage here has no locks" in page.text


async def test_an_officer_is_not_shown_the_storage(portal: Portal) -> None:
    browser = await portal.staff("officer")
    assert "/settings/storage" not in (await browser.open("/settings")).tree.xpath("//a/@href")
    assert (await browser.open("/settings/storage")).status == 403
