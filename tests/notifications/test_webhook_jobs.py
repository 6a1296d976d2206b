"""Whoever posts webhooks is called for what comes in, whatever it is doing."""

from uuid import UUID

import pytest

from services.notifications.commands.tell_endpoints import ask_to_post
from shared.database import tenant_transaction
from tests.notifications.receiver import Receiver
from tests.notifications.samples import TENANT
from tests.notifications.test_webhook_faults import office, receiver
from tests.notifications.webhooks import Office

__all__ = ["office", "receiver"]


@pytest.mark.parametrize(
    "standing", ["execute_after = now() + interval '20 seconds'", "status = 'picked'"]
)
async def test_what_is_asked_for_while_a_job_waits_or_ends_is_not_left_to_the_sweep(
    office: Office, receiver: Receiver, standing: str
) -> None:
    made = await office.endpoint(receiver.url)
    pool = office.stage.pool

    async def ask() -> None:
        async with tenant_transaction(pool, TENANT) as connection:
            await ask_to_post(connection, TENANT, [UUID(made["id"])])

    await ask()
    await pool.execute(f"UPDATE notifications.pgqueuer SET {standing}")
    for _ in range(3):
        await ask()
    (due,) = await pool.fetch(
        "SELECT count(*) AS jobs FROM notifications.pgqueuer"
        " WHERE status = 'queued' AND execute_after <= now()"
    )
    assert due["jobs"] == 1
