"""Holding a chunk: renewed while work goes on, given up by our own clock before it runs out."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

from services.notifications.commands.record_outcomes import PASSING
from services.notifications.store import deliveries
from services.notifications.store.deliveries import Lease
from shared.database import Pool, tenant_transaction

# The rest of the lease is for a message that is already on its way.
_SAFE = 0.6


class Hold:
    """``good`` turns false before anybody else can claim the chunk, whatever the database says."""

    def __init__(self, lease: Lease, length: timedelta, since: float) -> None:
        self.lease, self.length = lease, length
        self._until = since + length.total_seconds() * _SAFE

    @property
    def good(self) -> bool:
        return time.monotonic() < self._until

    def renewed(self, since: float) -> None:
        """``since`` is when the renewal was asked for, by this machine's monotonic clock."""
        self._until = since + self.length.total_seconds() * _SAFE

    def lost(self) -> None:
        self._until = 0.0


@asynccontextmanager
async def hold(
    pool: Pool, tenant_id: UUID, chunk_id: UUID, length: timedelta
) -> AsyncIterator[Hold | None]:
    """None while somebody else holds the chunk."""
    since = time.monotonic()
    async with tenant_transaction(pool, tenant_id) as connection:
        lease = await deliveries.claim(connection, chunk_id, length)
    if lease is None:
        yield None
        return
    held = Hold(lease, length, since)
    renewing = asyncio.create_task(_renew(pool, tenant_id, held))
    try:
        yield held
    finally:
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)
    async with tenant_transaction(pool, tenant_id) as connection:
        await deliveries.release(connection, lease)


async def _renew(pool: Pool, tenant_id: UUID, held: Hold) -> None:
    while True:
        await asyncio.sleep(held.length.total_seconds() / 4)
        since = time.monotonic()
        try:
            async with tenant_transaction(pool, tenant_id) as connection:
                still = await deliveries.renew(connection, held.lease, held.length)
        except PASSING:
            continue
        if not still:
            held.lost()
            return
        held.renewed(since)
