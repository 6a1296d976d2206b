from collections.abc import Collection
from datetime import date
from uuid import UUID

import asyncpg

from services.contracts.domain import page
from services.contracts.domain.subprocessor import (
    Subprocessor,
    SubprocessorDraft,
    SubprocessorEdit,
    SubprocessorFilter,
    SubprocessorPage,
)
from shared.database import Connection
from shared.errors import Conflict, Invalid
from shared.sql import load

SQL = load(__file__)


async def insert(connection: Connection, draft: SubprocessorDraft) -> UUID | None:
    """Null when there is one of that name already."""
    new_id: UUID | None = await connection.fetchval(SQL["insert"], draft)
    return new_id


async def read(
    connection: Connection, subprocessor_id: UUID, on: date | None = None
) -> Subprocessor | None:
    """As it stands, or as it stood at the end of a day."""
    found = await connection.fetchval(SQL["read"], subprocessor_id, on)
    return Subprocessor.model_validate(found) if found else None


async def list_page(
    connection: Connection,
    on: date | None,
    wanted: SubprocessorFilter,
    after: str | None,
    limit: int,
) -> SubprocessorPage:
    place, last_id = page.decode(after)
    rows = await connection.fetch(SQL["list_page"], wanted, on, place, last_id, limit + 1)
    items = tuple(Subprocessor.model_validate(row["subprocessor"]) for row in rows[:limit])
    last = rows[limit - 1] if len(rows) > limit else None
    return SubprocessorPage(
        items=items, next=page.encode(last["place"], last["id"]) if last else None
    )


async def lock(connection: Connection, subprocessor_id: UUID) -> None:
    """Until the end of the transaction nobody else edits it."""
    await connection.execute(SQL["lock"], subprocessor_id)


async def update(connection: Connection, subprocessor_id: UUID, edit: SubprocessorEdit) -> None:
    """``Conflict`` when the name is another's, ``Invalid`` when the chain would be a circle."""
    try:
        await connection.execute(SQL["update"], subprocessor_id, edit.given())
    except asyncpg.UniqueViolationError as error:
        raise name_taken() from error
    except asyncpg.CheckViolationError as error:
        raise Invalid(
            "chain-circle",
            "That party works, directly or through others, under this one; choose another parent.",
            field="parent_id",
        ) from error


def name_taken() -> Conflict:
    return Conflict("name-taken", "There is a sub-processor of this name.", field="name")


async def all_known(connection: Connection, ids: Collection[UUID]) -> bool:
    return bool(await connection.fetchval(SQL["known"], list(set(ids))) == len(set(ids)))
