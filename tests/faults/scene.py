"""Notifications as it runs, with its surroundings in the hands of whoever breaks them: workers in
processes of their own, PostgreSQL that keeps what it commits, a mail server with a ledger."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
from pydantic import SecretStr

from deploy.local.postgres import DATABASE, Postgres
from deploy.local.processes import Process, free_port
from services.notifications.channels.mail.addresses import return_path
from services.notifications.commands.reconcile import Given, Reconciled, reconcile_all
from services.notifications.settings import Settings
from services.notifications.store import deliveries
from shared import outbox
from shared.database import Pool, connect, tenant_transaction
from shared.events import Event
from shared.identity import new_key
from shared.migrate import SERVICES
from tests.conftest import copied, dropped
from tests.faults.sink import Trouble
from tests.faults.surroundings import Disk, shifted
from tests.faults.truth import Ledger
from tests.notifications.conftest import until
from tests.notifications.peers import Peers, serving

ROOT = Path(__file__).resolve().parents[2]
LEASE_SECONDS = 1.0


class Slot:
    """A worker that whoever runs the house starts anew whenever it ends, however it ended."""

    def __init__(self, number: int, command: list[str], folder: Path, environment: dict[str, str]):
        self.number, self.starts = number, 0
        self._command, self._folder, self._environment = command, folder, environment
        self._wanted = True
        self.process = self._new()
        self._keeping: asyncio.Task[None] | None = None

    def _new(self) -> Process:
        return Process(
            f"worker {self.number}",
            self._command,
            self._folder / f"worker-{self.number}.log",
            environment=self._environment,
            # A process that sleeps hears of nothing else when the harness ends.
            stop_signal=signal.SIGKILL,
        )

    async def start(self) -> None:
        await self.process.start()
        self.starts += 1
        self._keeping = asyncio.create_task(self._keep())

    async def _keep(self) -> None:
        while True:
            await self.process.wait()
            if not self._wanted:
                return
            fresh = self._new()
            await fresh.start()
            self.process, self.starts = fresh, self.starts + 1
            if not self._wanted:
                await fresh.kill()

    def tell(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, number)

    async def renew(self) -> None:
        """Asked to end, it says all that it knows first; then another one stands in its place."""
        before = self.process
        self.tell(signal.SIGTERM)
        await asyncio.wait_for(before.wait(), 60)

    async def end(self) -> None:
        self._wanted = False
        await self.process.kill()
        if self._keeping:
            await self._keeping


@dataclass
class Scene:
    """``per_second`` of each worker, so that a fan-out lasts until it is broken in the middle;
    ``mutant``: which of them the workers are, if any; ``clocks``: what shifts theirs by ``hours``;
    ``small``: the disk on which the evidence is."""

    server: Postgres
    name: str
    folder: Path
    pool: Pool
    producer: Pool
    peers: Peers
    keys: dict[str, tuple[str, str]]
    url: str
    sink: Process
    sink_port: int
    per_second: int
    mutant: str | None
    clocks: str | None = None
    hours: tuple[int, ...] = ()
    small: Disk | None = None
    tenant: UUID = field(default_factory=uuid4)
    workers: list[Slot] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.folder / "ledger")

    @property
    def taken(self) -> int:
        return self.ledger.read().taken.total()

    def environment(self) -> dict[str, str]:
        known = {
            "DATABASE_URL": self.url,
            "SIGNING_KEY": self.keys["notifications"][0],
            "PUBLIC_KEYS": json.dumps({name: pair[1] for name, pair in self.keys.items()}),
            "CONTRACTS_URL": self.peers.url,
            "PORTAL_URL": self.peers.url,
            "DOCUMENTS_URL": self.peers.url,
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self.sink_port),
            "SMTP_PER_SECOND": str(self.per_second),
            "MAIL_FROM": "bericht@schakel.example",
            "LEASE_SECONDS": str(LEASE_SECONDS),
        }
        mine = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        return mine | {f"SCHAKEL_{name}": value for name, value in known.items()}

    async def employ(self, count: int) -> None:
        module = ["services.notifications.worker"]
        if self.mutant:
            module = ["tests.faults.mutants", self.mutant]
        for _ in range(count):
            slot = Slot(
                len(self.workers),
                [sys.executable, "-m", *module],
                self.folder,
                self.environment() | self._clock(len(self.workers)),
            )
            await slot.start()
            self.workers.append(slot)

    def _clock(self, number: int) -> dict[str, str]:
        if not self.clocks:
            return {}
        return shifted(self.hours[number % len(self.hours)], self.clocks)

    async def tell(self, event: Event) -> None:
        async with tenant_transaction(self.producer, event.tenant_id) as connection:
            await outbox.append(connection, event)

    async def stop_postgres_at_once(self) -> None:
        """An immediate stop: nothing is flushed; recovery finds what was committed."""
        os.kill(self.server.process.pid, signal.SIGQUIT)
        await self.server.process.wait()

    async def start_postgres(self) -> None:
        await self.server.start()

        async def answers() -> bool:
            try:
                await self.pool.fetchval("SELECT 1")
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                return False
            return True

        await until(answers, seconds=120, every=0.02)

    @contextlib.asynccontextmanager
    async def evidence_on(self, small: Disk) -> AsyncIterator[None]:
        """What is appended to chains goes to a disk of its own, as administrators move it."""
        self.small, space = small, f"small_{self.name}"
        admin = await asyncpg.connect(self.server.url("postgres", self.name))
        await admin.execute(f"CREATE TABLESPACE {space} LOCATION '{small.folder / 'room'}'")
        for table in ("evidence", "disclosure"):
            await admin.execute(f"ALTER TABLE notifications.{table} SET TABLESPACE {space}")
        await admin.close()
        try:
            yield
        finally:
            small.empty()
            admin = await asyncpg.connect(self.server.url("postgres", self.name))
            for table in ("evidence", "disclosure"):
                await admin.execute(f"ALTER TABLE notifications.{table} SET TABLESPACE pg_default")
            await admin.execute(f"DROP TABLESPACE {space}")
            await admin.close()

    def said(self, words: str) -> int:
        """How often the workers logged this."""
        return sum(
            slot.process.log.read_text(errors="replace").count(words) for slot in self.workers
        )

    async def hurry(self) -> None:
        """As if no deferral had a waiting time. What a worker has its hands on is left alone."""
        async with tenant_transaction(self.pool, self.tenant) as connection:
            await connection.execute(
                "UPDATE notifications.delivery SET due_at = now() WHERE id IN ("
                " SELECT id FROM notifications.delivery WHERE state = 'queued' AND due_at > now()"
                " FOR UPDATE SKIP LOCKED)"
            )
            await connection.execute(
                "UPDATE notifications.pgqueuer SET execute_after = now() WHERE id IN ("
                " SELECT id FROM notifications.pgqueuer WHERE execute_after > now()"
                " FOR UPDATE SKIP LOCKED)"
            )

    async def as_owner(self, statement: str, *values: object) -> list[Any]:
        owner = await asyncpg.connect(self.server.url("schakel_owner", self.name))
        try:
            return await owner.fetch(statement, *values)
        finally:
            await owner.close()

    async def go_ahead(self, hours: int) -> None:
        """Legal time, away from every clock of this machine."""
        ahead = "UPDATE clock.simulation SET ahead = make_interval(hours => $1)"
        await self.as_owner(ahead, hours)

    async def news(self, kind: str) -> list[dict[str, Any]]:
        rows = await self.as_owner("SELECT payload FROM bus.event WHERE type = $1", kind)
        return [json.loads(row["payload"]) for row in rows]

    async def reconcile(self) -> Reconciled:
        """What an administrator does, with the log as far as the mail server has written it."""
        log, settings = self.folder / "mail.log", Settings.load(self.environment())
        before = log.stat().st_size
        _, writer = await asyncio.open_connection("127.0.0.1", self.sink_port)

        async def later() -> bool:
            return log.stat().st_size > before

        await until(later, every=0.01)
        writer.close()
        with log.open() as lines:
            given = Given(lines, None, timedelta(0))
            return await reconcile_all(self.pool, return_path(settings), given)

    async def in_doubt(self) -> list[deliveries.Standing]:
        async with tenant_transaction(self.pool, self.tenant) as connection:
            rows = await connection.fetch(
                "SELECT id, notice_id, chunk_id, state, attempts, recipient_id"
                " FROM notifications.standing"
                " WHERE state = 'in_doubt' ORDER BY id"
            )
        return [deliveries.Standing(*row) for row in rows]

    def tails(self) -> str:
        return "\n".join(slot.process.tail(3000) for slot in self.workers)


@asynccontextmanager
async def scene(
    server: Postgres, folder: Path, trouble: Trouble, per_second: int, mutant: str | None
) -> AsyncIterator[Scene]:
    """A database, a mail server and peers for one run; whoever works in it is gone at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    name, port = f"faults_{uuid4().hex}", free_port()
    keys = {service: new_key() for service in SERVICES}
    peers = Peers({service: pair[1] for service, pair in keys.items()}, page=100)
    command = [sys.executable, "-m", "tests.faults.sink", str(port), str(folder), trouble.encode()]
    sink = Process(
        "sink",
        command,
        folder / "sink.log",
        environment={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stop_signal=signal.SIGKILL,
    )
    await copied(server, DATABASE, name)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(dropped, server, name)
        await stack.enter_async_context(serving(peers))
        url = server.url("notifications", name)
        pool = await stack.enter_async_context(connect(SecretStr(url), size=4))
        producer = await stack.enter_async_context(
            connect(SecretStr(server.url("contracts", name)), size=2)
        )
        await sink.start()
        stack.push_async_callback(sink.kill)
        await sink.ready_at(port)
        known = (server, name, folder, pool, producer, peers, keys, url, sink, port)
        here = Scene(*known, per_second, mutant)
        try:
            yield here
        finally:
            for slot in here.workers:
                await slot.end()
