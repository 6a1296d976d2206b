from collections.abc import Sequence
from datetime import date
from typing import cast
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.slack import Upstream
from services.contracts.domain.upstream_agreement import (
    UpstreamAgreement,
    UpstreamAgreementDraft,
    UpstreamAgreementPage,
    UpstreamFilter,
    UpstreamReminder,
    UpstreamStateDraft,
    UpstreamTerms,
)
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(connection: Connection, draft: UpstreamAgreementDraft, by: UUID | None) -> UUID:
    new_id: UUID = await connection.fetchval(SQL["insert"], draft, by)
    return new_id


async def update(connection: Connection, upstream_id: UUID, terms: UpstreamTerms) -> None:
    await connection.execute(SQL["update"], upstream_id, terms)


async def add_state(
    connection: Connection, upstream_id: UUID, draft: UpstreamStateDraft, by: UUID | None
) -> None:
    await connection.execute(SQL["add_state"], upstream_id, draft, by)


async def lock(connection: Connection, upstream_id: UUID) -> None:
    """Until the end of the transaction nobody else edits it."""
    await connection.execute(SQL["lock"], upstream_id)


async def read(
    connection: Connection, upstream_id: UUID, on: date | None = None
) -> UpstreamAgreement | None:
    row = await connection.fetchrow(SQL["read"], upstream_id, on)
    return UpstreamAgreement.model_validate(dict(row)) if row else None


async def list_page(
    connection: Connection, wanted: UpstreamFilter, after: str | None, limit: int
) -> UpstreamAgreementPage:
    """What ends first comes first; what has no end comes last."""
    day, row_id = page.decode_day(after)
    rows = await connection.fetch(SQL["list_page"], wanted, day, row_id, limit + 1)
    items = tuple(UpstreamAgreement.model_validate(dict(row)) for row in rows[:limit])
    last = items[-1] if len(rows) > limit else None
    return UpstreamAgreementPage(
        items=items, next=last and page.encode((last.valid_until or date.max).isoformat(), last.id)
    )


async def of_parties(connection: Connection, parties: Sequence[UUID], on: date) -> list[Upstream]:
    """Every agreement with these suppliers that holds on a day."""
    rows = await connection.fetch(SQL["of_parties"], list(parties), on)
    return [Upstream.model_validate(dict(row)) for row in rows]


async def due(connection: Connection) -> list[tuple[UUID, UUID]]:
    """Tenant and agreement of each reminder that is due, across tenants."""
    rows = await connection.fetch(SQL["due"])
    return [(row["tenant_id"], row["upstream_agreement_id"]) for row in rows]


async def remind(connection: Connection, upstream_id: UUID) -> UUID | None:
    """The reminder that was written: not twice for one end, and not where a successor stands."""
    return cast("UUID | None", await connection.fetchval(SQL["remind"], upstream_id))


async def reminder(connection: Connection, reminder_id: UUID) -> UpstreamReminder | None:
    row = await connection.fetchrow(SQL["reminder"], reminder_id)
    return UpstreamReminder.model_validate(dict(row)) if row else None
