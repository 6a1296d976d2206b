"""Locks and encryption: asked for where settings say so, never tried, shown or said to be not."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr, ValidationError

from services.documents.commands.check_storage import Comparison, Difference
from services.documents.commands.erase_client import empty_storage
from services.documents.commands.keep_object import keep_object, sweep_stranded
from services.documents.domain.stored import Locked as Refused
from services.documents.domain.stored import stored
from services.documents.settings import StorageSettings
from services.documents.store import kept
from services.documents.store.objects import Objects
from shared.database import Pool, tenant_transaction
from tests.conftest import Database
from tests.documents.faulty import proxied
from tests.documents.keeping import a_day_passes, as_superuser
from tests.documents.locked_s3 import Locked, locked_s3

LOCKING = {"s3_object_lock": "compliance", "s3_encryption": "s3", "s3_lists_uploads": True}


@pytest.fixture
def s3() -> Iterator[Locked]:
    with locked_s3() as found:
        yield found


def _settings(url: str, **more: Any) -> StorageSettings:
    return StorageSettings(
        s3_endpoint=url, s3_access_key=SecretStr("a"), s3_secret_key=SecretStr("b" * 16), **more
    )


@pytest.fixture
def objects(s3: Locked) -> Objects:
    return Objects(_settings(s3.url, **LOCKING))


async def test_an_issued_document_is_stored_under_a_lock_and_encrypted_and_a_file_under_none(
    s3: Locked, objects: Objects, tenant_id: UUID
) -> None:
    paper = stored(tenant_id, b"paper", "pdf", "application/pdf", locked=True)
    await objects.store(paper, b"paper")
    told = s3.latest(paper.key)
    assert told
    assert told.headers["x-amz-object-lock-mode"] == "COMPLIANCE"
    until = datetime.fromisoformat(told.headers["x-amz-object-lock-retain-until-date"])
    assert timedelta(days=364) < until - datetime.now(UTC) <= timedelta(days=365)
    assert told.headers["x-amz-server-side-encryption"] == "AES256"
    file = stored(tenant_id, b"file", "file", "text/plain")
    await objects.store(file, b"file")
    told = s3.latest(file.key)
    assert told
    assert "x-amz-object-lock-mode" not in told.headers


async def test_a_server_of_which_settings_say_nothing_is_asked_for_no_lock_and_no_encryption(
    storage_settings: StorageSettings, tenant_id: UUID
) -> None:
    """Not even by the check: ``rclone`` would overwrite the object."""
    with proxied(storage_settings.s3_endpoint.removeprefix("http://")) as seen:
        objects = Objects(storage_settings.model_copy(update={"s3_endpoint": seen.url}))
        thing = stored(tenant_id, b"paper", "pdf", "application/pdf", locked=True)
        await objects.store(thing, b"paper")
        await objects.remove(thing.key)
        assert objects.unfinished() == []
    for sub in ("?retention", "?legal-hold", "?tagging", "?object-lock", "?versioning", "?uploads"):
        assert not [asked for asked in seen.asked if sub in asked]


async def test_what_is_under_a_lock_is_not_removed_and_its_erasure_waits_for_the_day(
    s3: Locked, objects: Objects, pool: Pool, database: Database, tenant_id: UUID
) -> None:
    thing = stored(tenant_id, b"paper", "pdf", "application/pdf", locked=True)
    begun = await keep_object(pool, objects, tenant_id, thing, b"paper")
    holder, client_id = uuid4(), uuid4()
    async with tenant_transaction(pool, tenant_id) as connection:
        await kept.record(connection, begun, holder, thing)
    with pytest.raises(Refused):
        await objects.remove(thing.key)
    async with tenant_transaction(pool, tenant_id) as connection:
        await kept.release(connection, [holder], client_id)
    await empty_storage(pool, objects)
    waits = "SELECT count(*) FROM documents.removal WHERE due_at > now() + interval '50 minutes'"
    async with tenant_transaction(pool, tenant_id) as connection:
        assert await connection.fetchval(waits) == 1
    for version in s3.versions:
        version.headers.pop("x-amz-object-lock-retain-until-date")
    await empty_storage(pool, objects)
    assert s3.latest(thing.key), "it is not asked again before its hour"
    await as_superuser(database, "UPDATE documents.removal SET due_at = now()")
    await empty_storage(pool, objects)
    assert s3.versions == [], "every state of it is gone, no marker is left"


async def test_what_a_crash_left_under_a_lock_keeps_no_other_waiting(
    s3: Locked, objects: Objects, pool: Pool, database: Database, tenant_id: UUID
) -> None:
    paper = stored(tenant_id, b"paper", "pdf", "application/pdf", locked=True)
    file = stored(tenant_id, b"file", "file", "text/plain")
    for thing, content in ((paper, b"paper"), (file, b"file")):
        await keep_object(pool, objects, tenant_id, thing, content)
    await a_day_passes(database)
    assert await sweep_stranded(pool, objects) == 2
    assert s3.latest(file.key) is None
    assert s3.latest(paper.key) is not None
    assert await sweep_stranded(pool, objects) == 0, "it is asked again in an hour"
    for version in s3.versions:
        version.headers.pop("x-amz-object-lock-retain-until-date", None)
    await as_superuser(database, "UPDATE documents.storing SET due_at = now()")
    assert await sweep_stranded(pool, objects) == 1
    assert s3.latest(paper.key) is None
    assert await sweep_stranded(pool, objects) == 0


@pytest.mark.parametrize(("gives_in", "lock"), [(False, "shown"), (True, "not-shown")])
async def test_the_check_shows_the_lock_on_a_server_that_refuses_and_says_when_one_does_not(
    gives_in: bool, lock: str, s3: Locked, objects: Objects, pool: Pool, tenant_id: UUID
) -> None:
    s3.gives_in = gives_in
    thing = stored(tenant_id, b"paper", "pdf", "application/pdf", locked=True)
    begun = await keep_object(pool, objects, tenant_id, thing, b"paper")
    async with tenant_transaction(pool, tenant_id) as connection:
        await kept.record(connection, begun, uuid4(), thing)
    comparison = Comparison(pool, objects, True, False, lambda _: None)
    assert await comparison.run() == lock
    assert comparison.sound
    assert comparison.foreign == 0
    async with tenant_transaction(pool, tenant_id) as connection:
        said = await connection.fetchval("SELECT lock FROM documents.storage_check")
    assert said == lock


async def test_what_the_check_left_under_a_lock_goes_with_a_later_one(
    s3: Locked, objects: Objects, pool: Pool
) -> None:
    for _ in range(2):
        await Comparison(pool, objects, False, False, lambda _: None).run()
    assert len(s3.versions) == 2
    for version in s3.versions:
        version.headers.pop("x-amz-object-lock-retain-until-date")
    await Comparison(pool, objects, False, False, lambda _: None).run()
    assert [one.locked for one in s3.versions] == [True]


async def test_uploads_in_parts_that_nobody_completed_are_told_and_ended(
    s3: Locked, objects: Objects, pool: Pool, tenant_id: UUID
) -> None:
    old, new = f"{tenant_id}/old.zip", f"{tenant_id}/new.zip"
    long_ago = datetime.now(UTC) - timedelta(days=2)
    s3.uploads["1"] = (old, long_ago, {1: os.urandom(10)})
    s3.uploads["2"] = (new, datetime.now(UTC), {})
    s3.uploads["3"] = ("theirs.zip", long_ago, {})
    told: list[Difference] = []
    await Comparison(pool, objects, False, False, told.append).run()
    assert [(one.what, one.key) for one in told] == [("unfinished", old)]
    assert len(s3.uploads) == 3
    await Comparison(pool, objects, False, True, told.append).run()
    assert set(s3.uploads) == {"2", "3"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"s3_object_lock": "yes"},
        {"s3_lock_days": 0},
        {"s3_encryption": "kms"},
        {"s3_encryption": "kms", "s3_kms_key": "k"},
        {"s3_seconds": 0},
    ],
)
def test_settings_that_can_not_be_are_refused_at_the_start(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _settings("http://127.0.0.1:1", **wrong)
    _settings("https://s3.example", s3_encryption="kms", s3_kms_key="k")
