"""Freeze what holds today for agreements, as versions that never change."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.contracts.domain.agreement import Cause, Frozen
from services.contracts.domain.amendment import Amendment
from services.contracts.domain.found import found
from services.contracts.domain.product import processing_incomplete
from services.contracts.domain.terms import Terms
from services.contracts.store import amendments, clock, products, versions
from services.contracts.store.versions import Made, Origin
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
    A proposal that waits for a yes is frozen anew beside it, so that nobody accepts an old annex.
    """
    change_id, wave = of or (None, None)
    await _refuse_unready(connection, agreements)
    frozen = await versions.snapshots(connection, agreements, change_id)
    made = await keep(connection, tenant_id, frozen, Origin(cause, change_id, wave))
    waiting = await amendments.open_of(connection, [one.agreement_id for one in made])
    for amendment_id in waiting.values():
        amendment = found(await amendments.read(connection, amendment_id), "amendment")
        await freeze_proposal(connection, tenant_id, amendment)
    return made


async def freeze_proposal(connection: Connection, tenant_id: UUID, amendment: Amendment) -> Made:
    """A version with the terms of an amendment, which holds once the client has accepted it."""
    frozen = await imagine(connection, amendment)
    origin = Origin("amendment", amendment_id=amendment.id, terms_id=amendment.id)
    (made,) = await keep(connection, tenant_id, [frozen], origin)
    return made


async def imagine(connection: Connection, amendment: Amendment) -> Frozen:
    """What would be frozen if the amendment held today; nothing of it stays."""
    told = {"amendment": {"from_day": amendment.from_day.isoformat(), "reason": amendment.reason}}
    return await imagine_terms(
        connection, amendment.agreement_id, amendment.terms, told, amendment.id
    )


async def imagine_terms(
    connection: Connection,
    agreement_id: UUID,
    terms: Terms | None,
    told: Mapping[str, Any],
    amendment_id: UUID | None = None,
) -> Frozen:
    trial = connection.transaction()
    await trial.start()
    try:
        if terms:
            await amendments.put_proposed(connection, agreement_id, terms)
        if amendment_id:
            await amendments.move_products(connection, amendment_id, await clock.today(connection))
        await _refuse_unready(connection, [agreement_id])
        (frozen,) = await versions.snapshots(connection, [agreement_id], None, told)
        return frozen
    finally:
        await trial.rollback()


async def _refuse_unready(connection: Connection, agreements: Sequence[UUID]) -> None:
    if unready := await products.unready_of_agreements(connection, agreements):
        raise processing_incomplete(unready.key, unready.missing, "products")


async def keep(
    connection: Connection, tenant_id: UUID, frozen: Sequence[Frozen], origin: Origin
) -> list[Made]:
    """Store and announce."""
    made = await versions.insert(connection, frozen, origin)
    for one in made:
        await append(
            connection,
            AgreementVersionFrozen(
                tenant_id=tenant_id,
                agreement_id=one.agreement_id,
                version_id=one.version_id,
                client_id=one.client_id,
                cause=origin.cause,
                change_id=origin.change_id,
            ),
        )
    return made
