"""The second process of the service of record: hears what became of notices, lets changes take
effect at the due moment, and freezes the annexes of those for whom they did.

python -m services.contracts.worker

Nothing here is kept in memory: each round asks the database what is due, and every effect has a
key of its own, so that any number of replicas may run and any of them may be killed.
"""

import asyncio
from collections.abc import Mapping
from uuid import UUID

from services.contracts.commands.activate_change import activate_change, conclude_change
from services.contracts.commands.check_transfers import check_all
from services.contracts.commands.erase_client import erase_what_is_due, settle_erasure
from services.contracts.commands.escalate_late import escalate_late
from services.contracts.commands.freeze_wave import freeze_wave
from services.contracts.commands.keep_upstream_agreement import remind_of_end
from services.contracts.commands.mend_drift import mend_some, sweep_groups
from services.contracts.commands.record_act import record_own_act
from services.contracts.commands.remind_signatories import remind_signatories
from services.contracts.commands.settle_deliveries import (
    settle_deliveries,
    settle_incident_deliveries,
)
from services.contracts.commands.work_on_import import work_on_import
from services.contracts.settings import ContractsSettings
from services.contracts.store import (
    agreements,
    client_imports,
    drift,
    erasures,
    gate,
    idempotency,
    links,
    signing_reminders,
    transfers,
    upstream_agreements,
    versions,
)
from shared import worker
from shared.database import Connection, Pool, connect, system_transaction, tenant_transaction
from shared.errors import Conflict, DomainError
from shared.events import (
    DeliveriesAccepted,
    DeliveriesFailed,
    ErasureDone,
    Event,
    IncidentDeliveriesSettled,
)
from shared.logs import log
from shared.outbox import Consumer, Handler


async def settle(connection: Connection, event: Event) -> None:
    """A refusal is raised, and the event comes again later."""
    assert isinstance(event, DeliveriesAccepted | DeliveriesFailed)
    await settle_deliveries(connection, event)
    await record_own_act(
        connection, event.tenant_id, "settle_deliveries", "changes", event.change_id
    )


async def settle_incident(connection: Connection, event: Event) -> None:
    assert isinstance(event, IncidentDeliveriesSettled)
    await settle_incident_deliveries(connection, event)
    await record_own_act(
        connection, event.tenant_id, "settle_deliveries", "incidents", event.incident_id
    )


async def erased(connection: Connection, event: Event) -> None:
    """Another service has erased what it held of a client."""
    assert isinstance(event, ErasureDone)
    await settle_erasure(connection, event)
    await record_own_act(connection, event.tenant_id, "settle_erasure", "clients", event.client_id)


HANDLERS: Mapping[type[Event], Handler] = {
    DeliveriesAccepted: settle,
    DeliveriesFailed: settle,
    ErasureDone: erased,
    IncidentDeliveriesSettled: settle_incident,
}


async def round_of(pool: Pool) -> None:
    """Everything that is due now, of every tenant."""
    await activate_due(pool)
    await _mend(pool)
    await freeze_due(pool)


async def activate_due(pool: Pool) -> None:
    """Terms, changes and reminders whose moment has come."""
    await _settle_terms(pool)
    async with system_transaction(pool) as connection:
        changes = await gate.due(connection)
    for tenant_id, change_id, is_over in changes:
        try:
            async with tenant_transaction(pool, tenant_id) as connection:
                if is_over:
                    await conclude_change(connection, change_id)
                    continue
                await activate_change(connection, tenant_id, change_id)
                await record_own_act(connection, tenant_id, "activate_change", "changes", change_id)
        except Conflict as refusal:
            log.info("change not activated", change_id=str(change_id), code=refusal.code)
        except Exception as error:  # one provider's trouble keeps no other waiting
            log.error("activation failed", change_id=str(change_id), error=type(error).__name__)
    await _remind(pool)


async def freeze_due(pool: Pool) -> None:
    """The annexes of every wave, some of each in turn: a large one keeps no small one waiting."""
    failed = set[versions.DueWave]()
    while True:
        async with system_transaction(pool) as connection:
            waves = [one for one in await versions.due(connection) if one not in failed]
        done = [await _freeze_or_leave(pool, due, failed) for due in waves]
        if not any(done):
            return


async def _freeze_or_leave(pool: Pool, due: versions.DueWave, failed: set[versions.DueWave]) -> int:
    try:
        return await _freeze_some(pool, due)
    except Exception as error:
        log.error("freezing failed", change_id=str(due.change_id), error=type(error).__name__)
        failed.add(due)
        return 0


async def check_transfers(pool: Pool) -> None:
    """The nightly check of every provider that has not had it on this legal day, with its sweep and
    its reminders."""
    async with system_transaction(pool) as connection:
        due = await transfers.due(connection)
    for tenant_id in due:
        try:
            async with tenant_transaction(pool, tenant_id) as connection:
                await sweep_groups(connection)
            await _remind_signatories(pool, tenant_id)
            await _escalate_late(pool, tenant_id)
            async with tenant_transaction(pool, tenant_id) as connection:
                await check_all(connection)
                await record_own_act(connection, tenant_id, "check_transfers", "transfer-findings")
        except Exception as error:
            log.error("check failed", tenant_id=str(tenant_id), error=type(error).__name__)


async def _escalate_late(pool: Pool, tenant_id: UUID) -> None:
    async with tenant_transaction(pool, tenant_id) as connection:
        running = await gate.running(connection)
    for change_id in running:
        more, after = True, None
        while more:
            async with tenant_transaction(pool, tenant_id) as connection:
                after = await escalate_late(connection, tenant_id, change_id, after)
                more = after is not None


