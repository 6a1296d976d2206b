"""What a client says to a change: no, or the yes that specific authorisation needs."""

from typing import NamedTuple
from uuid import UUID

from services.contracts.commands.end_agreement import EndToday, end_today
from services.contracts.domain.change import ChangeSummary
from services.contracts.domain.found import found
from services.contracts.domain.gate import Concern
from services.contracts.domain.objection import (
    SPEAKERS,
    Approval,
    ApprovalDraft,
    DecisionDraft,
    LeaveDraft,
    Objection,
    ObjectionDraft,
    Speaker,
)
from services.contracts.store import (
    agreements,
    changes,
    clock,
    contacts,
    gate,
    links,
    objections,
)
from shared.database import Connection
from shared.errors import Conflict, Forbidden, Invalid
from shared.events import ChangeApproved, ObjectionDecided, ObjectionReceived
from shared.identity import Actor
from shared.outbox import append


class Voice(NamedTuple):
    """A client that answers a change, by whom, and where it stands."""

    speaker: Speaker
    client_id: UUID
    change: ChangeSummary
    concern: Concern


async def object_to_change(
    connection: Connection, actor: Actor, change_id: UUID, draft: ObjectionDraft
) -> Objection:
    """Under general authorisation it is late after the last day, and holds nothing by itself.
    ``Conflict`` when an objection stands, or the client had approved what holds by now."""
    voice = await _voice(connection, actor, change_id, draft.agreement_id)
    concern = voice.concern
    if await _stands(connection, concern):
        raise Conflict("objection-stands", "An objection of this client stands already.")
    if not (concern.may_object or concern.may_object_late):
        raise Conflict("change-effective", "You approved this change, and it holds already.")
    late_after = None if concern.may_object else concern.deadline
    affected = (change_id, concern.agreement_id)
    objection_id = await objections.insert(
        connection, affected, draft.grounds, voice.speaker, late_after
    )
    await append(
        connection,
        ObjectionReceived(
            tenant_id=actor.tenant,
            objection_id=objection_id,
            change_id=change_id,
            client_id=voice.client_id,
        ),
    )
    return found(await objections.read(connection, objection_id), "objection")


async def approve_change(
    connection: Connection, actor: Actor, change_id: UUID, draft: ApprovalDraft
) -> Approval:
    """``Conflict`` where silence is consent anyway, or an objection stands."""
    voice = await _voice(connection, actor, change_id, draft.agreement_id)
    concern = voice.concern
    if concern.standing == "effective":
        raise Conflict("change-effective", "This change holds for this client already.")
    if concern.authorisation != "specific":
        raise Conflict(
            "approval-not-needed", "Under general authorisation silence is consent; just wait."
        )
    if concern.standing in ("objection_open", "objection_upheld"):
        raise Conflict(
            "objection-stands",
            "An objection of this client stands; record first that it was withdrawn.",
        )
    if actor.kind != "contact" and draft.note is None:
        raise Invalid(
            "note-missing", "Say on which words of the client this is recorded.", field="note"
        )
    if concern.approved:
        raise Conflict("already-approved", "This client approved it before.")
    approval = await objections.approve(
        connection, change_id, concern.agreement_id, draft.note, voice.speaker
    )
    await append(
        connection,
        ChangeApproved(
            tenant_id=actor.tenant,
            change_id=change_id,
            client_id=voice.client_id,
            approval_id=approval.id,
        ),
    )
    return approval


async def leave_over_change(
    connection: Connection, actor: Actor, change_id: UUID, draft: LeaveDraft
) -> Objection:
    """The signatory ends the agreement today, where it gives that right to who objected."""
    contact = found(await contacts.read(connection, actor.id), "contact")
    if "signatory" not in contact.duties:
        raise Forbidden(
            "not-signatory", "Only a contact with the duty signatory may end this agreement."
        )
    voice = await _voice(connection, actor, change_id, None)
    objection = await _last(connection, voice.concern)
    if objection is None or not objection.may_leave(
        await clock.today(connection), effective=voice.concern.standing == "effective"
    ):
        raise Conflict(
            "leaving-not-open",
            "Your agreement gives no right to end it over this change now; that takes an objection"
            " that stands, under terms that say so, within the days that they give.",
        )
    end = DecisionDraft(decision="agreement_ended", reason=draft.reason)
    await objections.decide(connection, objection.id, end, voice.speaker)
    ending = EndToday(voice.client_id, "client", draft.reason)
    await end_today(connection, actor, voice.concern.agreement_id, ending)
    await append(
        connection,
        ObjectionDecided(
            tenant_id=actor.tenant,
            objection_id=objection.id,
            change_id=change_id,
            client_id=voice.client_id,
        ),
    )
    return found(await objections.read(connection, objection.id), "objection")


async def _last(connection: Connection, concern: Concern) -> Objection | None:
    """The last objection of this client."""
    if concern.objection_id is None:
        return None
    return await objections.read(connection, concern.objection_id)


async def _stands(connection: Connection, concern: Concern) -> bool:
    if concern.standing in ("objection_open", "objection_upheld"):
        return True
    last = await _last(connection, concern)
    if last is None or not last.stands:
        return False
    return last.late_after is not None or concern.standing == "effective"


async def _voice(
    connection: Connection, actor: Actor, change_id: UUID, agreement_id: UUID | None
) -> Voice:
    await links.hold(connection)
    client_id, speaker = await _speaker(connection, actor, agreement_id)
    change = found(await changes.read(connection, change_id), "change")
    found(await gate.concern(connection, change_id, client_id), "change")
    if change.state == "withdrawn":
        raise Conflict("change-withdrawn", "This change was withdrawn; nothing will happen.")
    own = found(await agreements.of_client(connection, client_id), "agreement")
    await agreements.lock(connection, own)
    await objections.lock_agreement(connection, change_id, own)
    concern = found(await gate.concern(connection, change_id, client_id), "change")
    if concern.standing == "ended":
        raise Conflict("agreement-ended", "This client's agreement, or the product, has ended.")
    return Voice(speaker, client_id, change, concern)


async def _speaker(
    connection: Connection, actor: Actor, agreement_id: UUID | None
) -> tuple[UUID, Speaker]:
    """The client for which somebody speaks. ``Missing`` for another client's agreement."""
    if actor.kind != "contact":
        if agreement_id is None:
            raise Invalid(
                "agreement-missing", "Say for which agreement you speak.", field="agreement_id"
            )
        agreement = found(await agreements.read(connection, agreement_id), "agreement")
        return agreement.client_id, Speaker(staff_id=actor.id)
    contact = found(await contacts.read(connection, actor.id), "contact")
    own = found(await agreements.of_client(connection, contact.client_id), "agreement")
    if agreement_id not in (None, own):
        found(None, "agreement")
    if not SPEAKERS & set(contact.duties):
        raise Forbidden(
            "duty-missing", "This needs a contact with one of: notice, privacy, signatory."
        )
    return contact.client_id, Speaker(contact_id=contact.id)
