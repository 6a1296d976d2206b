from typing import Any
from uuid import UUID

import asyncpg

from services.contracts.domain import page
from services.contracts.domain.reseller import (
    Person,
    PersonDraft,
    Placement,
    PlacementPage,
    Reseller,
    ResellerDraft,
    ResellerLine,
    ResellerPage,
    SignInPlace,
)
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(connection: Connection, draft: ResellerDraft) -> UUID | None:
    """Null when there is a reseller of that name."""
    reseller_id: UUID | None = await connection.fetchval(SQL["insert"], draft)
    return reseller_id


async def lock(connection: Connection, reseller_id: UUID | None) -> bool:
    return await connection.fetchval(SQL["lock"], reseller_id) is not None


async def read(connection: Connection, reseller_id: UUID) -> Reseller | None:
    row = await connection.fetchrow(SQL["read"], reseller_id)
    return Reseller.model_validate(dict(row)) if row else None


async def edit(connection: Connection, reseller_id: UUID, changes: dict[str, Any]) -> bool:
    """False when another reseller has that name; the transaction must end then."""
    try:
        await connection.execute(SQL["edit"], reseller_id, changes)
    except asyncpg.UniqueViolationError:
        return False
    return True


async def list_page(connection: Connection, after: str | None, limit: int) -> ResellerPage:
    """In the order of their names."""
    key, last_id = page.decode(after)
    rows = await connection.fetch(SQL["list_page"], key, last_id, limit + 1)
    items = tuple(ResellerLine.model_validate(dict(row)) for row in rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    return ResellerPage(items=items, next=last and page.encode(last["name_key"], last["id"]))


async def insert_person(
    connection: Connection, reseller_id: UUID, draft: PersonDraft
) -> UUID | None:
    """Null when somebody at this reseller has that address."""
    person_id: UUID | None = await connection.fetchval(SQL["insert_person"], reseller_id, draft)
    return person_id


async def read_person(connection: Connection, person_id: UUID) -> Person | None:
    row = await connection.fetchrow(SQL["read_person"], person_id)
    return Person.model_validate(dict(row)) if row else None


async def depart(connection: Connection, person_id: UUID, recorded_by: UUID | None) -> bool:
    """False for somebody who left before."""
    return await connection.fetchval(SQL["depart"], person_id, recorded_by) is not None


async def act(connection: Connection, person_id: UUID | None, reseller_id: UUID | None) -> bool:
    """Shut the running transaction in the clients of a reseller; false when this person doesn't
    work there (any more)."""
    if reseller_id is None or not await connection.fetchval(SQL["serves"], person_id, reseller_id):
        return False
    await connection.execute(SQL["act"], reseller_id)
    return True


async def find_people(connection: Connection, email: str) -> list[tuple[UUID, UUID]]:
    """(tenant, person) of everybody with this address, at most 50, whatever the tenant."""
    rows = await connection.fetch(SQL["find_people"], email)
    return [(row["tenant_id"], row["person_id"]) for row in rows]


async def sign_in_place(connection: Connection, person_id: UUID) -> SignInPlace | None:
    row = await connection.fetchrow(SQL["sign_in_place"], person_id)
    return SignInPlace.model_validate(dict(row)) if row else None


async def place(
    connection: Connection, client_id: UUID, reseller_id: UUID | None, placed_by: UUID | None
) -> bool:
    """False when the client stands there already."""
    return await connection.fetchval(SQL["place"], client_id, reseller_id, placed_by) is not None


async def placements(
    connection: Connection, client_id: UUID, after: UUID | None, limit: int
) -> PlacementPage:
    """The last first."""
    rows = await connection.fetch(SQL["placements"], client_id, after, limit + 1)
    items = tuple(Placement.model_validate(dict(row)) for row in rows[:limit])
    return PlacementPage(items=items, next=items[-1].id if len(rows) > limit else None)
