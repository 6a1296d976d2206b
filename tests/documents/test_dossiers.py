"""The whole file of a client: what is in it, what proves it, who may have it, how it ends."""

import hashlib
import json
from typing import Any
from uuid import UUID, uuid4

import pytest
import rfc8785

from services.documents.commands.erase_client import empty_storage, on_erasure
from services.documents.commands.make_dossier import Archive
from services.documents.commands.render_agreement import Workshop
from services.documents.commands.work_on_dossier import sweep_dossiers, work_on_dossier
from services.documents.domain.dossier import Paths, plain
from shared.database import Pool, tenant_transaction
from shared.events import ErasureOrdered
from shared.identity import Actor
from tests.acts import trail_of
from tests.conftest import Database
from tests.documents import letters, samples
from tests.documents.asking import Client, contact, reseller, service, staff
from tests.documents.files_of_clients import (
    CANONICAL,
    Patron,
    entry,
    fetched,
    unpacked,
)
from tests.documents.keeping import as_superuser
from tests.documents.record_documents import without_pdf
from tests.documents.stand import Stand, rendered, tell


@pytest.fixture
def archive(workshop: Workshop) -> Archive:
    return Archive(workshop.pool, workshop.objects, workshop.contracts, workshop.contracts)


@pytest.fixture
def patron(stand: Stand, archive: Archive, tenant_id: UUID) -> Patron:
    return Patron(stand, archive, tenant_id)


def _member(members: dict[str, bytes], start: str) -> bytes:
    (found,) = [content for name, content in members.items() if name.startswith(start)]
    return found


async def test_everything_of_a_client_is_in_one_zip_with_a_manifest_that_proves_it(
    client: Client, patron: Patron, workshop: Workshop, bus: Pool
) -> None:
    told = patron.stand.add(patron.tenant_id, samples.general_nl())
    patron.id = told.client_id
    await tell(bus, told.frozen)
    papers = await rendered(workshop)
    await patron.hand_in("getekend.pdf", b"%PDF getekend")
    await patron.hand_in("getekend.pdf", b"%PDF opdracht")
    patron.known(version_id=told.version_id)
    reader = staff(patron.tenant_id, "auditor")
    made = await patron.made(client, reader)
    assert (made["state"], made["problem"]) == ("ready", None), made
    got = await fetched(client, made["id"], reader)
    assert hashlib.sha256(got.content).hexdigest() == made["digest"]
    assert len(got.content) == made["size"]
    assert f"dossier-VO-1-{made['requested_at'][:10]}.zip" in got.headers["content-disposition"]
    members = unpacked(got.content)
    manifest = members.pop("manifest.json")
    readme = members.pop("LEESMIJ.txt").decode()
    assert hashlib.sha256(manifest).hexdigest() == made["manifest_digest"]
    assert made["manifest_digest"] in readme
    proof = json.loads(manifest)
    assert rfc8785.dumps(proof) == manifest
    assert {one["path"]: (one["sha256"], one["size"]) for one in proof["members"]} == {
        name: (hashlib.sha256(content).hexdigest(), len(content))
        for name, content in members.items()
    }
    assert members["versies/v1/tekst.json"] == CANONICAL.encode()
    assert {name for name in members if name.startswith("versies/v1/")} >= {
        f"versies/v1/{paper.file_name}" for paper in papers
    }
    for paper in papers:
        content = members[f"versies/v1/{paper.file_name}"]
        assert hashlib.sha256(content).digest() == paper.digest
    assert members["bestanden/getekend.pdf"] == b"%PDF getekend"
    assert members["bestanden/getekend (2).pdf"] == b"%PDF opdracht"
    assert json.loads(members["klant.json"])["name"] == "Bakkerij Ölmez & Zn"
    for folder in ("ondertekeningen/", "bezwaren/", "bewijs-van-", "registers/instruction/"):
        assert json.loads(_member(members, folder))
    assert (made["files_done"], made["files_total"]) == (len(members), len(members))
    assert made["bytes_done"] == sum(map(len, members.values()))


async def test_letters_to_a_client_are_in_its_file_and_reports_on_many_in_none(
    client: Client, patron: Patron, workshop: Workshop
) -> None:
    patron.known()
    named = [str(patron.id), str(uuid4())]
    bodies = [letters.draft(client_ids=named[:1]), letters.draft("breach-letter")]
    bodies.append(letters.draft("evidence-report", client_ids=named))
    for body in bodies:
        letter = await letters.ask(client, patron.tenant_id, body)
        await letters.work(without_pdf(workshop), patron.tenant_id, letter)
    own = contact(patron.tenant_id, patron.id)
    members = unpacked((await fetched(client, (await patron.made(client, own))["id"], own)).content)
    found = {name for name in members if name.endswith(".docx")}
    assert found == {"brieven/brief-wijziging-VWO-2026-0001 - W-12.docx"}


