"""Storage that is down, fails, lies or dawdles: nothing is recorded, and the same call may be made
again."""

import json
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar.testing import AsyncTestClient
from pydantic import SecretStr

from deploy.local.storage import Storage
from services.documents.app import create_app
from services.documents.commands.keep_object import sweep_stranded
from services.documents.commands.make_dossier import Archive
from services.documents.commands.work_on_dossier import work_on_dossier
from services.documents.settings import DocumentsSettings, StorageSettings
from services.documents.store.objects import Objects
from shared.database import Pool
from shared.http import Peer
from shared.identity import Signer
from tests.conftest import Database
from tests.documents.asking import Client, staff
from tests.documents.faulty import Fault, Faults, proxied
from tests.documents.files_of_clients import Patron, fetched, unpacked
from tests.documents.keeping import a_day_passes, ledger
from tests.documents.stand import Stand

PDF = b"%PDF-1.7 getekend"
PATH = "/files?name=getekend.pdf"


@pytest.fixture
def faults(storage: Storage) -> Iterator[Faults]:
    with proxied(storage.endpoint) as found:
        yield found


@pytest.fixture
def settings(storage_settings: StorageSettings, faults: Faults) -> StorageSettings:
    return storage_settings.model_copy(update={"s3_endpoint": faults.url, "s3_seconds": 0.7})


@pytest.fixture
async def client(
    database: Database, stand: Stand, settings: StorageSettings
) -> AsyncIterator[Client]:
    told = DocumentsSettings.model_validate(
        {
            "database_url": database.url("documents"),
            "signing_key": stand.keys["documents"][0],
            "seal_key": stand.keys["documents"][0],
            "public_keys": json.dumps(stand.public_keys),
            "contracts_url": stand.url,
            **{name: getattr(settings, name) for name in StorageSettings.model_fields},
        }
    )
    async with AsyncTestClient(create_app(told)) as http:
        yield Client(http, stand)


@dataclass
class Seen:
    """What is recorded and what lies there."""

    database: Database
    storage: Storage
    settings: StorageSettings
    pool: Pool

    async def recorded(self) -> set[str]:
        return (await self._ledger()).recorded

    async def swept(self) -> bool:
        """Whether, a day later, nothing lies there but what is recorded."""
        await a_day_passes(self.database)
        await sweep_stranded(self.pool, Objects(self.settings))
        left = await self._ledger()
        return left.stored == left.recorded

    async def _ledger(self) -> Any:
        return await ledger(self.database, self.storage.folder / "objects", self.settings)


@pytest.fixture
def seen(
    database: Database, storage: Storage, storage_settings: StorageSettings, pool: Pool
) -> Seen:
    return Seen(database, storage, storage_settings, pool)


async def _hand_in(client: Client, tenant_id: UUID) -> Any:
    return await client.post(PATH, PDF, "application/pdf", staff(tenant_id))


@pytest.mark.parametrize(
    ("method", "fault", "code"),
    [
        ("PUT", "error", "storage-unavailable"),
        ("PUT", "late-error", "storage-unavailable"),
        ("PUT", "hang-up", "storage-unavailable"),
        ("PUT", "slow", "storage-unavailable"),
        ("GET", "error", "storage-unavailable"),
        ("GET", "cut", "storage-unavailable"),
        ("GET", "hang-up", "storage-unavailable"),
        ("GET", "slow", "storage-unavailable"),
        ("GET", "wrong", "storage-altered"),
        ("HEAD", "slow", "storage-unavailable"),
    ],
)
async def test_a_file_is_refused_with_the_reason_recorded_nowhere_and_kept_the_next_time(
    method: str,
    fault: Fault,
    code: str,
    faults: Faults,
    client: Client,
    tenant_id: UUID,
    seen: Seen,
) -> None:
    faults.befall(method, fault)
    answer = await _hand_in(client, tenant_id)
    assert answer.status_code == 503, answer.text
    assert answer.json()["type"] == f"urn:schakel:problem:{code}"
    assert faults.met
    assert await seen.recorded() == set()
    faults.befall("", None)
    assert (await _hand_in(client, tenant_id)).status_code == 201
    assert len(await seen.recorded()) == 1
    assert await seen.swept()


async def test_storage_that_nobody_answers_for_is_said_to_be_down(
    settings: StorageSettings, tenant_id: UUID, pool: Pool
) -> None:
    nowhere = settings.model_copy(update={"s3_endpoint": "http://127.0.0.1:1"})
    with pytest.raises(Exception, match="can't be reached"):
        await Objects(nowhere).fetch(f"{tenant_id}/x", b"")


@pytest.fixture
async def patron(
    stand: Stand, pool: Pool, settings: StorageSettings, tenant_id: UUID
) -> AsyncIterator[Patron]:
    async with httpx.AsyncClient() as http:
        signer = Signer("documents", SecretStr(stand.keys["documents"][0]))
        peer = Peer("contracts", stand.url, signer, http)
        # Sixteen megabytes: more than one part, so that its upload is one in parts.
        patron = Patron(stand, Archive(pool, Objects(settings), peer, peer), tenant_id)
        for number in range(2):
            await patron.hand_in(f"{number}.pdf", os.urandom(9 * 1024 * 1024))
        patron.known()
        yield patron


@pytest.mark.parametrize(
    ("method", "fault"),
    [("PUT", "error"), ("PUT", "hang-up"), ("POST", "error"), ("GET", "cut"), ("GET", "wrong")],
)
async def test_a_whole_file_that_was_cut_is_made_again_and_ends_its_upload(
    method: str, fault: Fault, faults: Faults, client: Client, patron: Patron, seen: Seen
) -> None:
    held = await seen.recorded()
    faults.befall(method, fault)
    faults.asked.clear()
    made = await patron.made(client)
    assert made["state"] == "failing"
    assert await seen.recorded() == held
    begun = [asked for asked in faults.asked if asked.startswith("POST") and "uploads" in asked]
    ended = [asked for asked in faults.asked if asked.startswith("DELETE")]
    # Whether a part was full before the bytes that came proved wrong, is a matter of moments.
    assert begun or method == "GET"
    # Which upload a server begins that answers nothing, nobody knows.
    assert method == "POST" or len(ended) >= len(begun)
    faults.befall("", None)
    await work_on_dossier(patron.archive, patron.tenant_id, UUID(made["id"]))
    again = await patron.under_way()
    assert (again.state, again.problem) == ("ready", None)
    assert await seen.swept()
    got = await fetched(client, made["id"], staff(patron.tenant_id))
    members = unpacked(got.content)
    assert len(members["bestanden/0.pdf"]) == 9 * 1024 * 1024
