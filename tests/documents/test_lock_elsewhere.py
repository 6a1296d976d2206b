"""Locks on an S3 that is not ours: moto's, which refuses what AWS refuses."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from moto.server import ThreadedMotoServer
from pydantic import SecretStr

from services.documents.commands.check_storage import Comparison
from services.documents.commands.erase_client import empty_storage
from services.documents.commands.keep_object import keep_object
from services.documents.domain.stored import Locked, stored
from services.documents.settings import StorageSettings
from services.documents.store import kept
from services.documents.store.objects import Objects
from shared.database import Pool, tenant_transaction


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def _settings(url: str, **more: Any) -> StorageSettings:
    return StorageSettings(
        s3_endpoint=url,
        s3_access_key=SecretStr("a"),
        s3_secret_key=SecretStr("b" * 16),
        s3_bucket=f"lock-{uuid4().hex}",
        **more,
    )


@pytest.fixture(params=["compliance", "governance"])
def objects(request: pytest.FixtureRequest, elsewhere: str) -> Objects:
    more = {"s3_encryption": "s3", "s3_lists_uploads": True}
    return Objects(_settings(elsewhere, s3_object_lock=request.param, **more))


@pytest.mark.parametrize("size", [5, 12 << 20])
async def test_what_is_under_a_lock_is_not_removed_and_what_is_under_none_goes(
    size: int, objects: Objects, tenant_id: UUID
) -> None:
    content = b"p" * size
    paper = stored(tenant_id, content, "pdf", "application/pdf", locked=True)
    await objects.store(paper, content)
    with pytest.raises(Locked):
        await objects.remove(paper.key)
    assert await objects.fetch(paper.key, paper.digest) == content
    file = stored(tenant_id, content, "file", "text/plain")
    await objects.store(file, content)
    await objects.remove(file.key)
    await objects.require_absent(file.key)


async def test_a_bucket_without_a_lock_gives_in_and_the_check_would_say_so(
    elsewhere: str, tenant_id: UUID
) -> None:
    """The control: nothing but the lock keeps it."""
    objects = Objects(_settings(elsewhere))
    paper = stored(tenant_id, b"paper", "pdf", "application/pdf", locked=True)
    await objects.store(paper, b"paper")
    await objects.remove(paper.key)
    await objects.require_absent(paper.key)


async def test_the_check_shows_the_lock_and_finds_both_sides_the_same(
    objects: Objects, pool: Pool, tenant_id: UUID
) -> None:
    thing = stored(tenant_id, b"paper", "pdf", "application/pdf", locked=True)
    begun = await keep_object(pool, objects, tenant_id, thing, b"paper")
    holder, client_id = uuid4(), uuid4()
    async with tenant_transaction(pool, tenant_id) as connection:
        await kept.record(connection, begun, holder, thing)
    comparison = Comparison(pool, objects, True, False, lambda _: None)
    assert await comparison.run() == "shown"
    assert comparison.foreign == 0
    async with tenant_transaction(pool, tenant_id) as connection:
        await kept.release(connection, [holder], client_id)
    await empty_storage(pool, objects)
    waits = "SELECT count(*) FROM documents.removal WHERE due_at > now() + interval '50 minutes'"
    async with tenant_transaction(pool, tenant_id) as connection:
        assert await connection.fetchval(waits) == 1
    assert await objects.fetch(thing.key, thing.digest) == b"paper"


async def test_what_is_written_in_parts_and_what_a_link_gives_are_whole(
    objects: Objects, tenant_id: UUID
) -> None:
    content, key = bytes(20 << 20), f"{tenant_id}/whole.zip"
    await objects.call(lambda: objects.pour(key, BytesIO(content), "application/zip"))
    link = objects.link(key, "dossier é.zip", "application/zip", timedelta(minutes=1))
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(link)
    assert answer.content == content
    assert "dossier%20%C3%A9.zip" in answer.headers["content-disposition"]
    assert [one.size for one in await objects.call(lambda: list(objects.listed()))] == [20 << 20]
