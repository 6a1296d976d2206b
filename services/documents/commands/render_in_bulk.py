"""The renderings of a run, a hundred at a time: read, printed, stored and recorded together.

Killed at any line, the lease ends and another worker goes on; the same version, template and
engine give the same bytes, and a rendering has one document of a kind and is announced once. What
is wrong with one version holds up no other: it goes on alone, as what was not frozen in bulk does.
A template that is wrong may be so for all of them: they stay in the run until there is another.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import asyncpg

from services.documents.commands.choose_template import Chosen, choose_templates
from services.documents.commands.render_agreement import (
    Output,
    TemplateOvertaken,
    Workshop,
    announcement,
    file_of,
    forgo,
    thing_of,
)
from services.documents.commands.work_on_rendering import postpone, problem_of
from services.documents.domain.faults import TemplateFault, TemplateLost
from services.documents.domain.rendering import (
    Made,
    Rendering,
    Version,
    context,
    verify,
    wait_after,
)
from services.documents.engine.compiled import compiled
from services.documents.engine.identity import DOCX_ENGINE
from services.documents.peers.contracts import read_versions
from services.documents.store import documents, erasures, kept, runs, templates, work
from services.documents.store.work import Urgency
from shared import outbox
from shared.database import Connection, system_transaction, tenant_transaction
from shared.errors import DomainError, Missing, Unavailable
from shared.logs import log

CHUNK = 100
# Nobody else takes what was claimed before this; what takes longer is given up somewhat earlier.
LEASE = timedelta(minutes=3)
_SECONDS = 150
# When a template that prints nothing is tried again although no other was published.
_MENDED = timedelta(hours=1)
_FOUND = timedelta(minutes=5)
_AT_ONCE = 8
_RUNS = 100
_IDLE = 1.0


@dataclass(frozen=True)
class Printed:
    """A rendering with its bytes, which are not stored yet."""

    rendering: Rendering
    version: Version
    made: Made
    content: bytes


class Told(NamedTuple):
    """What was told of the bytes before they are stored: ``begun`` is recorded after."""

    printed: Printed
    begun: UUID


@dataclass
class Rests:
    """Runs that wait for a part that is down: how often in vain, and until when they rest."""

    of: dict[UUID, tuple[int, float]] = field(default_factory=dict)

    def over(self, run_id: UUID) -> bool:
        return run_id not in self.of or self.of[run_id][1] <= time.monotonic()

    def begin(self, run_id: UUID) -> None:
        times = self.of.get(run_id, (0, 0.0))[0]
        self.of[run_id] = times + 1, time.monotonic() + wait_after(times).total_seconds()


async def render_runs_for_ever(shop: Workshop) -> None:
    rests = Rests()
    while True:
        if not await render_runs(shop, rests):
            await asyncio.sleep(_IDLE)


async def render_runs(shop: Workshop, rests: Rests) -> bool:
    """One chunk of each run that waits, of any tenant; whether anything was made."""
    try:
        async with system_transaction(shop.pool) as connection:
            found = await runs.waiting(connection, _RUNS)
    except (OSError, asyncpg.PostgresError) as failure:
        log.warning("runs postponed", error=type(failure).__name__)
        return False
    done = [await _try(shop, rests, *run) for run in found if rests.over(run[1])]
    return any(done)


async def _try(shop: Workshop, rests: Rests, tenant_id: UUID, run_id: UUID) -> bool:
    try:
        await render_chunk(shop, tenant_id, run_id)
    except Exception as failure:  # whatever went wrong, the lease ends and it is tried again
        rests.begin(run_id)
        log.warning("run postponed", run_id=str(run_id), error=type(failure).__name__)
        return False
    rests.of.pop(run_id, None)
    return True


async def render_chunk(shop: Workshop, tenant_id: UUID, run_id: UUID) -> int:
    """How many were announced. ``Unavailable`` when none could be, because a part is down: all of
    them are free again."""
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        claimed = await runs.claim(connection, run_id, CHUNK, LEASE)
    ids = [one.id for one in claimed]
    chunk = _Chunk(shop, tenant_id)
    try:
        async with asyncio.timeout(_SECONDS):
            return await chunk.make(claimed)
    except TimeoutError:
        late = Unavailable("run-late", "Making a hundred documents took too long.")
        await chunk.release(ids, late)
        raise late from None
    except DomainError as failure:
        await chunk.release(ids, failure)
        raise
    except asyncio.CancelledError:
        await chunk.release(ids, None)
        raise


@dataclass(frozen=True)
class _Chunk:
    shop: Workshop
    tenant_id: UUID

    async def make(self, claimed: Sequence[Rendering]) -> int:
        wanted = await self._wanted(claimed)
        if not wanted:
            return 0
        sound = await self._read(wanted)
        chosen = await self._choose(sound)
        printed = await self._print(sound, chosen)
        stored = await self._store(await self._tell(printed))
        return await self._record(stored)

    async def release(self, ids: Sequence[UUID], problem: DomainError | None) -> None:
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            await runs.release(connection, ids, problem, timedelta(0))

    async def _wanted(self, claimed: Sequence[Rendering]) -> list[Rendering]:
        """Without those of clients that were erased."""
        clients = [one.client_id for one in claimed]
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            erased = await erasures.ordered_among(connection, clients)
        for one in claimed:
            if one.client_id in erased:
                await forgo(self.shop.pool, self.tenant_id, one)
        return [one for one in claimed if one.client_id not in erased]

    async def _read(self, wanted: Sequence[Rendering]) -> list[tuple[Rendering, Version]]:
        asked = [one.version_id for one in wanted]
        versions = await read_versions(self.shop.contracts, self.tenant_id, asked)
        sound = []
        for one in wanted:
            try:
                version = versions.get(one.version_id)
                if version is None:
                    raise Missing("version-missing", "There is no such version.")
                verify(version, one.variant)
                sound.append((one, version))
            except Exception as failure:
                await self._postpone(one, failure)
        return sound

    async def _choose(self, sound: Sequence[tuple[Rendering, Version]]) -> dict[UUID, Chosen]:
        languages = {version.version_id: version.language for _, version in sound}
        found = await choose_templates(
            self.shop.pool, self.shop.objects, self.tenant_id, "agreement", languages
        )
        for one, version in sound:
            lost = found[version.version_id]
            if isinstance(lost, DomainError):
                await self._postpone(one, lost)
        return {one: chosen for one, chosen in found.items() if isinstance(chosen, Chosen)}

    async def _print(
        self, sound: Sequence[tuple[Rendering, Version]], chosen: dict[UUID, Chosen]
    ) -> list[Printed]:
        can = [(one, version) for one, version in sound if version.version_id in chosen]
        done = await asyncio.to_thread(
            lambda: [_printed(one, version, chosen[version.version_id]) for one, version in can]
        )
        for (one, _), result in zip(can, done, strict=True):
            if isinstance(result, Exception):
                await self._postpone(one, result)
        return [result for result in done if isinstance(result, Printed)]

    async def _tell(self, printed: Sequence[Printed]) -> list[Told]:
        wanted = {one.version.version_id: one.made.source_digest for one in printed}
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            settled = await templates.choose(connection, wanted)
            agreed = [one for one in printed if one.version.version_id in settled]
            await documents.begin_many(connection, {one.rendering.id: one.made for one in agreed})
            keys = [one.made.key(self.tenant_id) for one in agreed]
            begun = await kept.begin_many(connection, keys)
        for one in printed:
            if one.version.version_id not in settled:
                await self._postpone(one.rendering, TemplateOvertaken())
        return [Told(one, told) for one, told in zip(agreed, begun, strict=True)]

    async def _store(self, told: Sequence[Told]) -> list[Told]:
        """Those that are in storage. ``Unavailable`` when there was something and none of it is."""
        room = asyncio.Semaphore(_AT_ONCE)

        async def store(one: Told) -> DomainError | None:
            thing = thing_of(self.tenant_id, one.printed.made)
            async with room:
                try:
                    await self.shop.objects.store(thing, one.printed.content)
                except DomainError as failure:
                    return failure
            return None

        outcome = list(zip(told, await asyncio.gather(*map(store, told)), strict=True))
        stored = [one for one, failure in outcome if failure is None]
        failed = [(one, failure) for one, failure in outcome if failure is not None]
        if failed and not stored:
            raise failed[0][1]
        for one, failure in failed:
            await self._postpone(one.printed.rendering, failure)
        return stored

    async def _record(self, stored: Sequence[Told]) -> int:
        async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
            clients = [one.printed.rendering.client_id for one in stored]
            erased = await erasures.ordered_among(connection, clients)
            left = [one for one in stored if one.printed.rendering.client_id not in erased]
            await self._keep(connection, left)
            return await self._announce(connection, [one.printed for one in left])

    async def _keep(self, connection: Connection, stored: Sequence[Told]) -> None:
        digests = {one.printed.rendering.id: one.printed.made.digest for one in stored}
        recorded = await documents.record_many(connection, "docx", digests)
        await kept.record_many(
            connection,
            [
                (one.begun, recorded[one.printed.rendering.id], thing)
                for one in stored
                if one.printed.rendering.id in recorded
                for thing in [thing_of(self.tenant_id, one.printed.made)]
            ],
        )

    async def _announce(self, connection: Connection, printed: Sequence[Printed]) -> int:
        """With the DOCX alone; the PDFs follow when nobody waits for another."""
        ids = [one.rendering.id for one in printed]
        there = await documents.identifiers(connection, ids)
        announced = await runs.announce(connection, list(there))
        told = [
            announcement(self.tenant_id, one.rendering, one.version, there[one.rendering.id])
            for one in printed
            if one.rendering.id in announced
        ]
        await work.enqueue_many(connection, self.tenant_id, list(announced), Urgency.BULK)
        await outbox.append_many(connection, told)
        return len(told)

    async def _postpone(self, one: Rendering, failure: Exception) -> None:
        """What waits for another template waits in its run; the rest goes on alone."""
        problem = problem_of(failure, one.id)
        if isinstance(problem, TemplateFault | TemplateLost):
            wait = _MENDED if isinstance(problem, TemplateFault) else _FOUND
            async with tenant_transaction(self.shop.pool, self.tenant_id) as connection:
                await runs.release(connection, [one.id], problem, wait)
            return
        await postpone(self.shop.pool, self.tenant_id, one.id, problem)


def _printed(rendering: Rendering, version: Version, chosen: Chosen) -> Printed | Exception:
    try:
        data = context(version, rendering.variant)
        content = compiled(chosen.content, version.language).render(data)
    except Exception as failure:  # of this version alone
        return failure
    made = file_of(version, rendering.variant, "docx", chosen.digest, Output(content, DOCX_ENGINE))
    return Printed(rendering, version, made, content)
