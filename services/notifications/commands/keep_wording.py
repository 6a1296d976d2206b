"""Write a wording of one's own, publish it, take it out of use; and how messages look."""

from typing import NamedTuple
from uuid import UUID

from services.notifications.channels.mail.mandatory import KINDS
from services.notifications.channels.mail.proof import findings
from services.notifications.domain.facts import Kind
from services.notifications.domain.wording import (
    Brand,
    BrandDraft,
    WordingDraft,
    WordingVersion,
    refuse_faulty,
    refuse_pale,
    refuse_retirement,
)
from services.notifications.store import wordings
from shared.database import Connection
from shared.errors import Missing
from shared.text import Language


class Writer(NamedTuple):
    connection: Connection
    by: UUID | None


def refuse_unwritable(kind: Kind) -> None:
    """``Missing`` for a message of which the words are the product's alone."""
    if kind not in KINDS:
        raise Missing("wording-unknown", "This message has no wording of your own.")


async def write_wording(
    writer: Writer, kind: Kind, language: Language, draft: WordingDraft
) -> WordingVersion:
    """A draft, whatever is wrong with it; the same words again are the same version."""
    refuse_unwritable(kind)
    version_id = await wordings.keep(writer.connection, (kind, language), "own", draft, writer.by)
    return await wordings.read(writer.connection, version_id)


async def publish_wording(writer: Writer, version_id: UUID) -> WordingVersion:
    """From now on notices are made in it; nothing happens when they are already. ``Conflict`` with
    its faults, a mandatory fact that it leaves out among them."""
    await wordings.lock(writer.connection)
    version = await wordings.read(writer.connection, version_id)
    refuse_unwritable(version.kind)
    if version.state == "in_force":
        return version
    refuse_faulty(findings(version.kind, version.language, version.draft))
    await wordings.publish(writer.connection, version_id, writer.by)
    return await wordings.read(writer.connection, version_id)


async def retire_wording(writer: Writer, version_id: UUID, reason: str) -> WordingVersion:
    """From now on the built-in words hold. ``Conflict`` when it is not in force."""
    await wordings.lock(writer.connection)
    refuse_retirement(await wordings.read(writer.connection, version_id))
    await wordings.retire(writer.connection, version_id, reason, writer.by)
    return await wordings.read(writer.connection, version_id)


async def set_brand(writer: Writer, draft: BrandDraft) -> Brand:
    """For notices made from now on. ``Invalid`` for a colour that is hard to read."""
    refuse_pale(draft)
    return await wordings.set_brand(writer.connection, draft, writer.by)