async def _remind_signatories(pool: Pool, tenant_id: UUID) -> None:
    after: signing_reminders.Seen | None = signing_reminders.START
    while after:
        async with tenant_transaction(pool, tenant_id) as connection:
            after = await remind_signatories(connection, after)


async def weigh_groups(pool: Pool) -> None:
    """Whether annexes drift is worked out once for all who read it."""
    async with system_transaction(pool) as connection:
        due = await drift.due_groups(connection)
    for tenant_id in due:
        more = True
        while more:
            async with tenant_transaction(pool, tenant_id) as connection:
                more = await drift.weigh(connection, 1000)


async def _remind(pool: Pool) -> None:
    async with system_transaction(pool) as connection:
        ending = await upstream_agreements.due(connection)
    for tenant_id, upstream_id in ending:
        try:
            async with tenant_transaction(pool, tenant_id) as connection:
                await remind_of_end(connection, tenant_id, upstream_id)
        except Exception as error:
            log.error("no reminder", upstream_id=str(upstream_id), error=type(error).__name__)


async def _settle_terms(pool: Pool) -> None:
    """Agreed terms whose day has come."""
    async with system_transaction(pool) as connection:
        tenants = await agreements.due_terms(connection)
    for tenant_id in tenants:
        async with tenant_transaction(pool, tenant_id) as connection:
            await links.lock(connection)


async def _mend(pool: Pool) -> None:
    """What was asked for in bulk; one that can't go on stops and says why."""
    async with system_transaction(pool) as connection:
        due = await drift.due(connection)
    for tenant_id, mending_id in due:
        try:
            while await _mend_some(pool, tenant_id, mending_id):
                pass
        except DomainError as refusal:
            async with tenant_transaction(pool, tenant_id) as connection:
                await drift.finish(connection, mending_id, refusal.detail)
        except Exception as error:
            log.error("mending failed", mending_id=str(mending_id), error=type(error).__name__)


async def _mend_some(pool: Pool, tenant_id: UUID, mending_id: UUID) -> bool:
    async with tenant_transaction(pool, tenant_id) as connection:
        return await mend_some(connection, tenant_id, mending_id)


async def _freeze_some(pool: Pool, due: versions.DueWave) -> int:
    async with tenant_transaction(pool, due.tenant_id) as connection:
        frozen = await freeze_wave(connection, due.tenant_id, due.change_id, due.wave)
        if frozen:
            await record_own_act(connection, due.tenant_id, "freeze_wave", "changes", due.change_id)
        return frozen


async def erase_due(pool: Pool) -> None:
    """What stood as proof of clients that left, once claims have lapsed."""
    async with system_transaction(pool) as connection:
        due = await erasures.due(connection)
    for tenant_id, client_id in due:
        try:
            async with tenant_transaction(pool, tenant_id) as connection:
                if await erase_what_is_due(connection, tenant_id, client_id):
                    await record_own_act(
                        connection, tenant_id, "erase_client", "clients", client_id
                    )
        except Exception as error:
            log.error("erasure failed", client_id=str(client_id), error=type(error).__name__)


async def forget_answers(pool: Pool) -> None:
    """What was said under keys that nobody sends again."""
    async with system_transaction(pool) as connection:
        due = await idempotency.due(connection)
    for tenant_id in due:
        async with tenant_transaction(pool, tenant_id) as connection:
            await idempotency.forget(connection)


async def rounds(pool: Pool, seconds: float) -> None:
    """One after another, for ever; a round that fails is logged and comes again."""
    while True:
        try:
            await activate_due(pool)
            await check_transfers(pool)
            await erase_due(pool)
            await forget_answers(pool)
        except Exception as error:
            log.error("round failed", error=type(error).__name__)
        await worker.pause(seconds)


async def annexes(pool: Pool, seconds: float) -> None:
    """Beside the rounds: a hundred thousand take minutes, and others are due meanwhile."""
    while True:
        try:
            await _mend(pool)
            await freeze_due(pool)
            await weigh_groups(pool)
        except Exception as error:
            log.error("annexes failed", error=type(error).__name__)
        await worker.pause(seconds)


async def imports(pool: Pool, seconds: float) -> None:
    """Files of clients, one after another, beside the rounds: a long file holds up no change."""
    while True:
        try:
            await imports_of(pool)
        except Exception as error:
            log.error("imports failed", error=type(error).__name__)
        await worker.pause(seconds)


async def imports_of(pool: Pool) -> None:
    async with system_transaction(pool) as connection:
        due = await client_imports.due(connection)
    for one in due:
        try:
            if one.stale:
                async with tenant_transaction(pool, one.tenant_id) as connection:
                    await client_imports.forget(connection, one.import_id)
            else:
                await work_on_import(pool, one.tenant_id, one.import_id)
        except Exception as error:  # the next round tries again, and after the third gives it up
            log.error("import failed", import_id=str(one.import_id), error=type(error).__name__)


async def main() -> None:
    settings = ContractsSettings.load()
    seconds = settings.poll_seconds
    async with connect(settings.database_url, size=6) as pool:
        await worker.run(
            Consumer(pool, HANDLERS).run(),
            rounds(pool, seconds),
            annexes(pool, seconds),
            imports(pool, seconds),
        )


if __name__ == "__main__":
    asyncio.run(main())
