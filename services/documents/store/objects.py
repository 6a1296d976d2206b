"""Object storage, which holds the bytes; PostgreSQL holds what proves them.

Only plain objects are written and read. Retention, tags and the like are never called: there are
servers that take such a call for the object itself, and overwrite it.
"""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import TypeVar
from urllib.parse import quote, urlsplit

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from services.documents.settings import StorageSettings
from shared.errors import Unavailable
from shared.logs import log

Answer = TypeVar("Answer")

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_ABSENT = {"NoSuchKey", "NoSuchBucket"}


class Objects:
    """One bucket. Every call raises Unavailable when the storage can't be reached or refuses."""

    def __init__(self, settings: StorageSettings) -> None:
        self._bucket = settings.s3_bucket
        self._inside = _client(settings, settings.s3_endpoint)
        self._outside = _client(settings, settings.s3_public_endpoint or settings.s3_endpoint)

    async def store(self, key: str, content: bytes, content_type: str) -> None:
        """Put the object and read it back; Unavailable when what comes back is something else."""
        await self._call(lambda: self._put(key, content, content_type))
        if await self.fetch(key, hashlib.sha256(content).digest()) is None:
            raise Unavailable("storage-altered", "Storage gave back other bytes than it was given.")

    async def fetch(self, key: str, digest: bytes) -> bytes | None:
        """The object; null when there is none whose SHA-256 is `digest`."""
        content = await self._call(lambda: self._get(key))
        if content is None or hashlib.sha256(content).digest() != digest:
            return None
        return content

    async def remove(self, key: str) -> None:
        """Nothing happens when there is no such object."""
        await self._call(lambda: self._inside.remove_object(self._bucket, key))

    async def require_absent(self, key: str) -> None:
        """``Unavailable`` while storage still has the object, whatever it answered before."""
        if await self._call(lambda: self._get(key)) is not None:
            raise Unavailable("storage-kept", "Storage still has what was removed.")

    def link(self, key: str, file_name: str, content_type: str, lifetime: timedelta) -> str:
        """A signed link with which a browser gets the object itself; no network is used."""
        plain = file_name.encode("ascii", "replace").decode().replace('"', "'")
        return str(
            self._outside.presigned_get_object(
                self._bucket,
                key,
                expires=lifetime,
                response_headers={
                    "response-content-disposition": (
                        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name)}"
                    ),
                    "response-content-type": content_type,
                },
            )
        )

    def _put(self, key: str, content: bytes, content_type: str) -> None:
        try:
            self._put_once(key, content, content_type)
        except MinioException:
            if self._inside.bucket_exists(self._bucket):
                raise
            self._inside.make_bucket(self._bucket)
            self._put_once(key, content, content_type)

    def _put_once(self, key: str, content: bytes, content_type: str) -> None:
        self._inside.put_object(
            self._bucket, key, BytesIO(content), len(content), content_type=content_type
        )

    def _get(self, key: str) -> bytes | None:
        # HEAD first: some servers answer a GET for what is not there in a form that can't be read.
        try:
            self._inside.stat_object(self._bucket, key)
        except S3Error as absent:
            if absent.code in _ABSENT:
                return None
            raise
        response = self._inside.get_object(self._bucket, key)
        try:
            content: bytes = response.read()
            return content
        finally:
            response.close()
            response.release_conn()

    async def _call(self, work: Callable[[], Answer]) -> Answer:
        try:
            return await asyncio.to_thread(work)
        except (MinioException, urllib3.exceptions.HTTPError, OSError) as failure:
            log.warning("storage failed", error=type(failure).__name__)
            raise Unavailable(
                "storage-unavailable", "Document storage can't be reached now; nothing was lost."
            ) from failure


def _client(settings: StorageSettings, endpoint: str) -> Minio:
    address = urlsplit(endpoint)
    return Minio(
        address.netloc,
        access_key=settings.s3_access_key.get_secret_value(),
        secret_key=settings.s3_secret_key.get_secret_value(),
        region=settings.s3_region,
        secure=address.scheme == "https",
        http_client=urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=3, read=30), retries=urllib3.Retry(1), maxsize=10
        ),
    )
