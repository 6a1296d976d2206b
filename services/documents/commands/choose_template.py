"""Which template prints a version of an agreement.

What was made of the version before decides: what somebody signs is printed as they read it. Else it
is the provider's own that is in force now, and without one the built-in.
"""

from typing import NamedTuple
from uuid import UUID

from services.documents.commands.keep_template import record_template, store_template
from services.documents.domain.kinds import TemplateKind
from services.documents.domain.template import built_in
from services.documents.store import shelf, templates
from services.documents.store.objects import Objects
from shared.database import Pool, tenant_transaction
from shared.text import Language


class Chosen(NamedTuple):
    digest: bytes
    content: bytes


async def choose_template(
    pool: Pool,
    objects: Objects,
    tenant_id: UUID,
    version_id: UUID,
    use: tuple[TemplateKind, Language],
) -> Chosen:
    """It is settled once the document is about to be stored: see ``templates.choose``."""
    own = templates.builtin_digest(*use)
    async with tenant_transaction(pool, tenant_id) as connection:
        before = await templates.chosen(connection, version_id, own)
        digest = before or await templates.in_force(connection, *use) or own
        kept = digest != own or await templates.is_kept(connection, *use, own)
    if digest != own:
        return Chosen(digest, await shelf.take(objects, tenant_id, digest))
    content = templates.builtin(*use)
    if not kept:
        await _keep_builtin(pool, objects, tenant_id, use, content)
    return Chosen(own, content)


async def _keep_builtin(
    pool: Pool,
    objects: Objects,
    tenant_id: UUID,
    use: tuple[TemplateKind, Language],
    content: bytes,
) -> None:
    draft = built_in(*use, content)
    begun = await store_template(pool, objects, tenant_id, draft, content)
    async with tenant_transaction(pool, tenant_id) as connection:
        await record_template(connection, draft, begun)
