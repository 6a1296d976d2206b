"""Clients are told of a breach, by stages: one person releases, another reads it afterwards."""

from collections.abc import Mapping
from uuid import UUID

from services.contracts.commands.report_incident import NOUN
from services.contracts.domain.found import found
from services.contracts.domain.incident import (
    ChoiceDraft,
    Incident,
    IncidentChoice,
    IncidentReview,
    IncidentReviewDraft,
    Stage,
    StageDraft,
    StageKind,
    next_kind,
)
from services.contracts.domain.incident_outcome import refuse_unreached
from services.contracts.store import agreements, clients, incident_outcomes, incidents
from shared.database import Connection
from shared.errors import Conflict, Forbidden, Invalid
from shared.etag import refuse_stale
from shared.events import (
    IncidentClosed,
    IncidentRecipientAdded,
    IncidentReleased,
    IncidentUpdated,
)
from shared.identity import Actor
from shared.outbox import append, append_many

_EVENTS: Mapping[
    StageKind, type[IncidentReleased] | type[IncidentUpdated] | type[IncidentClosed]
] = {"first": IncidentReleased, "update": IncidentUpdated, "closing": IncidentClosed}


async def release_incident(
    connection: Connection, actor: Actor, incident_id: UUID, draft: StageDraft, seen: str | None
) -> Incident:
    """Waits for nobody's review. ``Conflict`` where nothing is new, nobody is touched, or the last
    message would lack what Art. 33(3) AVG asks or leave somebody who was never reached."""
    await incidents.lock(connection, incident_id)
    standing = found(await incidents.read(connection, incident_id), NOUN)
    if seen is not None:
        refuse_stale(seen, standing)
    kind = next_kind(standing, closing=draft.closing)
    stage_id = await incidents.release(connection, incident_id, kind, standing.content, actor.id)
    released = found(await incidents.read(connection, incident_id), NOUN)
    if not released.stages[-1].people:
        raise Conflict(
            "nobody-to-tell",
            "No client is touched, or none has a contact; take a client in, or record why nobody is"
            " told.",
        )
    if kind == "closing" and await _falls_short(connection, stage_id, draft, released, actor):
        released = found(await incidents.read(connection, incident_id), NOUN)
    event = _EVENTS[kind]
    await append(
        connection, event(tenant_id=actor.tenant, incident_id=incident_id, stage_id=stage_id)
    )
    return released


async def _falls_short(
    connection: Connection, stage_id: UUID, draft: StageDraft, incident: Incident, actor: Actor
) -> bool:
    """With this stage in the count: of whom it touches first, nobody may be there to write to."""
    unreached = (await incident_outcomes.of_incident(connection, incident.id)).unreached
    refuse_unreached(unreached, draft.unreached_because)
    if unreached:
        because = draft.unreached_because
        await incidents.fall_short(connection, stage_id, unreached, because, actor.id)
    return unreached > 0


async def review_incident(
    connection: Connection, actor: Actor, incident_id: UUID, draft: IncidentReviewDraft
) -> IncidentReview:
    """``Forbidden`` for who released it: two people must have seen what was sent."""
    standing = found(await incidents.read(connection, incident_id), NOUN)
    stage = _stage(standing, draft.stage_id)
    reviewer = found(actor.id, NOUN)
    if reviewer == stage.released_by:
        raise Forbidden("own-release", "You released this one; ask somebody else to read it.")
    review = await incidents.review(connection, stage.id, draft.note, reviewer)
    if review is None:
        raise Conflict("stage-reviewed", "You reviewed this stage before.")
    return review


def _stage(standing: Incident, stage_id: UUID | None) -> Stage:
    if not standing.stages:
        raise Conflict("nothing-released", "Nothing was released yet; there is nothing to review.")
    if stage_id is None:
        return standing.stages[-1]
    for one in standing.stages:
        if one.id == stage_id:
            return one
    raise Invalid("stage-unknown", "This incident has no such stage.", field="stage_id")


async def choose_client(
    connection: Connection, actor: Actor, incident_id: UUID, draft: ChoiceDraft
) -> IncidentChoice:
    """Take a client in, or leave it out. Once a stage went out, who is taken in is told of it at
    once, and ``Conflict`` for who would be left out after it was told."""
    await incidents.lock(connection, incident_id)
    standing = found(await incidents.read(connection, incident_id), NOUN)
    if not await clients.lock(connection, draft.client_id):
        raise Invalid("client-unknown", "There is no such client.", field="client_id")
    if await agreements.of_client(connection, draft.client_id) is None:
        raise Invalid(
            "client-without-agreement", "This client has no agreement.", field="client_id"
        )
    if draft.choice == "out" and await incidents.is_told(connection, incident_id, draft.client_id):
        raise Conflict("client-told", "This client was told of it; that can't be undone.")
    choice = await incidents.choose(connection, incident_id, draft, actor.id)
    if draft.choice == "out" or not standing.stages:
        return choice
    stage_id = standing.stages[-1].id
    told = await incidents.join_told(connection, incident_id, draft.client_id, stage_id)
    events = [
        IncidentRecipientAdded(
            tenant_id=actor.tenant, incident_id=incident_id, stage_id=stage_id, recipient_id=one
        )
        for one in told
    ]
    await append_many(connection, events)
    return choice.model_copy(update={"told": len(told)})
