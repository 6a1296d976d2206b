"""The provider's signature: at once by the seal under a mandate, or by hand."""

from typing import Any

from services.documents.domain.countersignature import (
    Countersignature,
    CountersignatureDraft,
    facts,
)
from services.documents.domain.mandate import kind_of
from services.documents.domain.rendering import Version
from services.documents.domain.seal import Certificate
from services.documents.engine.completion import words
from services.documents.store import countersignatures, mandates, renderings, seals, work
from shared.database import Connection
from shared.errors import Conflict
from shared.identity import Actor


async def countersign_at_once(
    connection: Connection, version: Version, certificate: Certificate
) -> Countersignature | None:
    """Under the mandate that is in force now; null without one, which may be given later."""
    standing = await countersignatures.of_version(connection, version.version_id)
    mandate = await mandates.in_force(connection, kind_of(version))
    if standing is not None or mandate is None:
        return standing
    given = await countersignatures.give(connection, version, certificate.id, mandate_id=mandate.id)
    return given or await countersignatures.of_version(connection, version.version_id)


async def countersign_by_hand(
    connection: Connection,
    actor: Actor,
    draft: CountersignatureDraft,
    version: Version,
    certificate: Certificate,
) -> Countersignature:
    """Its document is made at once, beside the one that the client had before."""
    given = await countersignatures.give(
        connection,
        version,
        certificate.id,
        given_by=actor.id,
        name=draft.name,
        job_title=draft.job_title,
    )
    if given is None:
        raise Conflict("countersigned-already", "This version was countersigned before.")
    rendering_id = await renderings.request(
        connection, version.agreement_id, version.version_id, version.client_id, "countersigned"
    )
    if rendering_id is not None:
        await work.enqueue(connection, actor.tenant, rendering_id, work.Urgency.AWAITED)
    return given


async def completed(connection: Connection, version: Version) -> dict[str, Any] | None:
    """What is printed of the countersignature of a version; null when there is none."""
    found = await countersignatures.of_version(connection, version.version_id)
    if found is None:
        return None
    mandate = found.mandate_id and await mandates.read(connection, found.mandate_id)
    every = {one.id: one for one in await seals.all_of_them(connection)}
    kinds = words(version.language)["kinds"]
    return facts(found, mandate or None, every[found.certificate_id], kinds)
