"""The end of an agreement, and taking it back before its day."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from services.contracts.domain.found import found
from services.contracts.domain.termination import (
    Ender,
    Termination,
    TerminationDraft,
    TerminationWithdrawalDraft,
)
from services.contracts.store import agreements, clock, links, terminations
from shared.database import Connection
from shared.errors import Conflict, Invalid
from shared.etag import refuse_other_tag
from shared.events import AgreementTerminated, AgreementTerminationWithdrawn
from shared.identity import Actor
from shared.outbox import append


class EndToday(NamedTuple):
    """Whose agreement ends at once, by whom, and why."""

    client_id: UUID
    by: Ender
    reason: str


async def end_agreement(
    connection: Connection,
    actor: Actor,
    agreement_id: UUID,
    draft: TerminationDraft,
    seen: str | None = None,
) -> Termination:
    """From its day nothing is processed under it. ``Conflict`` when an end stands already."""
    await links.hold(connection)
    client_id = found(await agreements.lock(connection, agreement_id), "agreement")
    if seen is not None:
        told = found(await agreements.tell(connection, agreement_id), "agreement")
        refuse_other_tag(seen, told.tag)
    if ends_on := await terminations.standing(connection, agreement_id):
        raise Conflict(
            "agreement-ended",
            f"It ends, or ended, on {ends_on}; withdraw that end first where it lies ahead.",
            ends_on=str(ends_on),
        )
    await _refuse_wrong_days(connection, draft)
    made = await terminations.insert(connection, agreement_id, draft, actor.id)
    await announce_end(connection, actor.tenant, agreement_id, client_id, made)
    return found(await terminations.read(connection, made), "termination")


async def withdraw_termination(
    connection: Connection,
    actor: Actor,
    agreement_id: UUID,
    termination_id: UUID,
    draft: TerminationWithdrawalDraft,
) -> Termination:
    """It runs on as it was. ``Conflict`` once its day has come."""
    await links.hold(connection)
    client_id = found(await agreements.lock(connection, agreement_id), "agreement")
    standing = found(await terminations.read(connection, termination_id), "termination")
    if standing.agreement_id != agreement_id:
        found(None, "termination")
    if standing.withdrawn_at is not None:
        raise Conflict("termination-withdrawn", "This end was taken back before.")
    if standing.ends_on <= await clock.today(connection):
        raise Conflict(
            "agreement-ended", "Its day has come; take the client on anew with a new agreement."
        )
    await terminations.withdraw(connection, termination_id, draft.reason, actor.id)
    await append(
        connection,
        AgreementTerminationWithdrawn(
            tenant_id=actor.tenant,
            agreement_id=agreement_id,
            client_id=client_id,
            termination_id=termination_id,
        ),
    )
    return found(await terminations.read(connection, termination_id), "termination")


async def end_today(
    connection: Connection, actor: Actor, agreement_id: UUID, draft: EndToday
) -> None:
    """From today nothing is processed under it; an end that came before stays as it is."""
    made = await terminations.end_today(connection, agreement_id, draft.by, draft.reason, actor.id)
    if made:
        await announce_end(connection, actor.tenant, agreement_id, draft.client_id, made)


async def announce_end(
    connection: Connection,
    tenant_id: UUID,
    agreement_id: UUID,
    client_id: UUID,
    termination_id: UUID,
) -> None:
    await append(
        connection,
        AgreementTerminated(
            tenant_id=tenant_id,
            agreement_id=agreement_id,
            client_id=client_id,
            termination_id=termination_id,
        ),
    )


async def _refuse_wrong_days(connection: Connection, draft: TerminationDraft) -> None:
    today = await clock.today(connection)
    given_on = draft.given_on or today
    if given_on > today:
        raise Invalid("date-in-future", "Notice is recorded once it was given.", field="given_on")
    if draft.ends_on < today:
        raise Invalid(
            "date-in-past",
            "Data were processed until today; it ends today or later.",
            field="ends_on",
        )
    if draft.done_by < draft.ends_on:
        raise Invalid(
            "data-before-end",
            "Data are returned or deleted once it has ended; give that day or a later one.",
            field="data_by",
        )
    if draft.ends_on < given_on + timedelta(days=draft.notice_days):
        raise Invalid(
            "notice-too-short",
            f"With {draft.notice_days} days' notice it ends on"
            f" {given_on + timedelta(days=draft.notice_days)} at the earliest.",
            field="ends_on",
        )
