"""Bytes that are kept: told before they go, recorded after, swept when nobody has them."""

import asyncio
from uuid import UUID, uuid4

import pytest

from services.documents.commands.keep_object import (
    keep_object,
    remove_unwanted,
    sweep_stranded,
)
from services.documents.commands.render_agreement import Workshop
from services.documents.domain.stored import Stored, Swept, stored
from services.documents.store import kept
from services.documents.store.objects import Objects
from shared.database import tenant_transaction
from shared.errors import Unavailable
from tests.conftest import Database
from tests.documents.keeping import a_day_passes, as_superuser

PDF = b"%PDF-1.7 getekend"


@pytest.fixture
def thing(tenant_id: UUID) -> Stored:
    return stored(tenant_id, PDF, "file", "application/pdf")


async def _recorded(shop: Workshop, tenant_id: UUID, begun: UUID, thing: Stored) -> UUID:
    holder = uuid4()
    async with tenant_transaction(shop.pool, tenant_id) as connection:
        await kept.record(connection, begun, holder, thing)
    return holder


async def _sweep(shop: Workshop) -> int:
    return await sweep_stranded(shop.pool, shop.objects)


async def test_what_a_crash_left_in_storage_is_swept_out_after_a_day(
    workshop: Workshop, tenant_id: UUID, database: Database, thing: Stored
) -> None:
    await keep_object(workshop.pool, workshop.objects, tenant_id, thing, PDF)
    assert await _sweep(workshop) == 0
    assert await workshop.objects.fetch(thing.key, thing.digest) == PDF
    await a_day_passes(database)
    assert await _sweep(workshop) == 1
    assert await workshop.objects.fetch(thing.key, thing.digest) is None
    assert await _sweep(workshop) == 0


async def test_a_crash_after_a_second_upload_takes_nothing_from_the_first(
    workshop: Workshop, tenant_id: UUID, database: Database, thing: Stored
) -> None:
    first = await keep_object(workshop.pool, workshop.objects, tenant_id, thing, PDF)
    await _recorded(workshop, tenant_id, first, thing)
    await keep_object(workshop.pool, workshop.objects, tenant_id, thing, PDF)
    await a_day_passes(database)
    assert await _sweep(workshop) == 1
    assert await workshop.objects.fetch(thing.key, thing.digest) == PDF


async def test_a_stranded_upload_leaves_the_bytes_to_who_stores_them_now(
    workshop: Workshop, tenant_id: UUID, database: Database, thing: Stored
) -> None:
    await keep_object(workshop.pool, workshop.objects, tenant_id, thing, PDF)
    await a_day_passes(database)
    second = await keep_object(workshop.pool, workshop.objects, tenant_id, thing, PDF)
    assert await _sweep(workshop) == 1
    await _recorded(workshop, tenant_id, second, thing)
    assert await workshop.objects.fetch(thing.key, thing.digest) == PDF


@pytest.mark.parametrize("hours", [13, 23])
async def test_who_comes_to_record_after_half_a_day_is_refused_before_the_sweep_comes(
    hours: int, workshop: Workshop, tenant_id: UUID, database: Database, thing: Stored
) -> None:
    begun = await keep_object(workshop.pool, workshop.objects, tenant_id, thing, PDF)
    await as_superuser(
        database, f"UPDATE documents.storing SET begun_at = now() - interval '{hours} hours'"
    )
    with pytest.raises(Swept):
        await _recorded(workshop, tenant_id, begun, thing)


async def test_nothing_is_recorded_under_what_another_began(
    workshop: Workshop, tenant_id: UUID, thing: Stored
) -> None:
    begun = await keep_object(workshop.pool, workshop.objects, tenant_id, thing, PDF)
    other = stored(tenant_id, b"other", "file", "text/plain")
    with pytest.raises(Swept):
        await _recorded(workshop, tenant_id, begun, other)
    with pytest.raises(Swept):
        await _recorded(workshop, uuid4(), begun, thing)


async def test_who_begins_while_an_object_is_removed_waits_until_it_is_gone(
    workshop: Workshop, tenant_id: UUID, thing: Stored
) -> None:
    begun = await keep_object(workshop.pool, workshop.objects, tenant_id, thing, PDF)
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        await kept.abandon(connection, begun)
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        await kept.lock(connection, thing.key)
        again = asyncio.create_task(
            keep_object(workshop.pool, workshop.objects, tenant_id, thing, PDF)
        )
        await asyncio.sleep(0.2)
        assert not again.done()
        assert await remove_unwanted(connection, workshop.objects, thing.key)
    await _recorded(workshop, tenant_id, await again, thing)
    assert await workshop.objects.fetch(thing.key, thing.digest) == PDF


async def test_an_object_goes_when_its_last_holder_does(
    workshop: Workshop, tenant_id: UUID, thing: Stored
) -> None:
    holders = []
    for _ in range(2):
        begun = await keep_object(workshop.pool, workshop.objects, tenant_id, thing, PDF)
        holders.append(await _recorded(workshop, tenant_id, begun, thing))
    client_id = uuid4()
    for holder, left in zip(holders, (PDF, None), strict=True):
        async with tenant_transaction(workshop.pool, tenant_id) as connection:
            await kept.release(connection, [holder], client_id)
        async with tenant_transaction(workshop.pool, tenant_id) as connection:
            assert await remove_unwanted(connection, workshop.objects, thing.key)
        assert await workshop.objects.fetch(thing.key, thing.digest) == left


async def test_storage_that_still_has_what_it_was_told_to_remove_is_not_believed(
    workshop: Workshop, tenant_id: UUID, thing: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    await workshop.objects.store(thing, PDF)

    async def nothing(self: Objects, key: str) -> None:
        return None

    monkeypatch.setattr(Objects, "remove", nothing)
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        with pytest.raises(Unavailable, match="still has"):
            await remove_unwanted(connection, workshop.objects, thing.key)
