"""Reads the recipients of a notice and queues a delivery for each, page by page."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from pydantic import ValidationError

from services.notifications.commands.alter_change import (
    announcement,
    queue_altered,
    stop_earlier,
)
from services.notifications.commands.gather_public import Sources, gather_public
from services.notifications.commands.gather_staff import gather_staff
from services.notifications.commands.jobs import Again, sending
from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.commands.stop_notice import is_over, is_put_off, stop_notice
from services.notifications.commands.wear_wording import state_facts
from services.notifications.domain.delivery import (
    NewDelivery,
    Person,
    Terms,
    addressed,
    delivery_id,
    notice_id,
)
from services.notifications.domain.evidence import Fact
from services.notifications.domain.facts import RecipientPage
from services.notifications.domain.notice import require_complete, require_terms
from services.notifications.domain.subscription import PUBLIC
from services.notifications.store import (
    alterations,
    deliveries,
    departures,
    evidence,
    gatherings,
    notices,
)
from services.notifications.store.alterations import EVERY
from services.notifications.store.gatherings import Gathering
from services.notifications.store.notices import Notice
from shared.database import Connection, Pool, tenant_transaction
from shared.errors import DomainError, Unavailable
from shared.http import Peer

# Also how many are sent by one claim.
PAGE = 1000
_BY_DELIVERY = "delivery "
_NOUNS = {
    "change_announced": "changes",
    "objection_received": "objections",
    "objection_decided": "objections",
    "agreement_ending": "terminations",
    "ending_withdrawn": "terminations",
    "incident_notified": "incident-stages",
    "change_effective": "waves",
    "change_altered": "postponements",
}
# These know by their path alone what is told.
_ONE_KIND = ("change_announced", "change_effective", "change_altered", "incident_notified")
_SOON, _LATER = timedelta(seconds=2), timedelta(minutes=1)


async def gather_recipients(
    pool: Pool, sources: Sources, tenant_id: UUID, gathering_id: UUID
) -> Again | None:
    """One page a transaction, so that a crash repeats one page at most, and that one in vain."""
    while True:
        async with tenant_transaction(pool, tenant_id) as connection:
            gathering = await gatherings.get(connection, gathering_id)
            notice = await notices.get(connection, gathering.notice_id)
        if gathering.finished:
            return None
        if notice.kind in PUBLIC:
            again = await gather_public(pool, sources, tenant_id, notice, gathering)
        elif notice.kind == "upstream_expiring":
            again = await gather_staff(pool, sources, tenant_id, notice, gathering)
        elif notice.kind == "change_withdrawn":
            again = await _copy_told(pool, tenant_id, notice, gathering)
        else:
            again = await _read_page(pool, sources.contracts, tenant_id, notice, gathering)
        if again:
            return again


async def _read_page(
    pool: Pool, contracts: Peer, tenant_id: UUID, notice: Notice, gathering: Gathering
) -> Again | None:
    try:
        answer = await contracts.ask(
            "GET", path_of(notice), tenant_id=tenant_id, params=_parameters(notice, gathering)
        )
        page = RecipientPage.model_validate(answer)
        require_complete(page.notice)
        for recipient in page.items:
            require_terms(page.notice, addressed(notice.id, "mail", recipient).terms)
    except Unavailable:
        return Again(_SOON)
    except (DomainError, ValidationError) as error:
        async with tenant_transaction(pool, tenant_id) as connection:
            await gatherings.state_problem(connection, gathering.id, problem_of(error))
        return Again(_LATER)
    if page.notice.kind == "change_altered" and not gathering.position:
        assert notice.change_id is not None
        if not await stop_earlier(pool, tenant_id, notice.change_id, page.notice.alteration):
            return Again(_SOON)
    async with tenant_transaction(pool, tenant_id) as connection:
        return await _queue_page(connection, tenant_id, notice, gathering, page)


async def _queue_page(
    connection: Connection,
    tenant_id: UUID,
    notice: Notice,
    gathering: Gathering,
    page: RecipientPage,
) -> Again | None:
    chain = await evidence.lock(connection, notice.id)
    # Somebody else may have stated its facts since.
    notice = await notices.get(connection, notice.id)
    if await is_over(connection, notice, page.notice):
        await gatherings.advance(connection, gathering.id, None, finished=True)
        return None
    if page.notice.kind == "change_altered":
        await queue_altered(connection, tenant_id, notice, page)
        await gatherings.advance(connection, gathering.id, page.next, finished=page.next is None)
        return None
    if page.notice.kind == "change_announced":
        if await is_put_off(connection, notice, page.notice):
            return Again(_SOON)
        notice = await announcement(connection, tenant_id, notice, page.notice)
        chain = await evidence.lock(connection, notice.id)
    await state_facts(connection, notice, page.notice)
    gone = [recipient.contact_id for recipient in page.items if recipient.departed]
    await departures.add(connection, gone)
    new = [addressed(notice.id, "mail", recipient) for recipient in page.items]
    added = await queue_deliveries(connection, tenant_id, chain, new, sending(notice.kind))
    await _note_escalations(connection, notice, page, {one.id for one in added})
    await gatherings.advance(connection, gathering.id, page.next, finished=page.next is None)
    return None


async def _note_escalations(
    connection: Connection, notice: Notice, page: RecipientPage, added: set[UUID]
) -> None:
    """Who is told in whose place stands in the chain."""
    facts = []
    for one in page.items:
        told = delivery_id(notice.id, "mail", one.recipient_id)
        if one.instead_of and told in added:
            others = await _told_instead(connection, notice, one.instead_of)
            facts.append(Fact(told, 0, "escalated", {"instead_of": others}))
    if facts:
        await evidence.append(connection, await evidence.lock(connection, notice.id), facts)


async def _told_instead(
    connection: Connection, notice: Notice, recipients: Sequence[UUID]
) -> list[str]:
    """Their deliveries, by this notice or, of a change that was put off, an earlier one."""
    earlier: list[UUID] = []
    if notice.kind == "change_announced" and notice.change_id:
        known = await alterations.before(connection, notice.change_id, EVERY)
        earlier = [one.id for one in known if one.announces and one.id != notice.id]
    others = [delivery_id(one, "mail", other) for one in earlier for other in recipients]
    there = await deliveries.known(connection, others) if others else set()
    own = [delivery_id(notice.id, "mail", other) for other in recipients]
    if there:
        own = [one for one in own if one in await deliveries.known(connection, own)]
    return [str(one) for one in (*own, *sorted(there))]


async def _copy_told(
    pool: Pool, tenant_id: UUID, notice: Notice, gathering: Gathering
) -> Again | None:
    """A withdrawal is told to those whom an announcement reached, or may have reached."""
    first = notice_id(tenant_id, "change_announced", notice.subject_id)
    if not await stop_notice(pool, tenant_id, first):
        return Again(_SOON)
    if not await stop_earlier(pool, tenant_id, notice.subject_id, EVERY):
        return Again(_SOON)
    async with tenant_transaction(pool, tenant_id) as connection:
        announced = [
            one.id
            for one in await alterations.before(connection, notice.subject_id, EVERY)
            if one.announces
        ]
        told = await deliveries.told(connection, announced, _place(gathering), PAGE)
        chain = await evidence.lock(connection, notice.id)
        if told:
            facts = (await notices.get(connection, announced[-1])).facts
            assert facts is not None, "who was told was told something"
            await state_facts(connection, notice, facts)
        await queue_deliveries(
            connection, tenant_id, chain, [_copy(notice.id, row) for row in told]
        )
        position = f"{_BY_DELIVERY}{told[-1]['id']}" if told else None
        await gatherings.advance(connection, gathering.id, position, finished=len(told) < PAGE)
    return None


def _place(gathering: Gathering) -> UUID | None:
    """What was begun by an earlier release stands at a person: it starts over and adds nobody."""
    position = gathering.position or ""
    return UUID(position[len(_BY_DELIVERY) :]) if position.startswith(_BY_DELIVERY) else None


def _copy(notice: UUID, row: dict[str, Any]) -> NewDelivery:
    return NewDelivery(
        id=delivery_id(notice, "mail", row["recipient_id"]),
        contact_id=row["contact_id"],
        recipient_id=row["recipient_id"],
        client_id=row["client_id"],
        terms=msgspec.convert(row["terms"], Terms),
        person=msgspec.convert(row["person"], Person),
    )


def path_of(notice: Notice) -> str:
    """Where contracts says what is told, and to whom."""
    return f"/{_NOUNS.get(notice.kind, 'versions')}/{notice.subject_id}/recipients"


def _parameters(notice: Notice, gathering: Gathering) -> dict[str, str]:
    if gathering.recipient_id:
        return {"recipient_id": str(gathering.recipient_id)}
    known = {"limit": str(PAGE)}
    if notice.kind not in _ONE_KIND:
        known["kind"] = notice.kind
    if gathering.position:
        known["after"] = gathering.position
    return known


def problem_of(error: DomainError | ValidationError) -> dict[str, Any]:
    """Without values: what contracts said may be personal."""
    if isinstance(error, DomainError):
        return {"code": error.code, "detail": error.detail, "field": error.field}
    first = error.errors(include_input=False, include_url=False)[0]
    field = ".".join(map(str, first["loc"]))
    return {"code": "facts-malformed", "detail": first["msg"], "field": field}
