"""An address is typed on the public page, confirmed from the mail, and forgotten when it leaves."""

from uuid import UUID, uuid4

from services.notifications.channels.mail.addresses import writable
from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.commands.wear_wording import wear_wording
from services.notifications.domain.delivery import (
    NewDelivery,
    Person,
    Terms,
    delivery_id,
    notice_id,
)
from services.notifications.domain.evidence import Fact
from services.notifications.domain.facts import Provider, SubscriptionFacts
from services.notifications.domain.subscription import Subscriber, SubscriptionDraft
from services.notifications.store import evidence, notices, subscribers
from shared.database import Connection, Pool, system_transaction, tenant_transaction
from shared.errors import Invalid, Missing

_BATCH = 500


async def ask_to_subscribe(
    connection: Connection, tenant_id: UUID, draft: SubscriptionDraft
) -> None:
    """A mail to the address, whoever typed it, with a link to say yes, or to leave for who said yes
    before: neither the answer nor its time tells which. ``Invalid`` for what is no address."""
    address = writable(draft.address)
    if address is None:
        raise Invalid(
            "address-invalid",
            "No mail server takes this address; fill in one such as name@company.nl.",
            field="address",
        )
    asked = await subscribers.ask(connection, address, draft.language)
    facts = SubscriptionFacts(
        kind="subscription_asked",
        subject_id=uuid4(),
        provider=Provider(name=draft.provider, email=None),
        home=draft.home.rstrip("/"),
        standing=asked.standing,
    )
    notice = notice_id(tenant_id, facts.kind, facts.subject_id)
    await notices.add(connection, notice, facts.kind, facts.subject_id, facts=facts)
    await wear_wording(connection, notice, facts.kind, facts)
    chain = await evidence.lock(connection, notice)
    await queue_deliveries(
        connection, tenant_id, chain, [to_subscriber(notice, asked.subscriber)], "send_now"
    )


def to_subscriber(notice: UUID, subscriber: Subscriber) -> NewDelivery:
    return NewDelivery(
        id=delivery_id(notice, "mail", subscriber.id),
        contact_id=subscriber.id,
        recipient_id=subscriber.id,
        client_id=None,
        terms=Terms(language=subscriber.language),
        person=Person(name="", email=subscriber.address, client=None),
    )


def _gone() -> Missing:
    return Missing("subscription-unknown", "This link is not valid any more; subscribe once more.")


async def require_subscription(connection: Connection, subscriber_id: UUID | None) -> None:
    """``Missing`` for who left, who asked longer ago than 48 hours, and for a forged link."""
    if subscriber_id is None or not await subscribers.known(connection, subscriber_id):
        raise _gone()


async def confirm_subscription(connection: Connection, subscriber_id: UUID | None) -> None:
    """Pressed twice, it holds once. ``Missing`` as above."""
    if subscriber_id is None or not await subscribers.confirm(connection, subscriber_id):
        raise _gone()


async def leave_by_link(connection: Connection, subscriber_id: UUID | None) -> None:
    """For who left before nothing changes; ``Missing`` for a forged link."""
    if subscriber_id is None:
        raise _gone()
    await end_subscription(connection, subscriber_id)


async def end_subscription(connection: Connection, subscriber_id: UUID) -> None:
    """What has not left yet is stopped and who it was is forgotten, as soon as no mail is on its
    way; again changes nothing."""
    await subscribers.leave(connection, subscriber_id)
    for notice in await subscribers.waiting(connection, subscriber_id):
        stopped = await subscribers.stop(connection, notice, subscriber_id)
        chain = await evidence.lock(connection, notice)
        facts = [Fact(delivery_id=d, attempt=n, kind="stopped") for d, n in stopped]
        await evidence.append(connection, chain, facts)
    await subscribers.forget(connection, subscriber_id)


async def forget_subscribers(pool: Pool) -> int:
    """How many had left while a mail was on its way, or had not confirmed within 48 hours."""
    async with system_transaction(pool) as connection:
        found = await subscribers.forgettable(connection, _BATCH)
    for tenant_id, subscriber_id in found:
        async with tenant_transaction(pool, tenant_id) as connection:
            await end_subscription(connection, subscriber_id)
    return len(found)
