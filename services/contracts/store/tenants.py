from datetime import date
from uuid import UUID

from services.contracts.domain.tenant import Tenant, TenantDraft, TenantEdit
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def new_id(connection: Connection) -> UUID:
    tenant_id: UUID = await connection.fetchval(SQL["new_id"])
    return tenant_id


async def insert(connection: Connection, draft: TenantDraft) -> bool:
    """Whether it was made; false when the id or the slug is taken."""
    return await connection.fetchval(SQL["insert"], draft) is not None


async def read(connection: Connection) -> Tenant | None:
    """The tenant of the running transaction."""
    row = await connection.fetchrow(SQL["read"])
    return Tenant.model_validate(dict(row)) if row else None


async def read_on(connection: Connection, on: date) -> Tenant | None:
    """The same as it stood at the end of a day."""
    row = await connection.fetchrow(SQL["read_on"], on)
    return Tenant.model_validate(dict(row)) if row else None


async def lock(connection: Connection) -> None:
    """Until the end of the transaction nobody else edits it."""
    await connection.execute(SQL["lock"])


async def update(connection: Connection, edit: TenantEdit) -> None:
    await connection.execute(SQL["update"], edit.given())


async def by_slug(connection: Connection, slug: str) -> UUID | None:
    found: UUID | None = await connection.fetchval(SQL["by_slug"], slug)
    return found


async def list_ids(connection: Connection) -> list[UUID]:
    """At most 200, in the order of their slugs."""
    return [row["id"] for row in await connection.fetch(SQL["list_ids"])]


async def list_after(connection: Connection, last: UUID) -> list[UUID]:
    """The next 200 at most, in the order of their ids."""
    return [row["id"] for row in await connection.fetch(SQL["list_after"], last)]
