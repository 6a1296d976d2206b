"""The database beside storage: what is missing, what is different, what nobody knows of."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from minio import Minio

from deploy.local.storage import Storage
from services.documents.commands.check_storage import Comparison, Difference
from services.documents.commands.keep_object import keep_object
from services.documents.commands.render_agreement import Workshop
from services.documents.domain.storage_check import Found, Recorded, side_by_side, tenant_of
from services.documents.domain.stored import stored
from services.documents.settings import StorageSettings
from services.documents.store import kept, storage_checks
from shared.database import tenant_transaction
from tests.documents.test_worker import ROOT, environment

__all__ = ["environment"]

T = TypeVar("T")
DAY = 24 * 3600


@dataclass
class Desk:
    """Keeps things for providers, reaches behind storage, and checks."""

    shop: Workshop
    bucket: Path
    told: list[Difference] = field(default_factory=list)

    async def keep(self, tenant_id: UUID, content: bytes, *, record: bool = True) -> str:
        thing = stored(tenant_id, content, "file", "text/plain")
        begun = await keep_object(self.shop.pool, self.shop.objects, tenant_id, thing, content)
        if record:
            async with tenant_transaction(self.shop.pool, tenant_id) as connection:
                await kept.record(connection, begun, uuid4(), thing)
        return thing.key

    def put(self, key: str, content: bytes, age: float = 2 * DAY) -> None:
        """As somebody would who has the bucket and not the database."""
        self.client.put_object(
            self.bucket.name,
            key,
            BytesIO(content),
            len(content),
            metadata={"mtime": str(time.time() - age)},
        )

    def lose(self, key: str) -> None:
        self.client.remove_object(self.bucket.name, key)

    @property
    def client(self) -> Minio:
        """Of whoever has the keys too."""
        return self.shop.objects._inside

    async def check(self, *, digests: bool = False, remove: bool = False) -> Comparison:
        self.told.clear()
        comparison = Comparison(
            self.shop.pool, self.shop.objects, digests, remove, self.told.append
        )
        await comparison.run()
        return comparison

    @property
    def differences(self) -> set[tuple[str, str]]:
        return {(one.what, one.key) for one in self.told}


@pytest.fixture
def desk(workshop: Workshop, storage: Storage, storage_settings: StorageSettings) -> Desk:
    return Desk(workshop, storage.folder / "objects" / storage_settings.s3_bucket)


async def test_what_is_recorded_and_there_makes_no_difference(desk: Desk, tenant_id: UUID) -> None:
    other = uuid4()
    for owner, content in [(tenant_id, b"one"), (tenant_id, b"two"), (other, b"one")]:
        await desk.keep(owner, content)
    await desk.keep(tenant_id, b"one")
    found = await desk.check(digests=True)
    assert found.sound
    assert not desk.told
    assert (found.tallies[tenant_id].objects, found.tallies[tenant_id].bytes) == (2, 6)
    assert found.tallies[other].objects == 1
    async with tenant_transaction(desk.shop.pool, other) as connection:
        last = await storage_checks.last(connection)
    assert last is not None
    assert (last.objects, last.digests, last.lock) == (1, True, "none")


async def test_an_empty_bucket_and_none_at_all_are_sound(desk: Desk) -> None:
    assert (await desk.check()).sound


async def test_what_was_lost_cut_or_altered_is_told_with_its_key(
    desk: Desk, tenant_id: UUID
) -> None:
    lost, cut, altered, whole = [
        await desk.keep(tenant_id, content) for content in (b"lost", b"cut!", b"same", b"fine")
    ]
    desk.lose(lost)
    desk.put(cut, b"cu")
    desk.put(altered, b"emas")
    found = await desk.check()
    assert desk.differences == {("missing", lost), ("altered", cut)}
    assert not found.sound
    await desk.check(digests=True)
    assert desk.differences == {("missing", lost), ("altered", cut), ("altered", altered)}
    assert whole not in {key for _, key in desk.differences}


async def test_what_nobody_recorded_is_told_and_removed_only_when_a_day_old(
    desk: Desk, tenant_id: UUID
) -> None:
    kept_key = await desk.keep(tenant_id, b"kept")
    old, young = f"{tenant_id}/{'a' * 64}.pdf", f"{tenant_id}/{'b' * 64}.pdf"
    desk.put(old, b"old")
    desk.put(young, b"young", age=3600)
    await desk.check()
    assert desk.differences == {("unknown", old), ("unknown", young)}
    await desk.check(remove=True)
    assert ("removed", old) in desk.differences
    assert not (desk.bucket / old).exists()
    assert (desk.bucket / young).exists()
    assert (desk.bucket / kept_key).exists()
    assert (await desk.check(remove=True)).tallies[tenant_id].unknown == 1


async def test_what_is_being_stored_is_no_orphan_however_old_storage_says_it_is(
    desk: Desk, tenant_id: UUID
) -> None:
    key = await desk.keep(tenant_id, b"under way", record=False)
    desk.put(key, b"under way", age=3 * DAY)
    found = await desk.check(remove=True)
    assert found.sound
    assert (desk.bucket / key).exists()


async def test_what_is_recorded_while_storage_is_listed_is_no_orphan(
    desk: Desk, tenant_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none(*_: Any) -> AsyncIterator[Recorded]:
        for one in list[Recorded]():
            yield one

    key = await desk.keep(tenant_id, b"just now")
    desk.put(key, b"just now")
    monkeypatch.setattr(Comparison, "_recorded", none)
    assert (await desk.check(remove=True)).sound
    assert (desk.bucket / key).exists()


async def test_what_is_stored_while_storage_is_listed_is_not_missing(
    desk: Desk, tenant_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none(*_: Any) -> AsyncIterator[Found]:
        for one in list[Found]():
            yield one

    await desk.keep(tenant_id, b"just now")
    monkeypatch.setattr(Comparison, "_found", none)
    assert (await desk.check()).sound


async def test_what_others_keep_in_the_same_bucket_is_left_alone(
    desk: Desk, tenant_id: UUID
) -> None:
    await desk.keep(tenant_id, b"ours")
    for key in ("backup.tar", "zz/other", "not-a-uuid/x.pdf"):
        desk.put(key, b"theirs")
    found = await desk.check(remove=True)
    assert (found.sound, found.foreign) == (True, 3)
    assert (desk.bucket / "backup.tar").exists()


@pytest.mark.parametrize(
    ("key", "ours"),
    [
        ("019a0000-0000-7000-8000-000000000001/x.pdf", True),
        ("019A0000-0000-7000-8000-000000000001/x.pdf", False),
        ("019a0000000070008000000000000001/x.pdf", False),
        ("019a0000-0000-7000-8000-000000000001", False),
        ("x/y", False),
        ("", False),
    ],
)
def test_a_key_is_ours_when_it_begins_with_a_provider_as_we_write_it(key: str, ours: bool) -> None:
    assert (tenant_of(key) is not None) is ours


async def _each(items: Iterable[T]) -> AsyncIterator[T]:
    for item in items:
        yield item


KEYS = st.sets(st.text("ab-/.é\U0001f600", min_size=1, max_size=4), max_size=30)


@given(KEYS, KEYS)
def test_every_key_of_either_side_is_met_once_and_with_its_other_side(
    left: set[str], right: set[str]
) -> None:
    recorded = [Recorded(key, b"", 0) for key in sorted(left)]
    found = [Found(key, 0, datetime.now(UTC)) for key in sorted(right)]

    async def pairs() -> list[tuple[str, bool, bool]]:
        return [
            (pair.key, pair.recorded is not None, pair.found is not None)
            async for pair in side_by_side(_each(recorded), _each(found))
        ]

    expected = [(key, key in left, key in right) for key in sorted(left | right)]
    assert asyncio.run(pairs()) == expected


async def _command(environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.documents.check", *arguments),
        env=environment,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode or 0, said.decode()


async def test_the_command_says_what_differs_and_ends_with_a_status(
    desk: Desk, tenant_id: UUID, environment: dict[str, str]
) -> None:
    key = await desk.keep(tenant_id, b"kept")
    status, said = await _command(environment, "--digests")
    assert (status, "it was not tried" in said) == (0, True), said
    assert str(tenant_id) in said
    desk.put(f"{tenant_id}/{'c' * 64}.pdf", b"orphan")
    desk.lose(key)
    status, said = await _command(environment, "--remove-orphans")
    assert status == 1
    assert f"missing    {key}" in said
    assert "removed " in said
    status, said = await _command(environment | {"SCHAKEL_S3_ENDPOINT": "http://127.0.0.1:1"})
    assert (status, "can't be reached" in said) == (2, True), said
