"""What a change froze at once: printed by the hundred, one document for each version."""

import asyncio
import json
import random
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import asyncpg
import pytest

from deploy.local.processes import free_port
from deploy.local.storage import Storage
from services.documents.commands.render_agreement import Workshop
from services.documents.commands.render_in_bulk import (
    CHUNK,
    LEASE,
    Rests,
    render_chunk,
    render_runs,
)
from services.documents.commands.request_rendering import on_frozen
from services.documents.commands.work_on_rendering import sweep, work_on_rendering
from services.documents.domain.rendering import Rendering
from services.documents.domain.stored import key_of
from services.documents.domain.template import ENDING
from services.documents.settings import StorageSettings
from services.documents.store import documents, erasures, renderings, runs, shelf
from services.documents.store.objects import Objects
from shared.database import Pool, system_transaction, tenant_transaction
from shared.errors import Unavailable
from shared.http import Peer
from tests.conftest import Database
from tests.documents import samples
from tests.documents.stand import Stand, Told, queued
from tests.documents.test_template_rendering import BROKEN, LATER, OWN, published, retired
from tests.documents.test_worker import environment, objects_in, until, working  # noqa: F401


def frozen_at_once(stand: Stand, tenant_id: UUID, count: int) -> list[Told]:
    """Versions of as many agreements, in both languages."""
    found = []
    for number in range(count):
        snapshot = deepcopy(samples.general_nl() if number % 3 else samples.general_en())
        snapshot["agreement"]["reference"] = f"VWO-2026-{number:04}"
        snapshot["client"]["name"] = f"Bakkerij {number}"
        found.append(stand.add(tenant_id, snapshot, cause="change"))
    return found


async def ask(pool: Pool, told: list[Told], change_id: UUID) -> None:
    """As the worker does when it hears of each."""
    for one in told:
        async with tenant_transaction(pool, one.tenant_id) as connection:
            await on_frozen(connection, one.frozen_by(change_id))


async def waiting(pool: Pool) -> list[tuple[UUID, UUID]]:
    async with system_transaction(pool) as connection:
        return await runs.waiting(connection, 100)


async def every_rendering(pool: Pool, told: list[Told]) -> list[Rendering]:
    found = []
    for one in told:
        async with tenant_transaction(pool, one.tenant_id) as connection:
            found += await renderings.of_version(connection, one.version_id, None)
    return found


async def ends_of_leases(database: Database) -> None:
    """As if the time of every lease were over."""
    owner = await asyncpg.connect(database.url("postgres"))
    await owner.execute("UPDATE documents.rendering SET due_at = now() WHERE announced_at IS NULL")
    await owner.close()


async def truth(database: Database, told: list[Told]) -> None:
    """Of each version one DOCX, told to the others once with what there is."""
    owner = await asyncpg.connect(database.url("postgres"))
    made = await owner.fetch(
        "SELECT r.version_id, d.id FROM documents.document d"
        " JOIN documents.rendering r ON r.id = d.rendering_id WHERE d.kind = 'docx'"
    )
    events = await owner.fetch("SELECT payload FROM bus.event WHERE type = 'AgreementRendered'")
    await owner.close()
    assert sorted(row["version_id"] for row in made) == sorted(one.version_id for one in told)
    announced = [said(row["payload"]) for row in events]
    assert sorted(announced) == sorted((str(row["version_id"]), [str(row["id"])]) for row in made)


def said(payload: str) -> tuple[str, list[str]]:
    told = json.loads(payload)
    return told["version_id"], told["documents"]


async def everything_is_there(
    pool: Pool, objects: Objects, storage: Storage, settings: StorageSettings, told: list[Told]
) -> None:
    """What is recorded is in storage as it was, and nothing else of ours is."""
    keys = set()
    for one in told:
        async with tenant_transaction(pool, one.tenant_id) as connection:
            (document,) = await documents.of_version(connection, one.version_id, None)
        assert "jinja2" in (document.engine or "")
        key = document.key(one.tenant_id)
        assert await objects.fetch(key, document.digest) is not None
        keys.add(key)
    assert keys == objects_in(storage, settings)


async def test_what_a_change_froze_is_printed_by_the_hundred_and_announced_once(
    workshop: Workshop,
    stand: Stand,
    pool: Pool,
    tenant_id: UUID,
    database: Database,
    storage: Storage,
    storage_settings: StorageSettings,
) -> None:
    told = frozen_at_once(stand, tenant_id, 230)
    await ask(pool, told, uuid4())
    assert await queued(pool) == []
    assert await sweep(workshop) == 0
    ((_, run_id),) = await waiting(pool)
    made = [await render_chunk(workshop, tenant_id, run_id) for _ in range(4)]
    assert made == [CHUNK, CHUNK, 30, 0]
    assert await waiting(pool) == []
    await truth(database, told)
    await everything_is_there(pool, workshop.objects, storage, storage_settings, told)
    assert len(await queued(pool)) == 230, "their PDFs wait in the queue"


