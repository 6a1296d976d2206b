"""Whole files of clients in PostgreSQL, and what goes into them."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from services.documents.domain.dossier import Audience, Dossier
from services.documents.domain.rendering import Record
from shared.database import Connection
from shared.errors import DomainError, Missing
from shared.queue import jobs
from shared.sql import load
from shared.text import Language

SQL = load(__file__)
ENTRYPOINT = "dossier"


class Made(Record):
    """What came of it, and where it lies."""

    object_key: str
    file_name: str
    digest: bytes
    size: int
    manifest_digest: bytes


class Due(NamedTuple):
    """``expired``: it is to be removed, else to be made."""

    tenant_id: UUID
    id: UUID
    expired: bool


class Kept(NamedTuple):
    """A document or a file with where it lies; ``version_id`` of documents alone."""

    id: UUID
    version_id: UUID | None
    name: str
    key: str
    digest: bytes
    size: int


async def request(
    connection: Connection, client_id: UUID, audience: Audience, language: Language
) -> tuple[Dossier, bool]:
    """The one that is being made already, or a new one; whether it is new."""
    made = await connection.fetchval(SQL["request"], client_id, audience, language)
    row = await connection.fetchrow(SQL["under_way"], client_id, audience)
    assert row is not None, "it was made just now, here or elsewhere"
    return Dossier.model_validate(dict(row)), made is not None


async def read(connection: Connection, dossier_id: UUID, client_id: UUID | None = None) -> Dossier:
    """For a client, and who serves it, of those that were made for the client itself."""
    row = await connection.fetchrow(SQL["get"], dossier_id, client_id)
    if row is None:
        raise Missing("dossier-unknown", "There is no such file, or it is not yours to see.")
    return Dossier.model_validate(dict(row))


async def of_client(
    connection: Connection, client_id: UUID, after: UUID | None, most: int, *, own: bool
) -> list[Dossier]:
    """The newest first; ``own``: those made for the client itself."""
    rows = await connection.fetch(SQL["of_client"], client_id, own, after, most)
    return [Dossier.model_validate(dict(row)) for row in rows]


async def begin(connection: Connection, dossier_id: UUID, files: int, size: int) -> None:
    await connection.execute(SQL["begin"], dossier_id, files, size)


async def move_on(connection: Connection, dossier_id: UUID, files: int, size: int) -> None:
    """How far it is; while this is told the sweep leaves it alone."""
    await connection.execute(SQL["move_on"], dossier_id, files, size)


async def complete(
    connection: Connection, dossier_id: UUID, made: Made, lifetime: timedelta
) -> bool:
    """False when another worker was first, or it is wanted no more."""
    told = made.model_dump() | {
        "digest": f"\\x{made.digest.hex()}",
        "manifest_digest": f"\\x{made.manifest_digest.hex()}",
    }
    return await connection.fetchval(SQL["complete"], dossier_id, told, lifetime) is not None


async def postpone(
    connection: Connection, dossier_id: UUID, problem: DomainError, wait: timedelta
) -> None:
    await connection.execute(SQL["postpone"], dossier_id, problem.code, problem.detail, wait)


async def remove(connection: Connection, found: Sequence[UUID]) -> None:
    await connection.execute(SQL["remove"], list(found))


async def standing(connection: Connection, client_id: UUID) -> list[UUID]:
    """Those of a client that were not removed yet, made or not."""
    return [row["id"] for row in await connection.fetch(SQL["standing"], client_id)]


async def due(connection: Connection, most: int) -> list[Due]:
    rows = await connection.fetch(SQL["due"], most)
    return [Due(row["tenant_id"], row["id"], row["expired"]) for row in rows]


async def documents_of(connection: Connection, client_id: UUID) -> list[Kept]:
    rows = await connection.fetch(SQL["documents"], client_id)
    return [Kept(*row) for row in rows]


async def letters_of(connection: Connection, client_id: UUID) -> list[Kept]:
    """To this client; a report on a notice tells of others too."""
    rows = await connection.fetch(SQL["letters"], client_id)
    return [Kept(row["id"], None, *list(row)[1:]) for row in rows]


async def files_of(connection: Connection, files: Sequence[UUID]) -> list[Kept]:
    rows = await connection.fetch(SQL["files"], list(files))
    return [Kept(row["id"], None, *list(row)[1:]) for row in rows]


async def enqueue(connection: Connection, tenant_id: UUID, dossier_id: UUID) -> None:
    """In the caller's transaction; nothing happens when it is waiting or being made already."""
    payload = json.dumps({"tenant_id": str(tenant_id), "dossier_id": str(dossier_id)})
    await jobs(connection, "documents").enqueue(
        ENTRYPOINT, payload.encode(), dedupe_key=f"dossier {dossier_id}", on_conflict="skip"
    )


def job(payload: bytes | None) -> tuple[UUID, UUID]:
    """Tenant and dossier of a job."""
    told = json.loads(payload or b"{}")
    return UUID(told["tenant_id"]), UUID(told["dossier_id"])
