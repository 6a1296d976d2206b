"""Freeze what holds today for agreements, as versions that never change."""

from collections.abc import Sequence
from uuid import UUID

from services.contracts.domain.agreement import Cause
from services.contracts.domain.product import processing_incomplete
from services.contracts.store import products, versions
from services.contracts.store.versions import Made
from shared.database import Connection
from shared.events import AgreementVersionFrozen
from shared.outbox import append


async def freeze_versions(
    connection: Connection,
    tenant_id: UUID,
    agreements: Sequence[UUID],
    cause: Cause,
    of: tuple[UUID, int] | None = None,
) -> list[Made]:
    """``of``: the change and its wave. Announces each version that was made now.

    Every way to issue a version leads through here: ``Invalid`` processing-incomplete while a
    product leaves unsaid what Art. 28(3) AVG wants.
    """
    change_id, wave = of or (None, None)
    if unready := await products.unready_of_agreements(connection, agreements):
        raise processing_incomplete(unready.key, unready.missing, "products")
    frozen = await versions.snapshots(connection, agreements, change_id)
    made = await versions.insert(connection, frozen, cause, change_id, wave)
    for one in made:
        await append(
            connection,
            AgreementVersionFrozen(
                tenant_id=tenant_id,
                agreement_id=one.agreement_id,
                version_id=one.version_id,
                client_id=one.client_id,
                cause=cause,
                change_id=change_id,
            ),
        )
    return made
