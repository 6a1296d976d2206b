"""The provider's answer to an objection; each answer is a row of its own, the last one counts."""

from datetime import date
from uuid import UUID

from services.contracts.commands.end_agreement import EndToday, end_today
from services.contracts.domain.deadline import last_day
from services.contracts.domain.found import found
from services.contracts.domain.gate import Concern
from services.contracts.domain.objection import DecisionDraft, Objection, Speaker
from services.contracts.store import agreements, clock, gate, links, objections
from shared.database import Connection
from shared.errors import Conflict
from shared.events import ObjectionDecided
from shared.identity import Actor
from shared.outbox import append


async def decide_objection(
    connection: Connection, actor: Actor, objection_id: UUID, draft: DecisionDraft
) -> Objection:
    """``Conflict`` once it was withdrawn, its agreement has ended, or the change holds for a client
    whose objection came in time and had been answered before."""
    await links.hold(connection)
    objection = found(await objections.read(connection, objection_id), "objection")
    await agreements.lock(connection, objection.agreement_id)
    await objections.lock_agreement(connection, objection.change_id, objection.agreement_id)
    objection = found(await objections.read(connection, objection_id), "objection")
    concern = found(
        await gate.concern(connection, objection.change_id, objection.client_id), "change"
    )
    _refuse_settled(objection, concern)
    until = None
    if objection.late_after is None:
        until = _leave_until(draft, concern, await clock.today(connection))
    await objections.decide(connection, objection_id, draft, Speaker(staff_id=actor.id), until)
    await _carry_out(connection, actor, draft, concern, objection)
    await append(
        connection,
        ObjectionDecided(
            tenant_id=actor.tenant,
            objection_id=objection_id,
            change_id=objection.change_id,
            client_id=objection.client_id,
        ),
    )
    return found(await objections.read(connection, objection_id), "objection")


def _refuse_settled(objection: Objection, concern: Concern) -> None:
    if not objection.stands:
        raise Conflict("objection-settled", "This objection was withdrawn.")
    afterwards = concern.effective_at is not None and objection.received_at >= concern.effective_at
    answered = bool(objection.decisions) and not (afterwards or objection.late_after)
    if concern.standing == "ended" or (concern.standing == "effective" and answered):
        raise Conflict(
            "objection-settled",
            "The change holds for this client already, or its agreement has ended.",
        )


def _leave_until(draft: DecisionDraft, concern: Concern, today: date) -> date | None:
    """Whoever may leave over a change has as many days for it, from the answer on, as it had to
    object."""
    if concern.on_objection != "terminate":
        return None
    if draft.decision not in ("measure_taken", "alternative_offered"):
        return None
    return last_day(today, concern.objection_days, concern.day_kind)


async def _carry_out(
    connection: Connection,
    actor: Actor,
    draft: DecisionDraft,
    concern: Concern,
    objection: Objection,
) -> None:
    if draft.decision == "agreement_ended":
        ending = EndToday(objection.client_id, "provider", draft.reason)
        await end_today(connection, actor, objection.agreement_id, ending)
    elif draft.decision == "client_held_back" and concern.standing == "effective":
        await gate.take_back(connection, objection.change_id, objection.client_id)
