"""Take a file of clients through its stages, all of it or nothing, with its progress in sight."""

import asyncio
import time
from uuid import UUID

from services.contracts.commands.publish_change import join_running_changes
from services.contracts.commands.read_table import Unreadable, read_table
from services.contracts.commands.record_act import record_own_act
from services.contracts.commands.resolve_import import Plan, Tick, resolve_import
from services.contracts.commands.settle_deliveries import tell_unreached
from services.contracts.commands.write_import import add_clients, change_clients, freeze_clients
from services.contracts.domain.client_import import Outcome, Stage, Tally
from services.contracts.domain.import_rows import Findings, Party, gather
from services.contracts.store import client_imports, links
from services.contracts.store.client_imports import Claim
from shared.database import Connection, Pool, tenant_transaction

ATTEMPTS = 3


class Progress:
    """Written on a connection of its own: the work itself is seen when it is whole."""

    def __init__(self, pool: Pool, tenant_id: UUID, import_id: UUID) -> None:
        self._pool, self._tenant_id, self._import_id = pool, tenant_id, import_id
        self._stage: Stage | None = None
        self._since = time.monotonic()
        self.seconds: dict[Stage, float] = {}

    async def begin(self) -> int:
        async with tenant_transaction(self._pool, self._tenant_id) as connection:
            return await client_imports.begin(connection, self._import_id)

    async def enter(self, stage: Stage, total: int) -> Tick:
        """The next stage; what comes back notes how much of it is done."""
        self.leave()
        self._stage, self._since = stage, time.monotonic()

        async def tick(done: int) -> None:
            async with tenant_transaction(self._pool, self._tenant_id) as connection:
                await client_imports.note(connection, self._import_id, stage, done, total)

        await tick(0)
        return tick

    def leave(self) -> None:
        if self._stage:
            self.seconds[self._stage] = round(time.monotonic() - self._since, 3)


async def work_on_import(pool: Pool, tenant_id: UUID, import_id: UUID) -> None:
    """Once: whatever comes of it is recorded with it. A crash leaves it to the next worker, and
    after the third it is given up."""
    progress = Progress(pool, tenant_id, import_id)
    async with tenant_transaction(pool, tenant_id) as connection:
        claim = await client_imports.claim(connection, import_id)
        if claim is None:
            return
        if await progress.begin() > ATTEMPTS:
            await client_imports.end(connection, import_id, "failed", Tally())
            return
        findings = Findings()
        savepoint = connection.transaction()
        await savepoint.start()
        tally, plan = await _work(connection, tenant_id, claim, progress, findings)
        if findings.count or claim.dry_run:
            await savepoint.rollback()
        else:
            await savepoint.commit()
        progress.leave()
        tally = tally.model_copy(
            update={
                "added": len(plan.new),
                "changed": len(plan.changes),
                "unchanged": plan.unchanged,
                "findings": findings.count,
                "seconds": progress.seconds,
            }
        )
        outcome: Outcome = "checked" if claim.dry_run else "imported"
        if findings.count:
            outcome = "refused"
        kept = sorted(findings.kept, key=lambda one: one.row)
        await client_imports.end(connection, import_id, outcome, tally, kept)
        await record_own_act(connection, tenant_id, "work_on_import", "imports", import_id)


async def _work(
    connection: Connection, tenant_id: UUID, claim: Claim, progress: Progress, findings: Findings
) -> tuple[Tally, Plan]:
    """Everything but the record of it; with a finding nothing of it may stay."""
    parties, rows = await _parties(claim, progress, findings)
    tally, plan = Tally(rows=rows), Plan()
    if not parties:
        return tally, plan
    await links.hold(connection)
    tick = await progress.enter("resolve", len(parties))
    update = claim.on_existing == "update"
    plan = await resolve_import(connection, parties, findings, tick, update=update)
    if findings.count:
        return tally, plan
    tick = await progress.enter("insert", len(plan.new))
    await change_clients(connection, plan.changes, claim.requested_by, findings)
    if findings.count or claim.dry_run:
        return tally, plan
    made = await add_clients(connection, plan.new, claim.requested_by, tick)
    tick = await progress.enter("freeze", len(made))
    await freeze_clients(connection, tenant_id, made, tick)
    taking = [one.standing.agreement_id for one in plan.changes if one.products]
    await join_running_changes(connection, tenant_id, list(filter(None, taking)))
    for client_id in [one.standing.id for one in plan.changes if one.added or one.corrected]:
        await tell_unreached(connection, tenant_id, client_id)
    return tally, plan


async def _parties(claim: Claim, progress: Progress, findings: Findings) -> tuple[list[Party], int]:
    """In a thread: the worker has other things to hear of meanwhile."""
    await progress.enter("read", len(claim.content))
    try:
        rows = await asyncio.to_thread(read_table, claim.content)
    except Unreadable as error:
        findings.add(1, "", error.code, error.detail)
        return [], 0
    await progress.enter("check", len(rows))
    return await asyncio.to_thread(gather, rows, findings), max(len(rows) - 1, 0)
