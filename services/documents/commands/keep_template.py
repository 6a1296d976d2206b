"""Keep a template: its bytes, and the version that they are."""

from uuid import UUID

from services.documents.commands.keep_object import keep_object
from services.documents.domain.stored import Stored, stored
from services.documents.domain.template import DOCX, ENDING, TemplateDraft, TemplateVersion
from services.documents.store import kept, shelf, templates
from services.documents.store.objects import Objects
from shared.database import Connection, Pool, tenant_transaction

Begun = tuple[UUID, Stored] | None


async def store_template(
    pool: Pool, objects: Objects, tenant_id: UUID, draft: TemplateDraft, content: bytes
) -> Begun:
    """What remains is ``record_template``. Bytes that are a version already, and are in storage
    still, are not stored again."""
    thing = stored(tenant_id, content, ENDING, DOCX)
    async with tenant_transaction(pool, tenant_id) as connection:
        known = await templates.with_digest(connection, draft.kind, draft.language, draft.digest)
    shelf.keep(draft.digest, content)
    if known and await objects.fetch(thing.key, draft.digest) is not None:
        return None
    return await keep_object(pool, objects, tenant_id, thing, content), thing


async def record_template(
    connection: Connection, draft: TemplateDraft, begun: Begun
) -> tuple[TemplateVersion, bool]:
    """The stored bytes become a version; whether they are a new one."""
    version, new = await templates.record(connection, draft)
    if begun is not None and new:
        await kept.record(connection, begun[0], version.id, begun[1])
    elif begun is not None:
        await kept.abandon(connection, begun[0])
    return version, new