async def test_the_pdf_follows_by_itself_and_is_not_announced_again(
    workshop: Workshop, stand: Stand, pool: Pool, tenant_id: UUID, database: Database
) -> None:
    told = frozen_at_once(stand, tenant_id, 1)
    await ask(pool, told, uuid4())
    await render_runs(workshop, Rests())
    await truth(database, told)
    for job in await queued(pool):
        assert await work_on_rendering(workshop, *job) is None
    (rendering,) = await every_rendering(pool, told)
    assert rendering.state == "complete"
    owner = await asyncpg.connect(database.url("postgres"))
    assert await owner.fetchval("SELECT count(*) FROM bus.event WHERE type LIKE '%Rendered'") == 1
    await owner.close()


async def test_what_is_wrong_with_a_version_holds_up_no_other(
    workshop: Workshop, stand: Stand, pool: Pool, tenant_id: UUID
) -> None:
    told = frozen_at_once(stand, tenant_id, 12)
    altered, absent, odd = told[3], told[5], told[7]
    stand.versions[str(tenant_id), str(altered.version_id)]["digest"] = "0" * 64
    del stand.versions[str(tenant_id), str(absent.version_id)]
    canonical = samples.general_nl()
    del canonical["subprocessors"]
    spoilt = stand.add(tenant_id, canonical)
    stand.versions[str(tenant_id), str(odd.version_id)] |= {
        name: stand.versions[str(tenant_id), str(spoilt.version_id)][name]
        for name in ("digest", "canonical")
    }
    await ask(pool, told, uuid4())
    ((_, run_id),) = await waiting(pool)
    assert await render_chunk(workshop, tenant_id, run_id) == 9
    problems = {
        one.version_id: one.problem for one in await every_rendering(pool, told) if one.problem
    }
    assert problems == {
        altered.version_id: "snapshot-altered",
        absent.version_id: "version-missing",
        odd.version_id: "template-variable-missing",
    }
    assert await waiting(pool) == [], "they go on alone, or with another template"
    async with tenant_transaction(pool, tenant_id) as connection:
        run = await runs.read(connection, run_id)
    assert (run.asked, run.made) == (12, 9)
    assert {one.problem: one.renderings for one in run.failed} == dict.fromkeys(
        problems.values(), 1
    )


@pytest.mark.parametrize("mended", ["published", "retired", "by the hour"])
async def test_what_no_template_prints_stays_in_the_run_until_another_does(
    mended: str, workshop: Workshop, stand: Stand, database: Database, tenant_id: UUID
) -> None:
    pool = workshop.pool
    told = frozen_at_once(stand, tenant_id, 12)
    broken = await published(workshop, tenant_id, BROKEN)
    await ask(pool, told, uuid4())
    ((_, run_id),) = await waiting(pool)
    assert await render_chunk(workshop, tenant_id, run_id) == 4, "the English ones"
    problems = {(one.problem, one.attempts) for one in await every_rendering(pool, told)}
    assert problems == {(None, 0), ("template-variable-missing", 0)}
    assert await waiting(pool) == []
    assert await sweep(workshop) == 0
    async with tenant_transaction(pool, tenant_id) as connection:
        run = await runs.read(connection, run_id)
    assert [(one.problem, one.renderings) for one in run.failed] == [
        ("template-variable-missing", 8)
    ]
    if mended == "published":
        await published(workshop, tenant_id, LATER)
    else:
        await retired(workshop, tenant_id, broken)
    if mended == "by the hour":
        await ends_of_leases(database)
    assert await waiting(pool) == [(tenant_id, run_id)]
    assert await render_chunk(workshop, tenant_id, run_id) == 8
    await truth(database, told)
    assert {one.problem for one in await every_rendering(pool, told)} == {None}


async def test_a_lost_template_keeps_a_run_waiting_and_is_asked_for_again_soon(
    workshop: Workshop, stand: Stand, pool: Pool, tenant_id: UUID
) -> None:
    told = frozen_at_once(stand, tenant_id, 3)
    version = await published(workshop, tenant_id, OWN)
    shelf._kept.pop(version.digest, None)
    await workshop.objects.remove(key_of(tenant_id, version.digest, ENDING))
    await ask(pool, told, uuid4())
    ((_, run_id),) = await waiting(pool)
    await render_chunk(workshop, tenant_id, run_id)
    failed = [one for one in await every_rendering(pool, told) if one.problem]
    assert {(one.problem, one.attempts) for one in failed} == {("template-lost", 0)}
    async with tenant_transaction(pool, tenant_id) as connection:
        waits = await connection.fetchval(
            "SELECT max(due_at) - now() FROM documents.rendering WHERE problem IS NOT NULL"
        )
    assert timedelta(minutes=4) < waits <= timedelta(minutes=5)


