from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.contracts.domain.agreement import Cause, Frozen, Version, canonical, digest_of
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class Origin(NamedTuple):
    """Why versions are made. With ``terms_id`` they show terms to which nobody has said yes yet."""

    cause: Cause
    change_id: UUID | None = None
    wave: int | None = None
    amendment_id: UUID | None = None
    terms_id: UUID | None = None


class ToAccept(NamedTuple):
    """The version that awaits a yes; ``day`` is the legal day on which it was frozen."""

    id: UUID
    number: int
    digest: str
    amendment_id: UUID | None
    day: date
    frozen_at: datetime


class Made(NamedTuple):
    version_id: UUID
    agreement_id: UUID
    client_id: UUID
    digest: str


class DueWave(NamedTuple):
    tenant_id: UUID
    change_id: UUID
    wave: int


async def snapshots(
    connection: Connection,
    agreements: Sequence[UUID],
    change_id: UUID | None,
    more: Mapping[str, Any] | None = None,
) -> list[Frozen]:
    """The next version of each agreement, as it stands today and not yet stored.

    ``more``: what else stands in the snapshots.
    """
    frozen = []
    for row in await connection.fetch(SQL["snapshots"], list(agreements), change_id):
        text = canonical(row["snapshot"] | dict(more or {}))
        frozen.append(
            Frozen(
                agreement_id=row["agreement_id"],
                client_id=row["client_id"],
                number=row["number"],
                canonical=text,
                digest=digest_of(text),
                link_ids=tuple(row["link_ids"]),
                stamp=row["stamp"],
            )
        )
    return frozen


async def insert(connection: Connection, frozen: Sequence[Frozen], origin: Origin) -> list[Made]:
    """Those that were made now; one that stands already for this change and wave is left out."""
    rows = [
        {
            "agreement_id": one.agreement_id,
            "number": one.number,
            "canonical": one.canonical,
            "digest": one.digest.hex(),
            "link_ids": one.link_ids,
            "stamp": one.stamp,
        }
        | origin._asdict()
        for one in frozen
    ]
    by_agreement = {one.agreement_id: one for one in frozen}
    made = await connection.fetch(SQL["insert"], rows)
    return [
        Made(
            row["id"],
            row["agreement_id"],
            by_agreement[row["agreement_id"]].client_id,
            by_agreement[row["agreement_id"]].digest.hex(),
        )
        for row in made
    ]


async def read(connection: Connection, version_id: UUID) -> Version | None:
    found = await read_many(connection, [version_id])
    return found[0] if found else None


async def read_many(connection: Connection, version_ids: Sequence[UUID]) -> list[Version]:
    """Those that are there, in no particular order."""
    rows = await connection.fetch(SQL["read_many"], list(version_ids))
    return [Version.model_validate(dict(row)) for row in rows]


async def to_accept(connection: Connection, agreement_id: UUID) -> ToAccept | None:
    row = await connection.fetchrow(SQL["to_accept"], agreement_id)
    return ToAccept(*row) if row else None


async def number_of(connection: Connection, agreement_id: UUID, version_id: UUID) -> int | None:
    """Null when the agreement has no such version."""
    number: int | None = await connection.fetchval(SQL["number_of"], agreement_id, version_id)
    return number


async def due(connection: Connection) -> list[DueWave]:
    """Waves of any tenant with versions still to freeze."""
    return [DueWave(*row) for row in await connection.fetch(SQL["due"])]


async def claim(connection: Connection, change_id: UUID, wave: int, limit: int) -> list[UUID]:
    """Agreements of a wave whose version this transaction freezes, and nobody else meanwhile."""
    rows = await connection.fetch(SQL["claim"], change_id, wave, limit)
    return [row["agreement_id"] for row in rows]


async def on_day(connection: Connection, agreement_id: UUID, day: date) -> str | None:
    """The canonical text of the version whose annex counted on that day."""
    text: str | None = await connection.fetchval(SQL["on_day"], agreement_id, day)
    return text
