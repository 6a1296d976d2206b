"""Certificates with which a tenant seals, their keys, and what was sealed."""

from typing import NamedTuple
from uuid import UUID

from services.documents.domain.seal import Certificate, Identity, Seal
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Held(NamedTuple):
    """A certificate with its key, which is shut."""

    certificate: Certificate
    shut: bytes


async def hold(connection: Connection) -> None:
    """Until the commit nobody else decides which certificate this tenant has."""
    await connection.execute(SQL["hold"])


async def current(connection: Connection) -> Held | None:
    """The newest that is valid now."""
    row = await connection.fetchrow(SQL["current"])
    return None if row is None else Held(Certificate.model_validate(dict(row)), row["shut"])


async def all_of_them(connection: Connection) -> list[Certificate]:
    """The newest first: also those that expired or were replaced, for what they sealed stands."""
    rows = await connection.fetch(SQL["all"])
    return [Certificate.model_validate(dict(row)) for row in rows]


async def add(
    connection: Connection, identity: Identity, added_by: UUID | None
) -> Certificate | None:
    """Null when this very certificate was added before."""
    told = identity.model_dump(mode="json", exclude={"fingerprint", "certificate", "chain"}) | {
        "fingerprint": f"\\x{identity.fingerprint.hex()}",
        "certificate": f"\\x{identity.certificate.hex()}",
        "added_by": added_by and str(added_by),
    }
    row = await connection.fetchrow(SQL["add"], told, list(identity.chain))
    return Certificate.model_validate(dict(row)) if row else None


async def keep_key(connection: Connection, certificate_id: UUID, shut: bytes) -> None:
    """Keys of others that were handed in go: what they sealed proves itself without them."""
    await connection.execute(SQL["keep_key"], certificate_id, shut)
    await connection.execute(SQL["drop_other_keys"], certificate_id)


async def record(connection: Connection, seal: Seal) -> None:
    await connection.execute(
        SQL["record"], seal.digest, seal.certificate_id, seal.level, seal.downgrade
    )
