"""Take away who was written to: of a client that left, and of old mails to sign in with; and what
other systems answered when they were told of that client."""

from services.notifications.domain.evidence import Fact
from services.notifications.store import erasures, evidence, letters
from shared.database import Connection, Pool, system_transaction, tenant_transaction
from shared.errors import Unavailable
from shared.events import ErasureDone, ErasureOrdered
from shared.outbox import append

NOTICES = "notices"
ANSWERS = "webhook_answers"
_BATCH = 500


async def erase_client(connection: Connection, event: ErasureOrdered) -> None:
    erased: dict[str, int] = {}
    if ANSWERS in event.categories:
        erased[ANSWERS] = await erasures.erase_answers(connection, event.client_id)
    if NOTICES in event.categories:
        erased[NOTICES] = await _erase_notices(connection, event)
    if erased:
        done = ErasureDone(tenant_id=event.tenant_id, client_id=event.client_id, erased=erased)
        await append(connection, done)


async def _erase_notices(connection: Connection, event: ErasureOrdered) -> int:
    """Chain and digests stay. ``Unavailable`` while a mail is on its way: the event comes again."""
    for notice_id in await erasures.waiting(connection, event.client_id):
        stopped = await erasures.stop(connection, notice_id, event.client_id)
        chain = await evidence.lock(connection, notice_id)
        facts = [Fact(delivery_id=d, attempt=n, kind="stopped") for d, n in stopped]
        await evidence.append(connection, chain, facts)
    if await erasures.any_sending(connection, event.client_id):
        raise Unavailable("delivery-under-way", "A mail to this client is on its way.")
    rows = await erasures.held(connection, event.client_id)
    await erasures.erase(connection, event.client_id)
    await letters.erase(connection, event.client_id)
    return rows


async def forget_sign_ins(pool: Pool) -> int:
    """How many were old enough."""
    async with system_transaction(pool) as connection:
        found = await erasures.forgettable(connection, _BATCH)
    for tenant_id, notice_id in found:
        async with tenant_transaction(pool, tenant_id) as connection:
            await erasures.forget(connection, notice_id)
    return len(found)
