"""Nobody is to be told any more: what has not left is stopped, and stands so in the chain."""

from uuid import UUID

from services.notifications.domain.evidence import Fact
from services.notifications.domain.facts import ChangeFacts, NoticeFacts, PublicFacts
from services.notifications.store import alterations, deliveries, evidence, notices
from services.notifications.store.notices import Notice
from shared.database import Connection, Pool, tenant_transaction

_OF_A_WITHDRAWAL = ("change_withdrawn", "public_withdrawn")


async def is_over(connection: Connection, notice: Notice, facts: NoticeFacts | None = None) -> bool:
    """Whether nobody is to be told of it any more. Who adds deliveries asks under the lock of its
    chain, with the facts that it would tell."""
    if notice.kind == "agreement_reminder":
        return await notices.is_signed(connection, notice.subject_id)
    if notice.change_id is None or notice.kind in _OF_A_WITHDRAWAL:
        return False
    if await notices.is_withdrawn(connection, notice.change_id):
        return True
    if facts is not None and notice.kind == "change_announced":
        # An announcement goes on, with the day that holds now.
        return False
    return await is_put_off(connection, notice, facts or notice.facts)


async def is_put_off(connection: Connection, notice: Notice, facts: NoticeFacts | None) -> bool:
    """Whether the change has been put off once more since: these facts name a day that holds no
    more."""
    if notice.change_id is None:
        return False
    if isinstance(facts, PublicFacts):
        number = len(facts.earlier_days)
        return await alterations.public_since(connection, notice.change_id, number)
    if not isinstance(facts, ChangeFacts) or facts.kind == "change_effective":
        return False
    return await alterations.since(connection, notice.change_id, facts.alteration)


async def stop_notice(pool: Pool, tenant_id: UUID, notice_id: UUID) -> bool:
    """False while some of it is on its way and may still be told."""
    async with tenant_transaction(pool, tenant_id) as connection:
        if not await notices.exists(connection, notice_id):
            return True
        # Whoever is adding deliveries has added them once this lock is had, and who comes later
        # sees that nobody is to be told. By itself: chunks are locked before chains.
        await evidence.lock(connection, notice_id)
    async with tenant_transaction(pool, tenant_id) as connection:
        await stop_waiting(connection, notice_id)
        return not await deliveries.any_sending(connection, notice_id)


async def stop_waiting(connection: Connection, notice_id: UUID) -> None:
    stopped = await deliveries.stop(connection, notice_id)
    chain = await evidence.lock(connection, notice_id)
    facts = [Fact(delivery_id=one, attempt=attempt, kind="stopped") for one, attempt in stopped]
    await evidence.append(connection, chain, facts)
