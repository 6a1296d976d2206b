"""The words and looks of messages: versions, which of them hold, and which a notice was told in."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.notifications.domain.delivery import Frozen
from services.notifications.domain.facts import Kind
from services.notifications.domain.wording import (
    Brand,
    BrandDraft,
    Dress,
    Origin,
    State,
    WordingDraft,
    WordingVersion,
)
from shared.database import Connection
from shared.errors import Missing
from shared.sql import load
from shared.text import Language

SQL = load(__file__)
Use = tuple[Kind, Language]


class Worn(Frozen):
    """In what one notice is told in one language. ``instead_of``: the provider's own version that
    would have left out a fact of this very notice."""

    language: Language
    kind: Kind
    version_id: UUID
    origin: Origin
    subject: str
    text: str
    digest: str
    instead_of: UUID | None = None


async def keep(
    connection: Connection, use: Use, origin: Origin, draft: WordingDraft, by: UUID | None = None
) -> UUID:
    """The version; the same words again are the same one."""
    kind, language = use
    told = {
        "kind": kind,
        "language": language,
        "origin": origin,
        "subject": draft.subject,
        "body": draft.text,
        "digest": f"\\x{draft.digest.hex()}",
        "written_by": by and str(by),
    }
    made: UUID | None = await connection.fetchval(SQL["keep"], told)
    if made is None:
        made = await connection.fetchval(SQL["with_digest"], kind, language, origin, draft.digest)
    assert made is not None, "it was there already, or it is now"
    return made


async def read(connection: Connection, version_id: UUID) -> WordingVersion:
    """Raise ``Missing`` when this tenant has no such version."""
    row = await connection.fetchrow(SQL["read"], version_id)
    if row is None:
        raise Missing("wording-unknown", "There is no such wording.")
    return _version(row)


async def page(
    connection: Connection, use: Use, state: State | None, after: UUID | None, limit: int
) -> list[WordingVersion]:
    """The provider's own, the newest first."""
    rows = await connection.fetch(SQL["page"], *use, state, after, limit)
    return [_version(row) for row in rows]


async def in_force(connection: Connection, kind: Kind | None = None) -> dict[Use, WordingVersion]:
    rows = await connection.fetch(SQL["in_force"], kind)
    return {(one.kind, one.language): one for one in map(_version, rows)}


async def counts(connection: Connection) -> dict[tuple[str, str], int]:
    """How many versions of its own a provider has of each kind in each language."""
    rows = await connection.fetch(SQL["counts"])
    return {(row["kind"], row["language"]): row["versions"] for row in rows}


async def lock(connection: Connection) -> None:
    """Until the commit nobody else publishes or retires."""
    await connection.execute(SQL["lock"])


async def publish(connection: Connection, version_id: UUID, by: UUID | None) -> None:
    await connection.execute(SQL["publish"], version_id, by)


async def retire(connection: Connection, version_id: UUID, reason: str, by: UUID | None) -> None:
    await connection.execute(SQL["retire"], version_id, reason, by)


async def set_brand(connection: Connection, draft: BrandDraft, by: UUID | None) -> Brand:
    await connection.execute(SQL["set_brand"], draft, by)
    (made,) = await brands(connection, None, 1)
    return made


async def brands(connection: Connection, after: UUID | None, limit: int) -> list[Brand]:
    """The newest first: that one holds."""
    rows = await connection.fetch(SQL["brands"], after, limit)
    return [Brand.model_validate(dict(row)) for row in rows]


async def wear(
    connection: Connection,
    notice_id: UUID,
    language: Language,
    version_id: UUID,
    more: tuple[UUID | None, UUID | None],
) -> None:
    """For good; ``more``: the version that it stands in for, and the brand."""
    await connection.execute(SQL["wear"], notice_id, language, version_id, *more)


async def worn(connection: Connection, notice_id: UUID) -> list[Worn]:
    """Nothing of a notice that was made before words were kept."""
    rows = await connection.fetch(SQL["worn"], notice_id)
    return [Worn.model_validate(dict(row)) for row in rows]


async def digests(connection: Connection, notice_id: UUID) -> dict[str, dict[str, str]]:
    """As the evidence holds them, by language."""
    rows = await connection.fetch(SQL["digests"], notice_id)
    return {row["language"]: {"wording": row["digest"]} for row in rows}


async def dress(connection: Connection, notice_id: UUID) -> Dress:
    """In what this notice is told, from its first recipient to its last."""
    found = await worn(connection, notice_id)
    brand = await connection.fetchrow(SQL["brand_worn"], notice_id)
    return Dress(
        words={
            one.language: WordingDraft.model_construct(subject=one.subject, text=one.text)
            for one in found
        },
        brand=BrandDraft.model_construct(**dict(brand)) if brand else None,
    )


def _version(row: Mapping[str, Any]) -> WordingVersion:
    known = dict(row)
    return WordingVersion.model_validate(
        known | {"text": known["body"], "digest": known["digest"].hex()}
    )
