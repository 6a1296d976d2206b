"""Compare the database with storage, both ways, for all providers at once.

Two sorted streams side by side: memory stays flat however much there is. Both move on while they
are read, so what differs is asked again, of either side, before it is told.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Literal, NamedTuple
from uuid import UUID, uuid4

from services.documents.commands.keep_object import remove_unwanted
from services.documents.domain.storage_check import (
    Found,
    Lock,
    Pair,
    Recorded,
    Tally,
    side_by_side,
    tenant_of,
)
from services.documents.domain.stored import Locked
from services.documents.store import kept, storage_checks
from services.documents.store.objects import Objects
from shared.database import Pool, system_transaction, tenant_transaction

_PAGE = 1000
_AT_ONCE = 16
# Younger than this, it may belong to something that is under way.
YOUNG = timedelta(days=1)
_LOCKS = "lock-check/"

What = Literal["missing", "altered", "unknown", "removed", "unfinished"]


class Difference(NamedTuple):
    """``since``: when storage got it, where it has it."""

    what: What
    key: str
    since: datetime | None = None


@dataclass
class Comparison:
    """``tell`` hears of every difference, ``pace`` how many keys were compared, now and then."""

    pool: Pool
    objects: Objects
    digests: bool
    remove: bool
    tell: Callable[[Difference], None]
    pace: Callable[[int], None] = lambda _: None
    tallies: dict[UUID, Tally] = field(default_factory=lambda: defaultdict(Tally))
    foreign: int = 0
    unfinished: int = 0

    async def run(self) -> Lock:
        """Compare everything, and keep for each provider what was found."""
        lock = await self._lock()
        compared, batch = 0, list[Pair]()
        async for pair in side_by_side(self._recorded(), self._found()):
            batch.append(pair)
            if len(batch) == _AT_ONCE:
                await self._weigh_all(batch)
                compared, batch = compared + len(batch), []
                self.pace(compared)
        await self._weigh_all(batch)
        await self._end_unfinished()
        for tenant_id, tally in self.tallies.items():
            async with tenant_transaction(self.pool, tenant_id) as connection:
                await storage_checks.record(connection, tally, lock, digests=self.digests)
        return lock

    @property
    def sound(self) -> bool:
        return all(tally.sound for tally in self.tallies.values())

    async def _lock(self) -> Lock:
        if self.objects.lock is None:
            return "none"
        shown = await self.objects.shows_lock(f"{_LOCKS}{uuid4()}")
        return "shown" if shown else "not-shown"

    async def _recorded(self) -> AsyncIterator[Recorded]:
        tenant_id: UUID | None = None
        while True:
            async with system_transaction(self.pool) as connection:
                found = await storage_checks.keepers(connection, tenant_id, _PAGE)
            for tenant_id in found:
                async for one in self._recorded_of(tenant_id):
                    yield one
            if len(found) < _PAGE:
                return

    async def _recorded_of(self, tenant_id: UUID) -> AsyncIterator[Recorded]:
        after = ""
        while True:
            async with tenant_transaction(self.pool, tenant_id) as connection:
                page = await storage_checks.recorded(connection, after, _PAGE)
            for one in page:
                yield one
            if len(page) < _PAGE:
                return
            after = page[-1].key

    async def _found(self) -> AsyncIterator[Found]:
        listed = self.objects.listed()
        while page := await self.objects.call(lambda: list(islice(listed, _PAGE))):
            for one in page:
                yield one

    async def _weigh_all(self, pairs: Sequence[Pair]) -> None:
        await asyncio.gather(*(self._weigh(pair) for pair in pairs))

    async def _weigh(self, pair: Pair) -> None:
        tenant_id = tenant_of(pair.key)
        if tenant_id is None:
            await self._weigh_foreign(pair)
        elif pair.recorded is None:
            assert pair.found is not None
            await self._weigh_unknown(tenant_id, pair.found)
        else:
            what = await self._fault(tenant_id, pair.recorded, pair.found)
            self._count(tenant_id, objects=1, bytes=pair.recorded.size)
            if what:
                self._differ(tenant_id, Difference(what, pair.key))

    async def _fault(
        self, tenant_id: UUID, recorded: Recorded, found: Found | None
    ) -> Literal["missing", "altered"] | None:
        size = found.size if found else await self.objects.size_of(recorded.key)
        if size is None:
            return "missing" if await self._is_kept(tenant_id, recorded.key) else None
        if size != recorded.size:
            return "altered"
        if self.digests:
            read = await self.objects.digest_of(recorded.key)
            if read is None:
                return "missing" if await self._is_kept(tenant_id, recorded.key) else None
            return None if read == (recorded.digest, recorded.size) else "altered"
        return None

    async def _is_kept(self, tenant_id: UUID, key: str) -> bool:
        async with tenant_transaction(self.pool, tenant_id) as connection:
            return await kept.is_kept(connection, key)

    async def _weigh_unknown(self, tenant_id: UUID, found: Found) -> None:
        async with tenant_transaction(self.pool, tenant_id) as connection:
            wanted = await kept.is_kept(connection, found.key)
            if wanted or await kept.is_under_way(connection, found.key):
                return
        self._differ(tenant_id, Difference("unknown", found.key, found.stored_at))
        if self.remove and found.stored_at < datetime.now(UTC) - YOUNG:
            async with tenant_transaction(self.pool, tenant_id) as connection:
                if await remove_unwanted(connection, self.objects, found.key):
                    self._differ(tenant_id, Difference("removed", found.key, found.stored_at))

    async def _weigh_foreign(self, pair: Pair) -> None:
        """Somebody else's, which we leave; or what an earlier look at the lock left behind."""
        if not pair.key.startswith(_LOCKS):
            self.foreign += 1
            return
        try:
            await self.objects.remove(pair.key)
        except Locked:
            return

    async def _end_unfinished(self) -> None:
        """Uploads in parts that nobody completed: they take room and are in no list."""
        for one in await self.objects.call(self.objects.unfinished):
            if tenant_of(one.key) and one.begun_at < datetime.now(UTC) - YOUNG:
                self.unfinished += 1
                self.tell(Difference("unfinished", one.key, one.begun_at))
                if self.remove:
                    await self.objects.call(lambda one=one: self.objects.abort(one))  # type: ignore[misc]

    def _differ(self, tenant_id: UUID, difference: Difference) -> None:
        self._count(tenant_id, **{difference.what: 1})
        self.tell(difference)

    def _count(self, tenant_id: UUID, **more: int) -> None:
        tally = self.tallies[tenant_id]
        added = {name: getattr(tally, name) + number for name, number in more.items()}
        self.tallies[tenant_id] = tally.model_copy(update=added)
