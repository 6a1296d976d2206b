"""The ceiling of a read: a bare Litestar handler with the same token check and the same transaction
under row-level security, which fetches the agreement's row by its key and answers it. The pool and
the transaction are those of asyncpg's own documentation.

python -m bench.bare
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
from litestar import Litestar, get
from litestar.params import FromPath

from services.contracts.settings import ContractsSettings
from shared.web import ActorRequest, create_litestar, only, serve


@get("/agreements/{agreement_id:uuid}", guards=[only("owner")])
async def read_agreement(request: ActorRequest, agreement_id: FromPath[UUID]) -> dict[str, Any]:
    """The row as it stands."""
    tenant = str(request.user.tenant)
    async with request.app.state.pool.acquire() as connection, connection.transaction():
        await connection.execute("SELECT set_config('app.tenant', $1, true)", tenant)
        row = await connection.fetchrow(
            "SELECT id, client_id, reference, language FROM contracts.agreement WHERE id = $1",
            agreement_id,
        )
    return dict(row) if row else {}


def create_app(settings: ContractsSettings) -> Litestar:
    @asynccontextmanager
    async def pool(app: Litestar) -> AsyncIterator[None]:
        async with asyncpg.create_pool(settings.database_url.get_secret_value()) as opened:
            app.state.pool = opened
            yield

    return create_litestar("contracts", settings, [read_agreement], [pool])


if __name__ == "__main__":
    told = ContractsSettings.load()
    serve(create_app(told), told)
