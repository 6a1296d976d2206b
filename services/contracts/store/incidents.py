from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.contracts.domain.incident import (
    AffectedClient,
    AffectedPage,
    ChoiceDraft,
    Incident,
    IncidentChoice,
    IncidentDraft,
    IncidentFilter,
    IncidentReview,
    Reach,
    StageKind,
    Told,
)
from services.contracts.domain.incident_outcome import (
    ClientIncident,
    ClientIncidentPage,
    IncidentPage,
    RegisteredIncident,
)
from services.contracts.domain.notice import NoticeRecipient, ToldStage
from services.contracts.store import incident_outcomes
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)
# These have columns of their own; the other fields stand together.
COLUMNS = {
    *("title", "product_ids", "subprocessor_id", "server", "found_at", "began_at", "ended_at"),
}


class Missed(NamedTuple):
    """Somebody who is told of a stage that had gone out."""

    incident_id: UUID
    stage_id: UUID
    recipient_id: UUID


async def now(connection: Connection) -> datetime:
    moment: datetime = await connection.fetchval(SQL["now"])
    return moment


async def insert(connection: Connection, draft: IncidentDraft, by: UUID | None) -> UUID:
    new_id: UUID = await connection.fetchval(SQL["insert"], *_apart(draft), by)
    return new_id


async def update(connection: Connection, incident_id: UUID, draft: IncidentDraft) -> None:
    await connection.execute(SQL["update"], incident_id, *_apart(draft))


def _apart(draft: IncidentDraft) -> tuple[dict[str, Any], dict[str, Any]]:
    return (
        draft.model_dump(mode="json", include=COLUMNS),
        draft.model_dump(mode="json", exclude=COLUMNS),
    )


async def lock(connection: Connection, incident_id: UUID) -> None:
    """Until the end of the transaction nobody else edits or releases it."""
    await connection.execute(SQL["lock"], incident_id)


async def read(connection: Connection, incident_id: UUID) -> Incident | None:
    row = await connection.fetchrow(SQL["read"], incident_id)
    return Incident.model_validate(_facts(dict(row))) if row else None


async def list_page(
    connection: Connection, wanted: IncidentFilter, after: UUID | None, limit: int
) -> IncidentPage:
    """What was reported last comes first."""
    rows = await connection.fetch(SQL["list_page"], wanted, after, limit + 1)
    page = [dict(row) for row in rows[:limit]]
    fared = await incident_outcomes.counts(connection, [row["id"] for row in page])
    items = tuple(RegisteredIncident(**_facts(row), outcomes=fared[row["id"]]) for row in page)
    return IncidentPage(items=items, next=items[-1].id if len(rows) > limit else None)


def _facts(row: dict[str, Any]) -> dict[str, Any]:
    stages = [_with_unknown(stage) for stage in row.pop("stages")]
    facts: dict[str, Any] = row.pop("facts")
    return row | facts | {"stages": stages}


def _with_unknown(stage: dict[str, Any]) -> dict[str, Any]:
    return stage | {"unknown": Told.model_validate(stage["told"]).unknown}


def _fared(stage: dict[str, Any], fared: dict[str, Any]) -> dict[str, Any]:
    return _with_unknown(stage) | {"fared": fared.get(stage["id"])}


async def waive(connection: Connection, incident_id: UUID, reason: str, by: UUID | None) -> None:
    await connection.execute(SQL["waive"], incident_id, reason, by)


async def review(
    connection: Connection, stage_id: UUID, note: str | None, by: UUID
) -> IncidentReview | None:
    """None when this person has reviewed it before."""
    row = await connection.fetchrow(SQL["review"], stage_id, note, by)
    return IncidentReview.model_validate(dict(row)) if row else None


async def choose(
    connection: Connection, incident_id: UUID, draft: ChoiceDraft, by: UUID | None
) -> IncidentChoice:
    row = await connection.fetchrow(SQL["choose"], incident_id, draft, by)
    return IncidentChoice.model_validate(dict(row or {}))


async def reach(connection: Connection, incident_id: UUID) -> Reach:
    row = await connection.fetchrow(SQL["reach"], incident_id)
    return Reach.model_validate(dict(row or {}))


async def affected(
    connection: Connection, incident_id: UUID, after: UUID | None, limit: int
) -> AffectedPage:
    """In the order of their ids; those left out by hand stand among them."""
    rows = await connection.fetch(SQL["affected"], incident_id, after, limit + 1)
    items = tuple(AffectedClient.model_validate(dict(row)) for row in rows[:limit])
    return AffectedPage(items=items, next=items[-1].client_id if len(rows) > limit else None)


async def release(
    connection: Connection, incident_id: UUID, kind: StageKind, told: Told, by: UUID | None
) -> UUID:
    """Who is affected by now, and who of them is told, in two statements however many there are."""
    await connection.execute(SQL["freeze"], incident_id)
    stage_id: UUID = await connection.fetchval(SQL["release"], incident_id, kind, told, by)
    return stage_id


async def join_told(
    connection: Connection, incident_id: UUID, client_id: UUID, stage_id: UUID
) -> list[UUID]:
    """The recipients that were added to a stage that had gone out."""
    rows = await connection.fetch(SQL["join_told"], incident_id, client_id, stage_id)
    return [row["id"] for row in rows]


async def join_missed(
    connection: Connection, client_ids: Sequence[UUID], incident_id: UUID | None = None
) -> list[Missed]:
    """Who there was not written to yet of an incident, or this one, that did not reach them."""
    rows = await connection.fetch(SQL["join_missed"], list(client_ids), incident_id)
    return [Missed(row["incident_id"], row["stage_id"], row["id"]) for row in rows]


async def fall_short(
    connection: Connection, stage_id: UUID, clients: int, reason: str | None, by: UUID | None
) -> None:
    await connection.execute(SQL["fall_short"], stage_id, clients, reason, by)


async def is_told(connection: Connection, incident_id: UUID, client_id: UUID) -> bool:
    return bool(await connection.fetchval(SQL["is_told"], incident_id, client_id))


async def stage(connection: Connection, stage_id: UUID) -> ToldStage | None:
    row = await connection.fetchrow(SQL["stage"], stage_id)
    return ToldStage.model_validate(dict(row)) if row else None


async def recipients(
    connection: Connection,
    stage_id: UUID,
    after: UUID | None,
    limit: int,
    recipient_id: UUID | None = None,
) -> tuple[tuple[NoticeRecipient, ...], UUID | None]:
    """A page of who is told of a stage, and the last one of it unless it ends the list."""
    rows = await connection.fetch(SQL["recipients"], stage_id, after, recipient_id, limit + 1)
    items = tuple(NoticeRecipient.model_validate(dict(row)) for row in rows[:limit])
    return items, items[-1].recipient_id if len(rows) > limit else None


async def samples(connection: Connection, incident_id: UUID) -> tuple[NoticeRecipient, ...]:
    rows = await connection.fetch(SQL["samples"], incident_id)
    return tuple(NoticeRecipient.model_validate(dict(row)) for row in rows)


async def of_client(
    connection: Connection, client_id: UUID, after: UUID | None, limit: int
) -> ClientIncidentPage:
    rows = await connection.fetch(SQL["of_client"], client_id, after, limit + 1)
    items = tuple(
        ClientIncident.model_validate(
            {"id": row["id"], "stages": [_fared(stage, row["fared"]) for stage in row["stages"]]}
        )
        for row in rows[:limit]
    )
    return ClientIncidentPage(items=items, next=items[-1].id if len(rows) > limit else None)
