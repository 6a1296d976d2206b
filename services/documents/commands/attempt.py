"""One attempt at something that is made in the background, and what follows when it fails."""

from collections.abc import Awaitable
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

from services.documents.domain.rendering import wait_after
from shared.database import Connection, Pool, tenant_transaction
from shared.errors import Conflict, DomainError, Invalid, Missing
from shared.logs import log

# Something that waiting does not mend: a person has to. It is tried again all the same.
_HOPELESS = timedelta(hours=1)


class Store(Protocol):
    """Where it stands how often something was tried, and on what it failed."""

    async def read(self, connection: Connection, one: UUID, /) -> Any: ...

    async def postpone(
        self, connection: Connection, one: UUID, problem: DomainError, wait: timedelta, /
    ) -> None: ...


async def attempt(
    pool: Pool, tenant_id: UUID, one: UUID, making: Awaitable[None], store: Store
) -> None:
    """What fails is kept for a person to read. The sweep tries it again after 1, 2, 4 … 300
    seconds, and after an hour when waiting mends nothing; it is never given up."""
    try:
        await making
    except DomainError as failure:
        await _postpone(pool, tenant_id, one, failure, store)
    except Exception as failure:
        log.error("making failed", id=str(one), exc_info=failure)
        problem = DomainError("internal", f"Making it failed ({type(failure).__name__}).")
        await _postpone(pool, tenant_id, one, problem, store)


async def _postpone(
    pool: Pool, tenant_id: UUID, one: UUID, problem: DomainError, store: Store
) -> None:
    log.warning("making postponed", id=str(one), problem=problem.code)
    async with tenant_transaction(pool, tenant_id) as connection:
        attempts = (await store.read(connection, one)).attempts
        hopeless = isinstance(problem, Invalid | Missing | Conflict)
        wait = _HOPELESS if hopeless else wait_after(attempts)
        await store.postpone(connection, one, problem, wait)
