from typing import Any
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.signature import Signature, SignatureDraft, SignaturePage
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(
    connection: Connection, agreement_id: UUID, contact_id: UUID, draft: SignatureDraft
) -> Signature:
    """Given here, by somebody who came through a link."""
    made = await connection.fetchval(SQL["insert"], agreement_id, contact_id, draft)
    return await _read(connection, made)


async def record(
    connection: Connection, agreement_id: UUID, evidence: dict[str, Any], by: UUID | None
) -> Signature:
    """Given elsewhere: ``evidence`` holds version, digest, method and what proves it."""
    made = await connection.fetchval(SQL["record"], agreement_id, evidence, by)
    return await _read(connection, made)


async def list_page(
    connection: Connection, agreement_id: UUID, after: str | None, limit: int
) -> SignaturePage:
    """The first given first."""
    _, last_id = page.decode(after)
    rows = await connection.fetch(SQL["list_page"], agreement_id, last_id, limit + 1)
    items = tuple(Signature.model_validate(row["signature"]) for row in rows[:limit])
    more = len(rows) > limit
    return SignaturePage(items=items, next=page.encode("", items[-1].id) if more else None)


async def _read(connection: Connection, signature_id: UUID) -> Signature:
    return Signature.model_validate(await connection.fetchval(SQL["read"], signature_id))
