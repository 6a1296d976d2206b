from collections.abc import Sequence
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.client import (
    Client,
    ClientDraft,
    ClientLine,
    ClientPage,
    Contact,
    ContactDraft,
    SignInContact,
)
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(
    connection: Connection, draft: ClientDraft, contacts: Sequence[ContactDraft]
) -> UUID | None:
    """Null when there is a client of that external id already."""
    client_id: UUID | None = await connection.fetchval(SQL["insert"], draft)
    if client_id is not None:
        await connection.execute(SQL["insert_contacts"], client_id, list(contacts))
    return client_id


async def list_page(
    connection: Connection, after: str | None, limit: int, q: str | None
) -> ClientPage:
    """In the order of their names; ``q`` is part of a name or an ``external_id``, in any case."""
    key, last_id = page.decode(after)
    pattern = q.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") if q else None
    rows = await connection.fetch(SQL["list_page"], key, last_id, pattern, limit + 1)
    items = tuple(ClientLine.model_validate(dict(row)) for row in rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    return ClientPage(items=items, next=last and page.encode(last["name_key"], last["id"]))


async def read(connection: Connection, client_id: UUID) -> Client | None:
    row = await connection.fetchrow(SQL["read"], client_id)
    return Client.model_validate(dict(row)) if row else None


async def name_of(connection: Connection, client_id: UUID) -> str | None:
    name: str | None = await connection.fetchval(SQL["name_of"], client_id)
    return name


async def read_contact(connection: Connection, contact_id: UUID | None) -> Contact | None:
    row = await connection.fetchrow(SQL["read_contact"], contact_id)
    return Contact.model_validate(dict(row)) if row else None


async def find_contacts(connection: Connection, email: str) -> list[tuple[UUID, UUID]]:
    """(tenant, contact) of everybody with this address, at most 50, whatever the tenant."""
    rows = await connection.fetch(SQL["find_contacts"], email)
    return [(row["tenant_id"], row["contact_id"]) for row in rows]


async def sign_in_contact(connection: Connection, contact_id: UUID) -> SignInContact | None:
    row = await connection.fetchrow(SQL["sign_in_contact"], contact_id)
    return SignInContact.model_validate(dict(row)) if row else None
