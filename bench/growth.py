"""What a person waits for, at providers of ten thousand, a hundred thousand and a million clients,
each in a database of its own, asked in turns in one run through the service's own HTTP face.
"""

import json
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
from pydantic import SecretStr

from bench import freezing
from bench.report import Growth
from deploy.local.postgres import Postgres
from services.contracts.app import create_app
from services.contracts.commands.keep_catalogue import edit_subprocessor
from services.contracts.domain import page
from services.contracts.domain.found import found
from services.contracts.domain.subprocessor import SubprocessorEdit
from services.contracts.settings import ContractsSettings
from services.contracts.store import subprocessors
from services.contracts.worker import weigh_groups
from shared.database import Pool, connect, tenant_transaction
from shared.etag import etag_of
from shared.identity import Actor, Signer, new_key

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS = 60


@dataclass
class Site:
    """One size: a service over its own database, and what to ask it by the name of the measure."""

    client: httpx.AsyncClient
    asked: dict[str, str]

    async def seconds(self, name: str) -> float:
        started = time.perf_counter()
        answer = await self.client.get(self.asked[name])
        taken = time.perf_counter() - started
        if answer.status_code != 200:
            raise RuntimeError(f"{self.asked[name]}: {answer.status_code} {answer.text[:200]}")
        return taken


@asynccontextmanager
async def site(server: Postgres, tenant: UUID) -> AsyncIterator[Site]:
    secret, public = new_key()
    told = {"database_url": server.url("contracts"), "signing_key": secret}
    settings = ContractsSettings.model_validate(
        told | {"public_keys": json.dumps({"portal": public}), "rate_per_minute": 0}
    )
    served: Any = create_app(settings)
    async with connect(settings.database_url) as pool:
        served.state.pool = pool
        owner = Actor(kind="staff", tenant_id=tenant, id=uuid4(), role="owner")
        token = Signer("portal", SecretStr(secret)).sign(owner, "contracts", timedelta(hours=2))
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app=served),
            base_url="http://contracts",
            headers={"Authorization": f"Bearer {token}"},
        ) as client:
            yield Site(client, await questions(pool, server.url("postgres"), tenant))


async def questions(pool: Pool, administrator: str, tenant: UUID) -> dict[str, str]:
    """Pages from the middle of the list, so that nothing is quick for being first."""
    change = await freezing.draft(pool, tenant, 0)
    await freezing.ours(pool, tenant, change)
    await let_drift(pool, tenant)
    await weigh_groups(pool)
    connection = await asyncpg.connect(administrator)
    try:
        await connection.execute("VACUUM (ANALYZE)")
        middle = await connection.fetchrow(
            "SELECT c.id, c.name_key FROM contracts.client c WHERE c.tenant_id = $1"
            " ORDER BY c.name_key, c.id OFFSET (SELECT count(*) / 2 FROM contracts.client) LIMIT 1",
            tenant,
        )
    finally:
        await connection.close()
    assert middle is not None
    after = page.encode(middle["name_key"], middle["id"])
    client = f"/clients/{middle['id']}"
    return {
        "clients page": f"/clients?after={after}",
        "client": client,
        "processors as of a day": f"{client}/processors?on=2026-06-30",
        "drift list": "/drift",
        "gate of one client": f"{client}/changes",
        "gate of a change": f"/changes/{change}",
    }


async def let_drift(pool: Pool, tenant: UUID) -> None:
    """A party of one product has another name: the annexes of all who take it are old."""
    async with tenant_transaction(pool, tenant) as connection:
        party = await connection.fetchval(
            "SELECT id FROM contracts.subprocessor WHERE name = 'Wolk 1.1'"
        )
        edit = SubprocessorEdit(name="Wolk 1.1 Nederland")
        standing = found(await subprocessors.read(connection, party), "subprocessor")
        await edit_subprocessor(connection, party, edit, etag_of(standing))


async def measure(providers: Sequence[tuple[Postgres, UUID]]) -> list[Growth]:
    """``providers`` in the order of ``SIZES``."""
    async with AsyncExitStack() as stack:
        sites = [
            await stack.enter_async_context(site(server, tenant)) for server, tenant in providers
        ]
        return [await growth(name, sites) for name in sites[0].asked]


async def growth(name: str, sites: Sequence[Site]) -> Growth:
    taken: list[list[float]] = [[] for _ in sites]
    for number in range(ROUNDS + 5):
        for place, one in enumerate(sites):
            seconds = await one.seconds(name)
            if number >= 5:
                taken[place].append(seconds)
    return Growth(name, SIZES, [statistics.median(times) * 1000 for times in taken])
