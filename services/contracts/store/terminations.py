from datetime import date
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.termination import (
    Ender,
    Termination,
    TerminationDraft,
    TerminationPage,
)
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(
    connection: Connection, agreement_id: UUID, draft: TerminationDraft, by: UUID | None
) -> UUID:
    """Its products end on that day. Without a choice data go as the terms say."""
    whole = draft.model_copy(update={"data_by": draft.done_by})
    made: UUID = await connection.fetchval(SQL["insert"], agreement_id, whole, by)
    return made


async def withdraw(
    connection: Connection, termination_id: UUID, reason: str, by: UUID | None
) -> None:
    await connection.execute(SQL["withdraw"], termination_id, reason, by)


async def read(connection: Connection, termination_id: UUID) -> Termination | None:
    found = await connection.fetchval(SQL["read"], termination_id)
    return Termination.model_validate(found) if found else None


async def standing(connection: Connection, agreement_id: UUID) -> date | None:
    """The day from which it is, or will be, over."""
    ends_on: date | None = await connection.fetchval(SQL["standing"], agreement_id)
    return ends_on


async def list_page(
    connection: Connection, agreement_id: UUID, after: str | None, limit: int
) -> TerminationPage:
    """Also those that were taken back, the first given first."""
    _, last_id = page.decode(after)
    rows = await connection.fetch(SQL["list_page"], agreement_id, last_id, limit + 1)
    items = tuple(Termination.model_validate(row["termination"]) for row in rows[:limit])
    more = len(rows) > limit
    return TerminationPage(items=items, next=page.encode("", items[-1].id) if more else None)


async def end_today(
    connection: Connection, agreement_id: UUID, ender: Ender, reason: str, by: UUID | None
) -> UUID | None:
    """From today nothing is processed under it, also where a later end stood; null where an earlier
    one did."""
    today: date = await connection.fetchval(SQL["today"])
    standing_end = await standing(connection, agreement_id)
    if standing_end and standing_end <= today:
        return None
    if later := await connection.fetchval(SQL["standing_id"], agreement_id):
        await withdraw(connection, later, reason, by)
    draft = TerminationDraft(by=ender, reason=reason, ends_on=today)
    return await insert(connection, agreement_id, draft, by)
