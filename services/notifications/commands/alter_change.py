"""An announced change is put off: what is still to be told tells the new day."""

from uuid import UUID

from services.notifications.commands.jobs import sending
from services.notifications.commands.open_notice import open_notice
from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.commands.stop_notice import stop_notice
from services.notifications.commands.wear_wording import state_facts
from services.notifications.domain.delivery import addressed, announcement_id, delivery_id
from services.notifications.domain.facts import ChangeFacts, RecipientPage
from services.notifications.store import (
    alterations,
    departures,
    evidence,
    notices,
    subscribers,
)
from services.notifications.store.alterations import EVERY
from services.notifications.store.notices import Notice
from shared.database import Connection, Pool, tenant_transaction
from shared.events import ChangeAltered


async def alter_change(connection: Connection, event: ChangeAltered) -> None:
    """Until contracts has said which day holds, what was announced goes on as it was."""
    await open_notice(
        connection,
        event.tenant_id,
        "change_altered",
        event.postponement_id,
        change_id=event.change_id,
    )
    if await subscribers.any_confirmed(connection):
        await open_notice(
            connection,
            event.tenant_id,
            "public_altered",
            event.postponement_id,
            change_id=event.change_id,
        )


async def announcement(
    connection: Connection, tenant_id: UUID, notice: Notice, facts: ChangeFacts
) -> Notice:
    """The notice by which those are told who hear of the change for the first time: ``notice``, or
    another where that told an earlier day to others."""
    if notice.facts is None or _put_off(notice) == facts.alteration:
        return notice
    identity = announcement_id(tenant_id, facts.subject_id, facts.alteration)
    await notices.announce_anew(connection, identity, facts.subject_id, facts.alteration)
    return await notices.get(connection, identity)


async def stop_earlier(pool: Pool, tenant_id: UUID, change_id: UUID, number: int) -> bool:
    """From its first commit on no delivery is added that would tell an earlier day. False while
    something is on its way that does."""
    async with tenant_transaction(pool, tenant_id) as connection:
        if number < EVERY:
            await alterations.hear(connection, change_id, number)
        telling = await alterations.telling(connection, change_id)
    for one in telling:
        # Whoever is adding deliveries, or an announcement to others, has done so once this is had.
        async with tenant_transaction(pool, tenant_id) as connection:
            await evidence.lock(connection, one)
    async with tenant_transaction(pool, tenant_id) as connection:
        earlier = await alterations.before(connection, change_id, number)
    stopped = [await stop_notice(pool, tenant_id, one.id) for one in earlier]
    return all(stopped)


async def queue_altered(
    connection: Connection, tenant_id: UUID, notice: Notice, page: RecipientPage
) -> None:
    """Who was told, or may have been, hears what is altered; for whom an announcement was stopped
    or refused, it is made anew with the day that holds now."""
    facts = page.notice
    assert isinstance(facts, ChangeFacts)
    assert notice.change_id is not None
    earlier = await alterations.before(connection, notice.change_id, facts.alteration)
    wanted = [one.recipient_id for one in page.items]
    told = await alterations.told(
        connection,
        [
            delivery_id(one.id, "mail", recipient)
            for one in earlier
            if one.announces
            for recipient in wanted
        ],
    )
    await departures.add(connection, [one.contact_id for one in page.items if one.departed])
    again = tuple(
        one for one in page.items if told.get(one.recipient_id) is False and not one.departed
    )
    if again:
        await _announce_anew(
            connection, tenant_id, notice, page.model_copy(update={"items": again})
        )
    await state_facts(connection, notice, facts)
    chain = await evidence.lock(connection, notice.id)
    new = [addressed(notice.id, "mail", one) for one in page.items if told.get(one.recipient_id)]
    await queue_deliveries(connection, tenant_id, chain, new, sending(notice.kind))


async def _announce_anew(
    connection: Connection, tenant_id: UUID, notice: Notice, page: RecipientPage
) -> None:
    facts = page.notice
    assert isinstance(facts, ChangeFacts)
    plain = {
        "kind": "change_announced",
        "subject_id": notice.change_id,
        "earlier_days": (),
        "altered_because": None,
    }
    anew = facts.model_copy(update=plain)
    identity = announcement_id(tenant_id, anew.subject_id, anew.alteration)
    await notices.announce_anew(connection, identity, anew.subject_id, anew.alteration)
    chain = await evidence.lock(connection, identity)
    await state_facts(connection, await notices.get(connection, identity), anew)
    new = [addressed(identity, "mail", one) for one in page.items]
    await queue_deliveries(connection, tenant_id, chain, new, sending("change_announced"))


def _put_off(notice: Notice) -> int:
    return notice.facts.alteration if isinstance(notice.facts, ChangeFacts) else 0
