"""Which template prints a version of an agreement.

What was made of the version before decides: what somebody signs is printed as they read it. Else it
is the provider's own that is in force now, and without one the built-in.
"""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from services.documents.commands.keep_template import record_template, store_template
from services.documents.domain.faults import TemplateLost
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
    kind, language = use
    found = await choose_templates(pool, objects, tenant_id, kind, {version_id: language})
    chosen = found[version_id]
    if isinstance(chosen, TemplateLost):
        raise chosen
    return chosen


async def choose_templates(
    pool: Pool,
    objects: Objects,
    tenant_id: UUID,
    kind: TemplateKind,
    versions: Mapping[UUID, Language],
) -> dict[UUID, Chosen | TemplateLost]:
    """As ``choose_template`` for each version; one whose template is lost holds up no other."""
    own = {one: templates.builtin_digest(kind, one) for one in set(versions.values())}
    async with tenant_transaction(pool, tenant_id) as connection:
        before = await templates.chosen(
            connection, {version: own[language] for version, language in versions.items()}
        )
        now = {
            one: await templates.in_force(connection, kind, one) or digest
            for one, digest in own.items()
        }
    digests = {version: before.get(version) or now[versions[version]] for version in versions}
    languages = {digest: one for one, digest in own.items()}
    taken: dict[bytes, Chosen | TemplateLost] = {}
    for digest in set(digests.values()):
        if digest in languages:
            content = await _built_in(pool, objects, tenant_id, (kind, languages[digest]))
            taken[digest] = Chosen(digest, content)
        else:
            taken[digest] = await _taken(objects, tenant_id, digest)
    return {version: taken[digest] for version, digest in digests.items()}


async def _taken(objects: Objects, tenant_id: UUID, digest: bytes) -> Chosen | TemplateLost:
    try:
        return Chosen(digest, await shelf.take(objects, tenant_id, digest))
    except TemplateLost as lost:
        return lost


async def _built_in(
    pool: Pool, objects: Objects, tenant_id: UUID, use: tuple[TemplateKind, Language]
) -> bytes:
    """Kept with what it prints, which can be made anew from it for ever."""
    content = templates.builtin(*use)
    async with tenant_transaction(pool, tenant_id) as connection:
        kept = await templates.is_kept(connection, *use, templates.builtin_digest(*use))
    if not kept:
        await _keep_builtin(pool, objects, tenant_id, use, content)
    return content


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
