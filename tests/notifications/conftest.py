"""Notifications with real parts round it: PostgreSQL, a mail server, its peers over HTTP."""

import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from litestar.testing import AsyncTestClient
from pydantic import SecretStr

from deploy.local.processes import Process
from services.notifications.app import create_app
from services.notifications.settings import Settings
from services.notifications.store import notices
from shared import outbox
from shared.database import Pool, connect, snapshot, tenant_transaction
from shared.events import Event
from shared.identity import Actor, Signer, new_key
from shared.migrate import SERVICES
from tests.conftest import Database
from tests.notifications import samples
from tests.notifications.peers import Peers, serving
from tests.notifications.sink import Sink

ROOT = Path(__file__).resolve().parents[2]


async def until(
    what: Callable[[], Awaitable[Any]], *, seconds: float = 40, every: float = 0.05
) -> Any:
    """The first answer that is true, within a bound."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := await what():
            return found
        await asyncio.sleep(every)
    raise AssertionError(f"did not become true within {seconds} s; it is {await what()!r}")


@dataclass
class Stage:
    """Everything that a test of this service touches."""

    database: Database
    sink: Sink
    peers: Peers
    keys: dict[str, tuple[str, str]]
    folder: Path
    pool: Pool
    producer: Pool
    owner: "asyncpg.Connection[asyncpg.Record]"
    workers: list[Process] = field(default_factory=list)

    def environment(self) -> dict[str, str]:
        known = {
            "DATABASE_URL": self.database.url("notifications"),
            "SIGNING_KEY": self.keys["notifications"][0],
            "PUBLIC_KEYS": json.dumps({name: pair[1] for name, pair in self.keys.items()}),
            "CONTRACTS_URL": self.peers.url,
            "PORTAL_URL": self.peers.url,
            "DOCUMENTS_URL": self.peers.url,
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self.sink.port),
            "MAIL_FROM": "bericht@schakel.example",
            "LEASE_SECONDS": "2",
            "API_URL": "https://api.voorbeeldhost.example",
            "WEBHOOK_NETWORKS": "127.0.0.0/8",
            "WEBHOOK_SECONDS": "1",
        }
        return {f"SCHAKEL_{name}": value for name, value in known.items()}

    def settings(self) -> Settings:
        return Settings.load(self.environment())

    async def start_worker(self, **settings: str) -> Process:
        """``settings``: those that differ, by their names in the environment."""
        worker = Process(
            f"worker {len(self.workers)}",
            [sys.executable, "-m", "services.notifications.worker"],
            self.folder / f"worker-{len(self.workers)}.log",
            environment={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
            | self.environment()
            | settings,
        )
        await worker.start()
        self.workers.append(worker)
        return worker

    async def tell(self, event: Event) -> UUID:
        """As contracts or documents would: append to the outbox in a transaction of that tenant."""
        async with tenant_transaction(self.producer, event.tenant_id) as connection:
            return await outbox.append(connection, event)

    def token(self, **more: Any) -> dict[str, str]:
        """A header for staff, a contact or a service; staff with every right unless told."""
        known = {"kind": "staff", "tenant_id": samples.TENANT, "id": samples.SPACE, "role": "owner"}
        actor = Actor(**(known | more))
        issuer = actor.service or "portal"
        signed = Signer(issuer, SecretStr(self.keys[issuer][0])).sign(
            actor, "notifications", timedelta(minutes=5)
        )
        return {"Authorization": f"Bearer {signed}"}

    async def states(self, tenant: UUID = samples.TENANT) -> dict[str, int]:
        async with snapshot(self.pool, tenant) as connection:
            listed = await connection.fetch("SELECT id FROM notifications.notice")
            counted = await notices.counts(connection, [row["id"] for row in listed])
            rows = await connection.fetch(
                "SELECT state, count(*) AS n FROM notifications.standing GROUP BY state"
            )
        found: Counter[str] = Counter()
        for states in counted.values():
            found.update(states)
        assert found == {row["state"]: row["n"] for row in rows}, "the marks say what each row says"
        return dict(found)

    async def reach(self, *, tenant: UUID = samples.TENANT, **states: int) -> None:
        async def same() -> bool:
            return await self.states(tenant) == states

        try:
            await until(same)
        except AssertionError:
            raise AssertionError(
                f"{await self.states(tenant)} instead of {states}\n"
                + "\n".join(worker.tail(8000) for worker in self.workers)
            ) from None

    async def evidence(self, tenant: UUID = samples.TENANT) -> list[tuple[int, str]]:
        """Attempt and kind of every row, in order of the chain."""
        async with tenant_transaction(self.pool, tenant) as connection:
            rows = await connection.fetch(
                "SELECT attempt, kind FROM notifications.evidence ORDER BY notice_id, position"
            )
        return [(row["attempt"], row["kind"]) for row in rows]

    async def news(self, kind: str) -> list[dict[str, Any]]:
        """Events of this kind that notifications gave out."""
        rows = await self.owner.fetch(
            "SELECT payload FROM bus.event WHERE type = $1 ORDER BY id", kind
        )
        return [json.loads(row["payload"]) for row in rows]


@pytest.fixture(scope="session")
def keys() -> dict[str, tuple[str, str]]:
    return {service: new_key() for service in SERVICES}


@pytest.fixture
async def sink() -> AsyncIterator[Sink]:
    server = Sink()
    await server.start()
    yield server
    server.let_go.set()
    await server.stop()


@pytest.fixture
async def stage(
    database: Database, sink: Sink, keys: dict[str, tuple[str, str]], tmp_path: Path
) -> AsyncIterator[Stage]:
    owner = await asyncpg.connect(database.url("schakel_owner"))
    peers = Peers({name: pair[1] for name, pair in keys.items()})
    async with (
        serving(peers),
        connect(SecretStr(database.url("notifications"))) as pool,
        connect(SecretStr(database.url("contracts")), size=2) as producer,
    ):
        scene = Stage(database, sink, peers, keys, tmp_path, pool, producer, owner)
        yield scene
        for worker in scene.workers:
            await worker.kill()
    await owner.close()


@pytest.fixture
async def api(stage: Stage) -> AsyncIterator[AsyncTestClient[Any]]:
    async with AsyncTestClient(create_app(stage.settings())) as client:
        yield client
