from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from services.contracts.domain.contact import Contact, ContactDraft, Duty
from services.contracts.domain.reseller import SignInPlace
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(
    connection: Connection, client_id: UUID, drafts: Sequence[ContactDraft]
) -> list[UUID]:
    """Those whose address nobody at this client has; the others are left out."""
    rows = await connection.fetch(SQL["insert"], client_id, list(drafts))
    return [row["id"] for row in rows]


async def read(connection: Connection, contact_id: UUID | None) -> Contact | None:
    row = await connection.fetchrow(SQL["read"], contact_id)
    return Contact.model_validate(dict(row)) if row else None


async def lock_client(connection: Connection, contact_id: UUID) -> UUID | None:
    """The client of a contact, whose contacts nobody else changes until the end."""
    client_id: UUID | None = await connection.fetchval(SQL["lock_client"], contact_id)
    return client_id


async def duties(connection: Connection, client_id: UUID) -> list[tuple[Duty, ...]]:
    """Of everybody who stands at a client."""
    return [tuple(row["duties"]) for row in await connection.fetch(SQL["duties"], client_id)]


async def edit(connection: Connection, contact_id: UUID, changes: dict[str, Any]) -> bool:
    """False when somebody else at the client has that address; the transaction must end then."""
    try:
        await connection.execute(SQL["edit"], contact_id, changes)
    except asyncpg.UniqueViolationError:
        return False
    return True


async def depart(connection: Connection, contact_id: UUID, recorded_by: UUID | None) -> bool:
    """False for somebody who left before."""
    return await connection.fetchval(SQL["depart"], contact_id, recorded_by) is not None


async def departed(connection: Connection, contact_id: UUID | None) -> bool:
    return bool(await connection.fetchval(SQL["departed"], contact_id))


async def find(connection: Connection, email: str) -> list[tuple[UUID, UUID]]:
    """(tenant, contact) of everybody with this address, at most 50, whatever the tenant."""
    rows = await connection.fetch(SQL["find"], email)
    return [(row["tenant_id"], row["contact_id"]) for row in rows]


async def sign_in_place(connection: Connection, contact_id: UUID) -> SignInPlace | None:
    row = await connection.fetchrow(SQL["sign_in_place"], contact_id)
    return SignInPlace.model_validate(dict(row)) if row else None