@pytest.mark.parametrize("down", ["storage", "contracts"])
async def test_while_a_part_is_down_nothing_is_lost_and_all_is_free_again(
    down: str,
    workshop: Workshop,
    stand: Stand,
    pool: Pool,
    tenant_id: UUID,
    database: Database,
    storage: Storage,
    storage_settings: StorageSettings,
) -> None:
    told = frozen_at_once(stand, tenant_id, 20)
    await ask(pool, told, uuid4())
    ((_, run_id),) = await waiting(pool)
    nowhere = f"http://127.0.0.1:{free_port()}"
    if down == "storage":
        gone = storage_settings.model_copy(update={"s3_endpoint": nowhere, "s3_seconds": 1})
        broken = replace(workshop, objects=Objects(gone))
    else:
        peer = workshop.contracts
        broken = replace(workshop, contracts=Peer("contracts", nowhere, peer._signer, peer._client))
    with pytest.raises(Unavailable):
        await render_chunk(broken, tenant_id, run_id)
    found = await every_rendering(pool, told)
    assert {(one.problem is None, one.attempts) for one in found} == {(False, 0)}
    rests = Rests()
    assert not await render_runs(broken, rests)
    assert not rests.over(run_id)
    assert not await render_runs(workshop, rests), "it rests"
    assert await render_chunk(workshop, tenant_id, run_id) == 20
    await truth(database, told)
    await everything_is_there(pool, workshop.objects, storage, storage_settings, told)
    assert {one.problem for one in await every_rendering(pool, told)} == {None}


async def test_two_workers_never_take_the_same_and_another_takes_what_one_died_with(
    workshop: Workshop, stand: Stand, pool: Pool, tenant_id: UUID, database: Database
) -> None:
    told = frozen_at_once(stand, tenant_id, 150)
    await ask(pool, told, uuid4())
    ((_, run_id),) = await waiting(pool)
    made = await asyncio.gather(*(render_chunk(workshop, tenant_id, run_id) for _ in range(3)))
    assert sum(made) == 150
    more = frozen_at_once(stand, tenant_id, 5)
    await ask(pool, more, uuid4())
    ((_, other_run),) = await waiting(pool)
    async with tenant_transaction(pool, tenant_id) as connection:
        await runs.claim(connection, other_run, CHUNK, LEASE)
    assert await render_chunk(workshop, tenant_id, other_run) == 0
    await ends_of_leases(database)
    assert await render_chunk(workshop, tenant_id, other_run) == 5
    await truth(database, [*told, *more])


async def test_a_worker_killed_at_any_moment_loses_nothing_and_doubles_nothing(
    environment: dict[str, str],  # noqa: F811
    workshop: Workshop,
    stand: Stand,
    pool: Pool,
    tenant_id: UUID,
    database: Database,
    storage: Storage,
    storage_settings: StorageSettings,
) -> None:
    chance = random.Random(150)
    told = frozen_at_once(stand, tenant_id, 300)
    await ask(pool, told, uuid4())
    # The PDFs are not what is looked at here.
    without_pdf = environment | {"SCHAKEL_SOFFICE": "/nowhere"}

    async def stored(most: int) -> bool:
        return len(objects_in(storage, storage_settings)) >= most

    for most in (chance.randrange(1, 90), chance.randrange(90, 180), chance.randrange(180, 290)):
        async with working(without_pdf) as worker:
            await until(partial(stored, most))
            await asyncio.sleep(chance.uniform(0, 0.3))
            worker.kill()
            await worker.wait()
        await ends_of_leases(database)

    async def all_announced() -> bool:
        owner = await asyncpg.connect(database.url("postgres"))
        left = await owner.fetchval(
            "SELECT count(*) FROM documents.rendering WHERE announced_at IS NULL"
        )
        await owner.close()
        return bool(left == 0)

    async with working(without_pdf):
        await until(all_announced)
    await truth(database, told)
    await everything_is_there(pool, workshop.objects, storage, storage_settings, told)


async def test_a_run_of_another_tenant_is_never_seen(
    workshop: Workshop, stand: Stand, pool: Pool, tenant_id: UUID
) -> None:
    own, other = frozen_at_once(stand, tenant_id, 3), frozen_at_once(stand, uuid4(), 3)
    change_id = uuid4()
    await ask(pool, [*own, *other], change_id)
    found = dict(await waiting(pool))
    assert set(found) == {tenant_id, other[0].tenant_id}
    assert await render_chunk(workshop, tenant_id, found[other[0].tenant_id]) == 0
    assert {one.announced_at for one in await every_rendering(pool, other)} == {None}
    assert await render_runs(workshop, Rests())
    assert None not in {one.announced_at for one in await every_rendering(pool, [*own, *other])}


async def test_nothing_is_printed_for_a_client_that_was_erased(
    workshop: Workshop, stand: Stand, pool: Pool, tenant_id: UUID, database: Database
) -> None:
    told = frozen_at_once(stand, tenant_id, 4)
    await ask(pool, told, uuid4())
    async with tenant_transaction(pool, tenant_id) as connection:
        await erasures.order(connection, told[0].client_id)
    await render_runs(workshop, Rests())
    await truth(database, told[1:])
    assert await waiting(pool) == []