async def test_a_client_gets_no_disclosure_that_it_was_not_told_of_and_the_provider_does(
    client: Client, patron: Patron
) -> None:
    secret = entry("disclosure", {"authority": "Politie", "client_told": "not"})
    open_one = entry("disclosure", {"authority": "Douane", "client_told": "after"})
    pending = entry("disclosure", {"authority": "FIOD"})
    patron.known(secret, open_one, pending)
    own = contact(patron.tenant_id, patron.id)
    theirs = unpacked((await fetched(client, (await patron.made(client, own))["id"], own)).content)
    said = b"".join(theirs.values())
    assert b"Douane" in said
    assert b"Politie" not in said
    assert b"FIOD" not in said
    clerk = staff(patron.tenant_id)
    ours = unpacked(
        (await fetched(client, (await patron.made(client, clerk))["id"], clerk)).content
    )
    assert b"Politie" in b"".join(ours.values())


async def test_an_integration_of_the_provider_has_the_providers_own_made(
    client: Client, patron: Patron
) -> None:
    patron.known()
    billing = Actor(kind="application", tenant_id=patron.tenant_id, id=uuid4(), scopes=("write",))
    assert (await patron.ask(client, billing)).json()["audience"] == "provider"
    reader = billing.model_copy(update={"scopes": ("read",)})
    assert (await patron.ask(client, reader)).status_code == 403


async def test_who_asks_again_while_it_is_made_is_told_of_the_same_one(
    client: Client, patron: Patron
) -> None:
    patron.known()
    first, again = await patron.ask(client), await patron.ask(client)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["state"] == "waiting"
    link = await client.get(f"/dossiers/{first.json()['id']}/link", staff(patron.tenant_id))
    assert (link.status_code, link.json()["type"]) == (
        409,
        "urn:schakel:problem:dossier-unfinished",
    )
    await patron.made(client)
    assert (await patron.ask(client)).json()["id"] != first.json()["id"]


async def test_only_who_may_asks_for_it_and_sees_it(client: Client, patron: Patron) -> None:
    patron.known()
    tenant_id, path = patron.tenant_id, f"/clients/{patron.id}/dossiers"
    for stranger in (staff(tenant_id, "viewer"), service("portal", tenant_id)):
        assert (await patron.ask(client, stranger)).status_code == 403
        assert (await client.get(path, stranger)).status_code == 403
    assert (await client.get(path, None)).status_code == 401
    ours = await patron.made(client, staff(tenant_id, "owner"))
    theirs = await patron.made(client, contact(tenant_id, patron.id))
    for own in (contact(tenant_id, patron.id), reseller(tenant_id, patron.id)):
        listed = (await client.get(path, own)).json()["items"]
        assert [one["id"] for one in listed] == [theirs["id"]]
        assert (await client.get(f"/dossiers/{theirs['id']}/link", own)).status_code == 200
        assert (await client.get(f"/dossiers/{ours['id']}", own)).status_code == 404
    for other in (contact(tenant_id, uuid4()), reseller(tenant_id, uuid4())):
        assert (await client.get(path, other)).status_code == 404
        assert (await patron.ask(client, other)).status_code == 404
        assert (await client.get(f"/dossiers/{theirs['id']}", other)).status_code == 404
        assert (await client.get(f"/dossiers/{theirs['id']}/link", other)).status_code == 404


async def test_another_provider_learns_nothing(client: Client, patron: Patron) -> None:
    patron.known()
    made = await patron.made(client)
    elsewhere = staff(uuid4())
    assert (await patron.ask(client, elsewhere)).status_code == 404
    listed = await client.get(f"/clients/{patron.id}/dossiers", elsewhere)
    assert listed.json() == {"items": [], "next": None}
    for ending in ("", "/link"):
        foreign = await client.get(f"/dossiers/{made['id']}{ending}", elsewhere)
        absent = await client.get(f"/dossiers/{uuid4()}{ending}", elsewhere)
        assert foreign.status_code == absent.status_code == 404
        assert foreign.json() == absent.json()


@pytest.mark.parametrize("body", ['{"language": "de"}', '{"who": 1}', "[]", "x"])
async def test_what_is_asked_wrongly_is_refused(body: str, client: Client, patron: Patron) -> None:
    patron.known()
    path = f"/clients/{patron.id}/dossiers"
    answer = await client.post(path, body, "application/json", staff(patron.tenant_id))
    assert answer.status_code == 400
    assert (await client.get(f"{path}?limit=0", staff(patron.tenant_id))).status_code == 400


async def test_they_are_listed_newest_first_a_page_at_a_time(
    client: Client, patron: Patron
) -> None:
    patron.known()
    made = [(await patron.made(client))["id"] for _ in range(3)]
    path = f"/clients/{patron.id}/dossiers?limit=2"
    page = (await client.get(path, staff(patron.tenant_id))).json()
    rest = (await client.get(f"{path}&after={page['next']}", staff(patron.tenant_id))).json()
    assert [one["id"] for one in page["items"] + rest["items"]] == made[::-1]
    assert rest["next"] is None


