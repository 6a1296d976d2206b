from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.register_entry import (
    Entry,
    EntryFilter,
    EntryPage,
    EntryRead,
    Kind,
    Unfinished,
    UnfinishedPage,
)
from services.contracts.domain.termination import ENDING_DAYS
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class AgreementEnd(NamedTuple):
    """``ends_on`` null: it runs. ``data_by``: until when the data are returned or deleted."""

    client_id: UUID
    end_choice: str
    ends_on: date | None
    data_by: date | None


async def insert(connection: Connection, kind: Kind, agreement_id: UUID | None) -> UUID | None:
    """Null when the end of that agreement is in the register already."""
    new_id: UUID | None = await connection.fetchval(SQL["insert"], kind, agreement_id)
    return new_id


async def revise(
    connection: Connection, entry_id: UUID, revision: dict[str, Any], by: UUID | None
) -> None:
    await connection.execute(SQL["revise"], entry_id, revision, by)


async def lock(connection: Connection, entry_id: UUID) -> None:
    """Until the end of the transaction nobody else adds a revision."""
    await connection.execute(SQL["lock"], entry_id)


async def read(connection: Connection, entry_id: UUID, on: date | None = None) -> EntryRead | None:
    """As it was known on a day, now if none is given."""
    row = await connection.fetchrow(SQL["read"], entry_id, on)
    return EntryRead.model_validate(dict(row)) if row else None


async def list_page(
    connection: Connection, wanted: EntryFilter, after: UUID | None, limit: int
) -> EntryPage:
    """The last recorded first."""
    rows = await connection.fetch(SQL["list_page"], wanted, after, limit + 1)
    items = tuple(Entry.model_validate(dict(row)) for row in rows[:limit])
    return EntryPage(items=items, next=items[-1].id if len(rows) > limit else None)


async def client_known(connection: Connection, client_id: UUID) -> bool:
    return bool(await connection.fetchval(SQL["client_known"], client_id))


async def agreement_end(connection: Connection, agreement_id: UUID) -> AgreementEnd | None:
    row = await connection.fetchrow(SQL["agreement_end"], agreement_id, ENDING_DAYS)
    return AgreementEnd(**row) if row else None


async def erase(connection: Connection, entry_id: UUID, by: UUID | None) -> None:
    """Remove the person from every revision; the rest stays."""
    await connection.execute(SQL["erase"], entry_id, by)


async def unfinished(
    connection: Connection, on: date | None, after: str | None, limit: int
) -> UnfinishedPage:
    """Ended agreements of which the data did not go, the first that ended first."""
    day, row_id = page.decode_day(after)
    rows = await connection.fetch(SQL["unfinished"], on, day, row_id, limit + 1, ENDING_DAYS)
    items = tuple(Unfinished.model_validate(dict(row)) for row in rows[:limit])
    last = items[-1] if len(rows) > limit else None
    return UnfinishedPage(
        items=items, next=last and page.encode(last.ended_on.isoformat(), last.agreement_id)
    )
