"""A tenant sees its own notices and nobody else's, even where both tell of the same subject."""

from typing import Any

import asyncpg
import pytest
from litestar.testing import AsyncTestClient

from shared.events import ChangePublished
from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.peers import Told
from tests.notifications.samples import OTHER_TENANT, SUBJECT, TENANT


async def both_told(stage: Stage) -> None:
    stage.peers.told[SUBJECT] = Told(samples.change(), [samples.recipient()])
    for tenant in (TENANT, OTHER_TENANT):
        await stage.tell(ChangePublished(tenant_id=tenant, change_id=SUBJECT))
    await stage.start_worker()
    for tenant in (TENANT, OTHER_TENANT):
        await stage.reach(tenant=tenant, accepted=1)


async def test_each_tenant_has_a_notice_of_its_own_and_sees_that_one_alone(
    stage: Stage, api: AsyncTestClient[Any]
) -> None:
    await both_told(stage)
    found = {}
    for tenant in (TENANT, OTHER_TENANT):
        answer = await api.get("/notices", headers=stage.token(tenant_id=tenant))
        (item,) = answer.json()["items"]
        found[tenant] = item["id"]
    assert found[TENANT] != found[OTHER_TENANT]
    for path in ("deliveries", "evidence", "evidence.csv"):
        foreign = await api.get(
            f"/notices/{found[OTHER_TENANT]}/{path}", headers=stage.token(tenant_id=TENANT)
        )
        assert foreign.status_code == 404
    assert len({taken.message_id for taken in stage.sink.taken}) == 2


async def test_without_a_tenant_no_row_is_seen_and_another_s_can_not_be_written(
    stage: Stage,
) -> None:
    await both_told(stage)
    tables = (
        *("notice", "gathering", "chunk", "delivery", "chain", "evidence", "disclosure"),
        *("secret", "withdrawal", "webhook_endpoint", "webhook_secret", "webhook_halt"),
        *("webhook_message", "webhook_delivery", "webhook_attempt"),
        *("wording_version", "wording_publication", "wording_retirement", "brand"),
        "notice_wording",
    )
    async with stage.pool.acquire() as connection:
        for table in tables:
            assert await connection.fetchval(f"SELECT count(*) FROM notifications.{table}") == 0
        async with connection.transaction():
            await connection.execute("SELECT set_config('app.tenant', $1, true)", str(TENANT))
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(
                    "INSERT INTO notifications.withdrawal (tenant_id, change_id) VALUES ($1, $2)",
                    OTHER_TENANT,
                    SUBJECT,
                )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notifications.evidence SET kind = 'accepted'",
        "DELETE FROM notifications.evidence",
        "TRUNCATE notifications.evidence",
        "DELETE FROM notifications.delivery",
        "DELETE FROM notifications.notice",
        "UPDATE notifications.delivery SET terms = '{}'",
        "UPDATE notifications.disclosure SET payload = '{}'",
        "DELETE FROM notifications.webhook_attempt",
        "DELETE FROM notifications.webhook_delivery",
        "DELETE FROM notifications.webhook_message",
        "UPDATE notifications.webhook_message SET data = '{}'",
        "UPDATE notifications.wording_version SET body = ''",
        "DELETE FROM notifications.wording_publication",
        "UPDATE notifications.notice_wording SET instead_of = NULL",
        "DELETE FROM notifications.notice_wording",
        "UPDATE notifications.brand SET accent = '#000000'",
        "UPDATE notifications.webhook_secret SET fingerprint = sha256('x')",
    ],
)
async def test_what_was_sent_and_proven_can_not_be_altered_by_the_service(
    stage: Stage, statement: str
) -> None:
    async with stage.pool.acquire() as connection:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)


async def test_the_sweep_sees_identifiers_of_every_tenant_and_nothing_else(stage: Stage) -> None:
    await stage.sink.stop()
    stage.peers.told[SUBJECT] = Told(samples.change(), [samples.recipient()])
    for tenant in (TENANT, OTHER_TENANT):
        await stage.tell(ChangePublished(tenant_id=tenant, change_id=SUBJECT))
    await stage.start_worker()
    for tenant in (TENANT, OTHER_TENANT):
        await stage.reach(tenant=tenant, queued=1)
    rows = await stage.pool.fetch("SELECT * FROM notifications.unfinished() WHERE work = 'send'")
    assert {row["tenant_id"] for row in rows} == {TENANT, OTHER_TENANT}
    assert set(rows[0].keys()) == {"work", "tenant_id", "id"}
