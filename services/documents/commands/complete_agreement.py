"""What the certificate of completion behind a signed agreement says."""

from typing import Any
from uuid import UUID

from services.documents.commands.countersign import completed, countersign_at_once
from services.documents.domain.rendering import Variant, Version
from services.documents.domain.seal import Certificate, provider_of
from services.documents.store import documents
from shared.database import Connection


async def evidence_of(
    connection: Connection, version: Version, variant: Variant, certificate: Certificate
) -> dict[str, Any]:
    """Countersigned here and now where a mandate allows it, so that no client waits."""
    if variant == "signed":
        await countersign_at_once(connection, version, certificate)
    signature = version.signature
    assert signature is not None, "a version without one has no signed document"
    snapshot = version.snapshot
    return {
        "reference": snapshot["agreement"]["reference"],
        "version": snapshot["agreement"]["version"],
        "frozen_on": snapshot["agreement"]["frozen_on"],
        "provider": provider_of(version),
        "client": snapshot["client"]["name"],
        "signature": signature.model_dump(mode="json"),
        "offered": await _offered(connection, version.version_id),
        "countersignature": await completed(connection, version),
    }


async def _offered(connection: Connection, version_id: UUID) -> list[dict[str, str]]:
    """What the signer was given to read."""
    return [
        {"name": one.file_name, "digest": one.digest.hex()}
        for one in await documents.of_version(connection, version_id, None)
        if one.variant == "offered"
    ]
