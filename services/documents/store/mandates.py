"""Mandates in PostgreSQL."""

from datetime import date
from uuid import UUID

from services.documents.domain.mandate import AgreementKind, Mandate, MandateDraft, MandatePage
from shared.database import Connection
from shared.errors import Conflict, Missing
from shared.sql import load

SQL = load(__file__)


async def today(connection: Connection) -> date:
    day: date = await connection.fetchval(SQL["today"])
    return day


async def give(connection: Connection, draft: MandateDraft, given_by: UUID) -> Mandate:
    row = await connection.fetchrow(SQL["give"], draft.model_dump(mode="json"), given_by)
    return Mandate.model_validate(dict(row or {}))


async def read(connection: Connection, mandate_id: UUID) -> Mandate:
    row = await connection.fetchrow(SQL["read"], mandate_id)
    if row is None:
        raise Missing("mandate-unknown", "There is no such mandate.")
    return Mandate.model_validate(dict(row))


async def list_page(connection: Connection, after: UUID | None, limit: int) -> MandatePage:
    """The newest first."""
    rows = await connection.fetch(SQL["list"], after, limit + 1)
    found = [Mandate.model_validate(dict(row)) for row in rows[:limit]]
    return MandatePage(items=tuple(found), next=found[-1].id if len(rows) > limit else None)


async def in_force(connection: Connection, kind: AgreementKind) -> Mandate | None:
    row = await connection.fetchrow(SQL["in_force"], kind)
    return Mandate.model_validate(dict(row)) if row else None


async def withdraw(connection: Connection, mandate_id: UUID, withdrawn_by: UUID) -> Mandate:
    await read(connection, mandate_id)
    if await connection.fetchval(SQL["withdraw"], mandate_id, withdrawn_by) is None:
        raise Conflict("mandate-withdrawn", "This mandate was withdrawn already.")
    return await read(connection, mandate_id)
