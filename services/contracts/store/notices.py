from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.contracts.domain.notice import (
    TOLD,
    NoticeRecipient,
    ObjectionKind,
    Provider,
    TerminationKind,
    VersionFacts,
    VersionKind,
)
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Wave(NamedTuple):
    change_id: UUID
    day: date


async def of_version(
    connection: Connection, version_id: UUID, kind: VersionKind
) -> tuple[NoticeRecipient, ...]:
    rows = await connection.fetch(SQL["of_version"], version_id, list(TOLD[kind]), kind)
    return tuple(NoticeRecipient.model_validate(dict(row)) for row in rows)


async def of_termination(
    connection: Connection, termination_id: UUID, kind: TerminationKind
) -> tuple[NoticeRecipient, ...]:
    """Nobody, where the other of the two kinds is true."""
    rows = await connection.fetch(SQL["of_termination"], termination_id, list(TOLD[kind]), kind)
    return tuple(NoticeRecipient.model_validate(dict(row)) for row in rows)


async def wave(connection: Connection, wave_id: UUID) -> Wave | None:
    row = await connection.fetchrow(SQL["wave"], wave_id)
    return row and Wave(*row)


async def of_wave(
    connection: Connection, wave_id: UUID, after: UUID | None, limit: int
) -> tuple[tuple[NoticeRecipient, ...], UUID | None]:
    """Those of at most ``limit`` agreements, and the last of these when there may be more."""
    rows = await connection.fetch(SQL["of_wave"], wave_id, after, limit)
    agreements = list(dict.fromkeys(row["last"] for row in rows))
    items = [
        NoticeRecipient.model_validate({key: row[key] for key in row if key != "last"})
        for row in map(dict, rows)
        if row["recipient_id"]
    ]
    return tuple(items), agreements[-1] if len(agreements) == limit else None


async def of_objection(
    connection: Connection, objection_id: UUID, kind: ObjectionKind
) -> tuple[NoticeRecipient, ...]:
    """Received: who objected, or the notice contacts where staff spoke. Decided: those and who
    objected."""
    rows = await connection.fetch(SQL["of_objection"], objection_id, kind)
    return tuple(NoticeRecipient.model_validate(dict(row)) for row in rows)


async def version_facts(
    connection: Connection, version_id: UUID, kind: VersionKind, provider: Provider
) -> VersionFacts | None:
    row = await connection.fetchrow(SQL["version_facts"], version_id)
    return VersionFacts(kind=kind, provider=provider, **dict(row)) if row else None
