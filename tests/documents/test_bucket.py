"""The bucket is there before the first object is, whoever brings it."""

import asyncio
import threading
from typing import Any
from uuid import uuid4

import pytest
from minio.error import MinioException

from services.documents.domain.stored import stored
from services.documents.settings import StorageSettings
from services.documents.store.objects import Objects

TOGETHER = 4


async def test_of_many_who_find_no_bucket_one_makes_it_and_all_store(
    storage_settings: StorageSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    all_failed, put = threading.Barrier(TOGETHER, timeout=10), Objects._put_once

    def put_once(self: Objects, *told: Any) -> None:
        try:
            put(self, *told)
        except MinioException:
            all_failed.wait()
            raise

    monkeypatch.setattr(Objects, "_put_once", put_once)
    objects, tenant_id = Objects(storage_settings), uuid4()
    contents = [f"document {number}".encode() for number in range(TOGETHER)]
    things = [stored(tenant_id, content, "docx", "text/plain") for content in contents]
    await asyncio.gather(*map(objects.store, things, contents))
    for thing, content in zip(things, contents, strict=True):
        assert await objects.fetch(thing.key, thing.digest) == content
