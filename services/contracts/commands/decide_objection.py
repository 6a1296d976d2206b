"""The provider's answer to an objection; each answer is a row of its own, the last one counts."""

from uuid import UUID

from services.contracts.domain.found import found
from services.contracts.domain.objection import DecisionDraft, Objection
from services.contracts.store import agreements, gate, links, objections
from shared.database import Connection
from shared.errors import Conflict
from shared.events import ObjectionDecided
from shared.identity import Actor
from shared.outbox import append


async def decide_objection(
    connection: Connection, actor: Actor, objection_id: UUID, draft: DecisionDraft
) -> Objection:
    """``Conflict`` once the change holds for the client, or its agreement has ended."""
    await links.hold(connection)
    objection = found(await objections.read(connection, objection_id), "objection")
    await objections.lock_agreement(connection, objection.change_id, objection.agreement_id)
    objection = found(await objections.read(connection, objection_id), "objection")
    concern = found(
        await gate.concern(connection, objection.change_id, objection.client_id), "change"
    )
    if concern.standing in ("effective", "ended"):
        raise Conflict(
            "objection-settled",
            "The change holds for this client already, or its agreement has ended.",
        )
    if objection.decisions and objection.decisions[-1].decision == "objection_withdrawn":
        raise Conflict("objection-settled", "This objection was withdrawn.")
    await objections.decide(connection, objection_id, draft, actor.id)
    if draft.decision == "agreement_ended":
        await agreements.end_today(connection, objection.agreement_id)
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
