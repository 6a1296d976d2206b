"""How many a notice reached, and who: no more is read for it than is told."""

from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.domain.delivery import addressed, notice_id
from services.notifications.store import deliveries, evidence, notices
from shared.database import tenant_transaction
from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.samples import SUBJECT, TENANT

NOTICE = notice_id(TENANT, "change_announced", SUBJECT)
_READ = """
    SELECT idx_tup_fetch + seq_tup_read FROM pg_stat_xact_user_tables
    WHERE relid = 'notifications.delivery'::regclass"""
_READ_OF_PEOPLE = _READ.replace("delivery", "disclosure")


CHUNKS, EACH, FEW = 20, 1000, 100


async def queued(stage: Stage) -> None:
    async with tenant_transaction(stage.pool, TENANT) as connection:
        facts = samples.change()
        await notices.add(connection, NOTICE, "change_announced", SUBJECT, SUBJECT, facts)
    for chunk in range(CHUNKS):
        numbers = range(chunk * EACH, (chunk + 1) * EACH)
        people = [addressed(NOTICE, "mail", samples.recipient(number)) for number in numbers]
        async with tenant_transaction(stage.pool, TENANT) as connection:
            chain = await evidence.lock(connection, NOTICE)
            await queue_deliveries(connection, TENANT, chain, people)


async def test_whoever_goes_as_it_should_is_not_read_to_be_counted(stage: Stage) -> None:
    await queued(stage)
    await stage.owner.execute("ALTER TABLE notifications.delivery NO FORCE ROW LEVEL SECURITY")
    await stage.owner.execute(
        "UPDATE notifications.delivery SET state = 'failed' WHERE ordinal = 1"
    )
    async with tenant_transaction(stage.pool, TENANT) as connection:
        # As for whoever asks again and again.
        await connection.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        before = await connection.fetchval(_READ)
        counted = await notices.counts(connection, [NOTICE])
        read = await connection.fetchval(_READ) - before
    assert counted == {NOTICE: {"queued": CHUNKS * (EACH - 1), "failed": CHUNKS}}
    assert read <= 2 * CHUNKS  # the row that was, too


async def test_a_page_of_whom_a_notice_reached_reads_that_page_alone(stage: Stage) -> None:
    """A withdrawal goes to all of them: whatever grows with their number grows with its square."""
    await queued(stage)
    await stage.owner.execute("ALTER TABLE notifications.chunk NO FORCE ROW LEVEL SECURITY")
    await stage.owner.execute("UPDATE notifications.chunk SET opened = size, settled = size")
    # As PostgreSQL does by itself within a minute of so many rows.
    await stage.owner.execute("ANALYZE")
    seen, after = set(), None
    for _ in range(3):
        async with tenant_transaction(stage.pool, TENANT) as connection:
            before = [await connection.fetchval(one) for one in (_READ, _READ_OF_PEOPLE)]
            told = await deliveries.told(connection, [NOTICE], after, FEW)
            for query, count in zip((_READ, _READ_OF_PEOPLE), before, strict=True):
                assert await connection.fetchval(query) - count <= 2 * FEW
        assert len(told) == FEW
        after = told[-1]["id"]
        seen |= {one["recipient_id"] for one in told}
    assert len(seen) == 3 * FEW
