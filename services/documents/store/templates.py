"""Templates in PostgreSQL, and those that come with the product."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from uuid import UUID

from services.documents.domain.kinds import TemplateKind
from services.documents.domain.template import State, TemplateDraft, TemplateVersion
from shared.database import Connection
from shared.sql import load
from shared.text import Language

SQL = load(__file__)
_BUILTIN = Path(__file__).resolve().parents[1] / "builtin"


@cache
def builtin(kind: TemplateKind, language: Language) -> bytes:
    """A DOCX with tags."""
    return (_BUILTIN / f"{kind}.{language}.docx").read_bytes()


@cache
def builtin_digest(kind: TemplateKind, language: Language) -> bytes:
    """The raw SHA-256 of the one that comes with the product now."""
    return hashlib.sha256(builtin(kind, language)).digest()


async def record(connection: Connection, draft: TemplateDraft) -> tuple[TemplateVersion, bool]:
    """The stored bytes as a version, and whether they are a new one."""
    told = draft.model_dump() | {"digest": f"\\x{draft.digest.hex()}"}
    new = await connection.fetchval(SQL["record"], told) is not None
    row = await connection.fetchrow(SQL["with_digest"], draft.kind, draft.language, draft.digest)
    return TemplateVersion.model_validate(dict(row or {})), new


async def with_digest(
    connection: Connection, kind: TemplateKind, language: Language, digest: bytes
) -> TemplateVersion | None:
    row = await connection.fetchrow(SQL["with_digest"], kind, language, digest)
    return TemplateVersion.model_validate(dict(row)) if row else None


async def read(connection: Connection, version_id: UUID) -> TemplateVersion | None:
    row = await connection.fetchrow(SQL["read"], version_id)
    return TemplateVersion.model_validate(dict(row)) if row else None


async def page(
    connection: Connection,
    use: tuple[TemplateKind, Language],
    state: State | None,
    after: UUID | None,
    limit: int,
) -> list[TemplateVersion]:
    """The newest first."""
    rows = await connection.fetch(SQL["page"], *use, state, after, limit)
    return [TemplateVersion.model_validate(dict(row)) for row in rows]


async def all_in_force(
    connection: Connection,
) -> dict[tuple[TemplateKind, Language], TemplateVersion]:
    rows = await connection.fetch(SQL["all_in_force"])
    versions = (TemplateVersion.model_validate(dict(row)) for row in rows)
    return {(version.kind, version.language): version for version in versions}


async def counts(connection: Connection) -> dict[tuple[str, str], int]:
    """How many versions there are of each kind in each language."""
    rows = await connection.fetch(SQL["counts"])
    return {(row["kind"], row["language"]): row["versions"] for row in rows}


async def in_force(connection: Connection, kind: TemplateKind, language: Language) -> bytes | None:
    """The digest of the provider's own template; null when the built-in one holds."""
    digest: bytes | None = await connection.fetchval(SQL["in_force"], kind, language)
    return digest


async def chosen(connection: Connection, builtins: Mapping[UUID, bytes]) -> dict[UUID, bytes]:
    """The digest of the template with which each version of an agreement was made before; of one
    that was not, nothing. ``builtins``: the built-in that it would have, by version."""
    rows = await connection.fetch(SQL["chosen"], list(builtins), list(builtins.values()))
    return {row["version_id"]: row["digest"] for row in rows if row["digest"] is not None}


async def choose(connection: Connection, wanted: Mapping[UUID, bytes]) -> set[UUID]:
    """The versions that are made with the wanted template, from now on for ever."""
    rows = await connection.fetch(SQL["choose"], list(wanted), list(wanted.values()))
    return {row["version_id"] for row in rows if row["digest"] == wanted[row["version_id"]]}


async def is_kept(
    connection: Connection, kind: TemplateKind, language: Language, digest: bytes
) -> bool:
    return bool(await connection.fetchval(SQL["is_kept"], kind, language, digest))


async def lock(connection: Connection) -> None:
    """Until the commit nobody else publishes or retires."""
    await connection.execute(SQL["lock"])


async def publish(connection: Connection, version_id: UUID, by: UUID | None) -> None:
    await connection.execute(SQL["publish"], version_id, by)
    await connection.execute(SQL["hasten"])


async def retire(connection: Connection, version_id: UUID, reason: str, by: UUID | None) -> None:
    await connection.execute(SQL["retire"], version_id, reason, by)
    await connection.execute(SQL["hasten"])
