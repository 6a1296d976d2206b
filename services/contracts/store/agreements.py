import hashlib
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.agreement import (
    Agreement,
    AgreementLine,
    AgreementOn,
    AgreementPage,
    AgreementState,
)
from services.contracts.domain.terms import Terms
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Told(NamedTuple):
    """An agreement as its reader gets it: JSON text, and the tag of exactly that text."""

    client_id: UUID
    body: bytes

    @property
    def tag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


async def insert(
    connection: Connection, client_id: UUID, terms: Terms, products: Sequence[UUID]
) -> UUID:
    """The next reference of the legal year, without gaps; products hold from today."""
    reference = await connection.fetchval(SQL["next_reference"])
    agreement_id: UUID = await connection.fetchval(SQL["insert"], client_id, reference, terms)
    await connection.execute(SQL["take"], agreement_id, list(products))
    return agreement_id


async def tell(connection: Connection, agreement_id: UUID) -> Told | None:
    """What ``read`` reads, as the database wrote it."""
    row = await connection.fetchrow(SQL["read"], agreement_id)
    return Told(row["client_id"], row["body"].encode()) if row else None


async def read(connection: Connection, agreement_id: UUID) -> Agreement | None:
    told = await tell(connection, agreement_id)
    return Agreement.model_validate_json(told.body) if told else None


async def lock(connection: Connection, agreement_id: UUID) -> UUID | None:
    """Its client; until the end of the transaction nobody else amends, accepts or ends it."""
    row = await connection.fetchrow(SQL["lock"], agreement_id)
    return row["client_id"] if row else None


async def exists(connection: Connection, agreement_id: UUID) -> UUID | None:
    found: UUID | None = await connection.fetchval(SQL["exists"], agreement_id)
    return found


async def of_client(connection: Connection, client_id: UUID) -> UUID | None:
    agreement_id: UUID | None = await connection.fetchval(SQL["of_client"], client_id)
    return agreement_id


async def list_page(
    connection: Connection,
    after: str | None,
    limit: int,
    on: date,
    *,
    state: AgreementState | None = None,
    product_id: UUID | None = None,
) -> AgreementPage:
    """Those that were made by that day, in the order in which they were made."""
    _, last_id = page.decode(after)
    rows = await connection.fetch(SQL["list_page"], last_id, state, on, product_id, limit + 1)
    items = tuple(AgreementLine.model_validate(dict(row)) for row in rows[:limit])
    more = len(rows) > limit
    return AgreementPage(items=items, next=page.encode("", items[-1].id) if more else None)


async def list_to_review(
    connection: Connection,
    after: str | None,
    limit: int,
    before: date,
    state: AgreementState | None = None,
) -> AgreementPage:
    """Those that ask for attention before that day, the most urgent first; ended ones don't."""
    day, last_id = page.decode_day(after)
    rows = await connection.fetch(SQL["list_to_review"], before, day, last_id, state, limit + 1)
    items = tuple(AgreementLine.model_validate(dict(row)) for row in rows[:limit])
    last = items[-1] if len(rows) > limit else None
    return AgreementPage(items=items, next=last and page.encode(str(last.review_by), last.id))


async def on_day(connection: Connection, client_id: UUID, on: date) -> AgreementOn | None:
    """Null for a day on which there was no agreement yet."""
    row = await connection.fetchrow(SQL["on_day"], client_id, on)
    return AgreementOn.model_validate(dict(row)) if row else None


async def due_terms(connection: Connection) -> list[UUID]:
    """Tenants of which agreed terms begin today."""
    return [row["tenant_id"] for row in await connection.fetch(SQL["due_terms"])]
