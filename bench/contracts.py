"""The register at the size of a provider with a million clients; three databases, filled first."""

import asyncio
from contextlib import AsyncExitStack
from uuid import UUID

import asyncpg
from pydantic import SecretStr

from bench import data, freezing, growth, importing, reading
from bench.database import postgres
from bench.report import publish
from deploy.local.postgres import Postgres
from shared.database import connect


async def provider(server: Postgres, size: int) -> UUID:
    async with connect(SecretStr(server.url("contracts"))) as pool:
        return await data.new_provider(pool, server.url("postgres"), size)


async def an_agreement(server: Postgres, tenant: UUID) -> UUID:
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        found: UUID = await connection.fetchval(
            "SELECT id FROM contracts.agreement WHERE tenant_id = $1 OFFSET 5000 LIMIT 1", tenant
        )
    finally:
        await connection.close()
    return found


async def measure() -> None:
    async with AsyncExitStack() as stack:
        servers = [await stack.enter_async_context(postgres()) for _ in growth.SIZES]
        providers = [
            (server, await provider(server, size))
            for server, size in zip(servers, growth.SIZES, strict=True)
        ]
        largest, tenant = providers[-1]
        read = await reading.measure(largest, tenant, await an_agreement(largest, tenant))
        grown = await growth.measure(providers)
        async with connect(SecretStr(largest.url("contracts"))) as pool:
            frozen = await freezing.measure(pool, largest.url("postgres"), tenant)
        taken_in = await importing.measure(*providers[0])
    publish("contracts", [read, frozen], grown, [taken_in])


def main() -> None:
    asyncio.run(measure())


if __name__ == "__main__":
    main()
