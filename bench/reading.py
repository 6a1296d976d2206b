"""Reads of one agreement through HTTP, against a bare handler that does the same token check and
the same transaction under row-level security; each in a process of its own, in turns in one run.
"""

import json
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from pydantic import SecretStr

from bench.http_load import requests_per_second
from bench.report import Result, compared
from deploy.local.postgres import Postgres
from deploy.local.processes import Process, free_port
from shared.identity import Actor, Signer, new_key

ROUNDS = 9
SECONDS = 1.5


@asynccontextmanager
async def serving(module: str, url: str, public: str, secret: str) -> AsyncIterator[int]:
    port = free_port()
    told: Mapping[str, str] = {
        "SCHAKEL_DATABASE_URL": url,
        "SCHAKEL_PORT": str(port),
        "SCHAKEL_RATE_PER_MINUTE": "0",
        "SCHAKEL_SIGNING_KEY": secret,
        "SCHAKEL_PUBLIC_KEYS": json.dumps({"portal": public}),
    }
    log = Path(f"build/bench/{module}.log")
    process = Process(module, [sys.executable, "-m", module], log, environment=os.environ | told)
    await process.start()
    try:
        await process.ready_at(port)
        yield port
    finally:
        await process.stop()


async def measure(server: Postgres, tenant: UUID, agreement: UUID) -> Result:
    secret, public = new_key()
    owner = Actor(kind="staff", tenant_id=tenant, id=uuid4(), role="owner", grant=uuid4())
    token = Signer("portal", SecretStr(secret)).sign(owner, "contracts", timedelta(hours=1))
    url, path = server.url("contracts"), f"/agreements/{agreement}"
    rounds = []
    async with (
        serving("services.contracts.app", url, public, secret) as ours,
        serving("bench.bare", url, public, secret) as bare,
    ):
        for port in (ours, bare):
            await requests_per_second(port, path, token, SECONDS)
        for _ in range(ROUNDS):
            mine = await requests_per_second(ours, path, token, SECONDS)
            rounds.append((mine, await requests_per_second(bare, path, token, SECONDS)))
    return compared(
        "read-vs-bare", "requests/s", "a bare Litestar handler", rounds, ("litestar", "asyncpg")
    )
