"""What was issued, found by its digest whoever issued it."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.documents.domain.record_document import RecordKind
from services.documents.domain.rendering import Kind, Record, Variant
from shared.database import Connection, Pool, system_transaction, tenant_transaction
from shared.sql import load

SQL = load(__file__)


class Issued(Record):
    """A document, and the version that it stands for."""

    digest: bytes
    kind: Kind
    variant: Variant
    version_id: UUID
    agreement_id: UUID
    client_id: UUID
    issued_on: date
    erased: bool


class IssuedRecord(Record):
    """A document of the provider's own record, and ``on`` which day it tells of."""

    digest: bytes
    kind: Kind
    record: RecordKind
    on: date
    issued_on: date
    erased: bool


class Found(NamedTuple):
    tenant_id: UUID
    issued: Issued | IssuedRecord


async def find(pool: Pool, digest: bytes) -> Found | None:
    """The document with this digest, or the newest that prints the text with this digest."""
    async with system_transaction(pool) as connection:
        row = await connection.fetchrow(SQL["issued"], digest)
    if row is None:
        return None
    async with tenant_transaction(pool, row["tenant_id"]) as connection:
        return Found(row["tenant_id"], await _read(connection, row["document_id"], row["file_id"]))


async def _read(
    connection: Connection, document_id: UUID | None, file_id: UUID | None
) -> Issued | IssuedRecord:
    if document_id is not None:
        row = await connection.fetchrow(SQL["read"], document_id)
        return Issued.model_validate(dict(row or {}))
    row = await connection.fetchrow(SQL["read_record"], file_id)
    return IssuedRecord.model_validate(dict(row or {}))


async def owner_of(connection: Connection, fingerprint: bytes) -> UUID | None:
    """The tenant whose certificate this is."""
    row = await connection.fetchrow(SQL["sealed_with"], fingerprint)
    return row and row["tenant_id"]
