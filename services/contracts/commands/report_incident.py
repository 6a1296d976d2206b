"""A personal data breach is reported, and what is known of it added to."""

from uuid import UUID

from services.contracts.domain.found import found
from services.contracts.domain.incident import (
    Incident,
    IncidentDraft,
    IncidentEdit,
    WaiverDraft,
    refuse_disorder,
    refuse_nothing_hit,
)
from services.contracts.store import incidents, products, subprocessors
from shared.database import Connection
from shared.errors import Conflict, Invalid
from shared.etag import refuse_stale

NOUN = "incident"


async def report_incident(
    connection: Connection, draft: IncidentDraft, by: UUID | None
) -> Incident:
    """Clients are told once it is released."""
    now = await incidents.now(connection)
    draft = draft.model_copy(update={"found_at": draft.found_at or now})
    await _check(connection, draft)
    incident_id = await incidents.insert(connection, draft, by)
    return found(await incidents.read(connection, incident_id), NOUN)


async def edit_incident(
    connection: Connection, incident_id: UUID, seen: str | None, edit: IncidentEdit
) -> Incident:
    """What clients were told stands; the next stage tells them what it says now."""
    await incidents.lock(connection, incident_id)
    standing = found(await incidents.read(connection, incident_id), NOUN)
    refuse_stale(seen, standing)
    draft = IncidentDraft.model_validate(standing.kept() | edit.given())
    await _check(connection, draft)
    await incidents.update(connection, incident_id, draft)
    return found(await incidents.read(connection, incident_id), NOUN)


async def waive_incident(
    connection: Connection, incident_id: UUID, draft: WaiverDraft, by: UUID | None
) -> Incident:
    """Clients need not be told, and why. ``Conflict`` once they were."""
    await incidents.lock(connection, incident_id)
    standing = found(await incidents.read(connection, incident_id), NOUN)
    if standing.stages:
        raise Conflict("clients-told", "Clients were told of it; that can't be undone.")
    await incidents.waive(connection, incident_id, draft.reason, by)
    return found(await incidents.read(connection, incident_id), NOUN)


async def _check(connection: Connection, draft: IncidentDraft) -> None:
    refuse_nothing_hit(draft)
    refuse_disorder(draft, await incidents.now(connection))
    if not await products.all_known(connection, draft.product_ids):
        raise Invalid("product-unknown", "There is no such product.", field="product_ids")
    party = draft.subprocessor_id
    if party and not await subprocessors.all_known(connection, [party]):
        raise Invalid(
            "subprocessor-unknown", "There is no such sub-processor.", field="subprocessor_id"
        )
