"""A workshop with real parts: PostgreSQL as its own role, S3, LibreOffice; contracts over HTTP."""

import json
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest
from litestar.testing import AsyncTestClient
from pydantic import SecretStr

from deploy.local.storage import Storage
from services.documents.app import create_app
from services.documents.commands.keep_seal import Sealing
from services.documents.commands.render_agreement import Workshop
from services.documents.engine.pdf import Press
from services.documents.engine.vault import Vault
from services.documents.settings import DocumentsSettings, StorageSettings
from services.documents.store.objects import Objects
from shared.database import Pool, connect
from shared.http import Peer
from shared.identity import Signer
from tests.conftest import Database
from tests.documents.asking import Client
from tests.documents.stand import Stand


@pytest.fixture
def tenant_id() -> UUID:
    return uuid4()


@pytest.fixture
async def stand() -> AsyncIterator[Stand]:
    """What answers for contracts."""
    async with Stand().running() as serving:
        yield serving


@pytest.fixture
def storage_settings(storage: Storage) -> StorageSettings:
    return StorageSettings(
        s3_endpoint=f"http://{storage.endpoint}",
        s3_bucket=f"test-{uuid4().hex}",
        s3_access_key=SecretStr(storage.access_key),
        s3_secret_key=SecretStr(storage.secret_key),
    )


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    async with connect(SecretStr(database.url("documents")), size=4) as opened:
        yield opened


@pytest.fixture
async def bus(database: Database) -> AsyncIterator[Pool]:
    """Where contracts appends its events."""
    async with connect(SecretStr(database.url("contracts")), size=1) as opened:
        yield opened


@pytest.fixture
async def workshop(
    pool: Pool, stand: Stand, storage_settings: StorageSettings
) -> AsyncIterator[Workshop]:
    async with httpx.AsyncClient() as client, Press(None, 90, at_once=2) as press:
        signer = Signer("documents", SecretStr(stand.keys["documents"][0]))
        peer = Peer("contracts", stand.url, signer, client)
        sealing = Sealing(Vault(SecretStr(stand.keys["documents"][0])), peer, None)
        # The stand answers for notifications as well.
        yield Workshop(pool, Objects(storage_settings), peer, press, sealing, peer)


@pytest.fixture
async def client(
    database: Database, stand: Stand, storage_settings: StorageSettings
) -> AsyncIterator[Client]:
    settings = DocumentsSettings.model_validate(
        {
            "database_url": database.url("documents"),
            "signing_key": stand.keys["documents"][0],
            "seal_key": stand.keys["documents"][0],
            "public_keys": json.dumps(stand.public_keys),
            "contracts_url": stand.url,
            **{name: getattr(storage_settings, name) for name in StorageSettings.model_fields},
        }
    )
    async with AsyncTestClient(create_app(settings)) as http:
        yield Client(http, stand)