async def test_a_paper_that_storage_lost_is_named_and_the_file_is_made_once_it_is_back(
    client: Client, patron: Patron
) -> None:
    file = await patron.hand_in("bewijs.pdf", b"%PDF bewijs")
    patron.known()
    key = f"{patron.tenant_id}/{file.digest.hex()}.file"
    await patron.archive.objects.remove(key)
    made = await patron.made(client)
    assert (made["state"], made["problem"]) == ("failing", "document-lost")
    await patron.hand_in("bewijs.pdf", b"%PDF bewijs")
    await work_on_dossier(patron.archive, patron.tenant_id, UUID(made["id"]))
    assert (await patron.under_way()).state == "ready"


async def test_a_part_that_is_down_is_waited_for(
    client: Client, patron: Patron, database: Database
) -> None:
    patron.known()
    evidence = patron.stand.told.pop((str(patron.tenant_id), f"/clients/{patron.id}/evidence"))
    made = await patron.made(client)
    assert made["state"] == "failing"
    patron.stand.told[str(patron.tenant_id), f"/clients/{patron.id}/evidence"] = evidence
    await as_superuser(database, "UPDATE documents.dossier SET due_at = now()")
    await as_superuser(database, "DELETE FROM documents.pgqueuer")
    assert await sweep_dossiers(patron.archive.pool) == 1
    queued = await patron.archive.pool.fetchval(
        "SELECT count(*) FROM documents.pgqueuer WHERE entrypoint = 'dossier'"
    )
    assert queued == 1


async def test_it_is_removed_from_storage_when_its_days_are_over(
    client: Client, patron: Patron, database: Database
) -> None:
    patron.known()
    made = await patron.made(client)
    key = (await patron.under_way()).object_key
    assert key
    assert await sweep_dossiers(patron.archive.pool) == 0
    await as_superuser(database, "UPDATE documents.dossier SET expires_at = now()")
    assert await sweep_dossiers(patron.archive.pool) == 1
    await empty_storage(patron.archive.pool, patron.archive.objects)
    assert await patron.archive.objects.size_of(key) is None
    reader = staff(patron.tenant_id)
    seen = (await client.get(f"/dossiers/{made['id']}", reader)).json()
    assert (seen["state"], seen["digest"]) == ("gone", made["digest"])
    link = await client.get(f"/dossiers/{made['id']}/link", reader)
    assert (link.status_code, link.json()["type"]) == (409, "urn:schakel:problem:dossier-gone")


async def test_nothing_is_left_and_nothing_is_made_of_a_client_that_was_erased(
    client: Client, patron: Patron
) -> None:
    patron.known()
    await patron.made(client)
    key = (await patron.under_way()).object_key
    waiting = (await patron.ask(client)).json()
    order = ErasureOrdered(
        tenant_id=patron.tenant_id, client_id=patron.id, categories=["documents"], files=[]
    )
    async with tenant_transaction(patron.archive.pool, patron.tenant_id) as connection:
        await on_erasure(connection, order)
    await empty_storage(patron.archive.pool, patron.archive.objects)
    assert key
    assert await patron.archive.objects.size_of(key) is None
    await work_on_dossier(patron.archive, patron.tenant_id, UUID(waiting["id"]))
    assert (await patron.under_way()).state == "gone"
    answer = await patron.ask(client)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:schakel:problem:client-erased")


async def test_who_asked_for_it_is_on_record(
    client: Client, patron: Patron, database: Database
) -> None:
    patron.known()
    made = (await patron.ask(client)).json()
    trail = await trail_of(database, patron.tenant_id)
    assert trail.check.sound
    assert trail.operations == [("documents", "add_dossier")]
    assert trail.acts[0].deed.targets == (patron.id, UUID(made["id"]))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a/b\\c:d.pdf", "a-b-c-d.pdf"),
        ("..", "-"),
        (".", "-"),
        ("Café €.pdf", "Café €.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("con\x00trol.pdf", "con-trol.pdf"),
    ],
)
def test_a_name_in_the_zip_can_be_a_files_everywhere(name: str, kept: str) -> None:
    assert plain(name) == kept


def test_no_two_members_bear_one_name_on_any_system() -> None:
    paths = Paths("en")
    names = [paths.of_file(name) for name in ("A.pdf", "a.pdf", "a.pdf", "b", "B")]
    assert len({name.casefold() for name in names}) == len(names)


async def test_storage_says_how_much_is_kept_and_under_which_safeguards(
    client: Client, patron: Patron
) -> None:
    await patron.hand_in("een.pdf", b"12345")
    answer: Any = await client.get("/storage", staff(patron.tenant_id, "owner"))
    assert answer.json() == {
        "objects": 1,
        "bytes": 5,
        "object_lock": "none",
        "lock_days": None,
        "encryption": "none",
        "last_check": None,
    }
    assert (await client.get("/storage", staff(patron.tenant_id))).status_code == 403
    assert (await client.get("/storage", staff(uuid4(), "owner"))).json()["objects"] == 0
