"""What proves that one client was told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from services.notifications.domain.delivery import Frozen
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Proven(Frozen):
    """A delivery with its rows of the chain of its notice, whose ``head`` is that of ``length``
    rows. ``salt`` and ``payload`` of a row open its commitment."""

    id: UUID
    notice_id: UUID
    kind: str
    subject_id: UUID
    contact_id: UUID
    state: str
    created_at: datetime
    facts: dict[str, Any] | None
    head: str
    length: int
    rows: list[dict[str, Any]]


async def page(
    connection: Connection, client_id: UUID, after: UUID | None, limit: int
) -> list[Proven]:
    rows = await connection.fetch(SQL["list_page"], client_id, after, limit)
    return [Proven.model_validate(dict(row)) for row in rows]
