from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.contracts.domain.objection import (
    Approval,
    DecisionDraft,
    Objection,
    ObjectionPage,
    Speaker,
)
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Wanted(NamedTuple):
    """``undecided`` true: those that wait for an answer; false: those that have one. ``late`` true:
    those that came after the last day; false: those that came in time."""

    change_id: UUID | None = None
    client_id: UUID | None = None
    undecided: bool | None = None
    late: bool | None = None


async def lock_agreement(connection: Connection, change_id: UUID, agreement_id: UUID) -> None:
    """One answer of a client at a time."""
    await connection.execute(SQL["lock_agreement"], change_id, agreement_id)


async def insert(
    connection: Connection,
    affected: tuple[UUID, UUID],
    grounds: str,
    by: Speaker,
    late_after: date | None,
) -> UUID:
    """``affected``: the change and the agreement. ``late_after``: the last day, where that is
    past."""
    row = {"grounds": grounds} | by.model_dump()
    objection_id: UUID = await connection.fetchval(SQL["insert"], *affected, row, late_after)
    return objection_id


async def read(connection: Connection, objection_id: UUID) -> Objection | None:
    row = await connection.fetchrow(SQL["read"], objection_id)
    return Objection.model_validate(dict(row)) if row else None


async def list_page(
    connection: Connection, wanted: Wanted, after: UUID | None, limit: int
) -> ObjectionPage:
    """The first received first; ``next`` is the last objection of this page."""
    states = {"undecided": wanted.undecided, "late": wanted.late}
    rows = await connection.fetch(
        SQL["list_page"], wanted.change_id, wanted.client_id, states, after, limit + 1
    )
    items = tuple(Objection.model_validate(dict(row)) for row in rows[:limit])
    more = len(rows) > limit
    return ObjectionPage(items=items, next=str(items[-1].id) if more else None)


async def decide(
    connection: Connection,
    objection_id: UUID,
    draft: DecisionDraft,
    by: Speaker,
    leave_until: date | None = None,
) -> None:
    row = {
        "decision": draft.decision,
        "reason": draft.reason,
        "decided_by": by.staff_id,
        "contact_id": by.contact_id,
        "leave_until": leave_until,
    }
    await connection.execute(SQL["decide"], objection_id, row)


async def approve(
    connection: Connection, change_id: UUID, agreement_id: UUID, note: str | None, by: Speaker
) -> Approval:
    row = await connection.fetchrow(
        SQL["approve"], change_id, agreement_id, note, by.contact_id, by.staff_id
    )
    return Approval.model_validate(dict(row or {}))
