from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import asyncpg

from services.contracts.domain import page
from services.contracts.domain.client import (
    Client,
    ClientDraft,
    ClientFilter,
    ClientLine,
    ClientPage,
)
from services.contracts.domain.contact import ContactDraft
from services.contracts.store import contacts
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(
    connection: Connection,
    draft: ClientDraft,
    people: Sequence[ContactDraft],
    placed_by: UUID | None,
) -> UUID | None:
    """Null when there is a client of that external id already."""
    client_id: UUID | None = await connection.fetchval(SQL["insert"], draft)
    if client_id is not None:
        await contacts.insert(connection, client_id, people)
        await connection.execute(SQL["first_placement"], client_id, placed_by)
    return client_id


async def list_page(
    connection: Connection, after: str | None, limit: int, asked: ClientFilter
) -> ClientPage:
    """In the order of their names."""
    key, last_id = page.decode(after)
    wanted = asked.model_dump(mode="json") | {"q": _anywhere(asked.q)}
    rows = await connection.fetch(SQL["list_page"], key, last_id, wanted, limit + 1)
    items = tuple(ClientLine.model_validate(dict(row)) for row in rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    return ClientPage(items=items, next=last and page.encode(last["name_key"], last["id"]))


def _anywhere(q: str | None) -> str | None:
    """The pattern of a text that holds this one, whatever the case."""
    if not q:
        return None
    plain = q.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"


async def read(connection: Connection, client_id: UUID) -> Client | None:
    row = await connection.fetchrow(SQL["read"], client_id)
    return Client.model_validate(dict(row)) if row else None


async def read_on(
    connection: Connection, client_id: UUID, on: date, *, former: bool
) -> Client | None:
    """As it stood at the end of a day, null before it was there; ``former``: with the people who
    have left since."""
    row = await connection.fetchrow(SQL["read_on"], client_id, on, former)
    return Client.model_validate(dict(row)) if row else None


async def name_of(connection: Connection, client_id: UUID) -> str | None:
    name: str | None = await connection.fetchval(SQL["name_of"], client_id)
    return name


async def name_on(connection: Connection, client_id: UUID, on: date) -> str | None:
    """The name that it bore on a day."""
    name: str | None = await connection.fetchval(SQL["name_on"], client_id, on)
    return name


async def lock(connection: Connection, client_id: UUID) -> bool:
    """Whether there is such a client; until the end nobody else changes it or its contacts."""
    return await connection.fetchval(SQL["lock"], client_id) is not None


async def edit(connection: Connection, client_id: UUID, changes: dict[str, Any]) -> bool:
    """False when another client has that ``external_id``; the transaction must end then."""
    try:
        await connection.execute(SQL["edit"], client_id, changes)
    except asyncpg.UniqueViolationError:
        return False
    return True
