"""Object storage, which holds the bytes; PostgreSQL holds what proves them.

Retention and encryption are asked for only where settings say that the server has them. Nobody
tries whether it does: some servers take such a call for the object itself, and overwrite it.
"""

import asyncio
import base64
import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple, TypeVar
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error
from minio.retention import Retention
from minio.sse import Sse, SseKMS, SseS3

from services.documents.domain.file import attachment
from services.documents.domain.storage_check import Found
from services.documents.domain.stored import Locked, Stored
from services.documents.settings import StorageSettings
from shared.errors import Unavailable
from shared.logs import log

Answer = TypeVar("Answer")

CONTENT_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_ABSENT = {"NoSuchKey", "NoSuchBucket", "NoSuchVersion"}
_REFUSED = {"AccessDenied", "ObjectLocked", "InvalidRequest", "MethodNotAllowed"}
_PART = 8 * 1024 * 1024
_CHUNK = 256 * 1024


class Unfinished(NamedTuple):
    """An upload in parts that nobody completed; its parts take room and are in no list."""

    key: str
    upload_id: str
    begun_at: datetime


class Objects:
    """One bucket. Every call raises Unavailable when the storage can't be reached or refuses."""

    def __init__(self, settings: StorageSettings) -> None:
        self._bucket = settings.s3_bucket
        self._making, self._made = threading.Lock(), 0
        self.lock = None if settings.s3_object_lock == "none" else settings.s3_object_lock
        self._lists_uploads = settings.s3_lists_uploads
        self._lock_days = settings.s3_lock_days
        self._encryption = _encryption(settings)
        self._inside = _client(settings, settings.s3_endpoint)
        self._outside = _client(settings, settings.s3_public_endpoint or settings.s3_endpoint)

    async def store(self, thing: Stored, content: bytes) -> None:
        """Put the object and read it back; Unavailable when what comes back is something else."""
        await self.call(lambda: self._put(thing, content))
        if await self.fetch(thing.key, thing.digest) is None:
            raise Unavailable("storage-altered", "Storage gave back other bytes than it was given.")

    async def fetch(self, key: str, digest: bytes) -> bytes | None:
        """The object; null when there is none whose SHA-256 is `digest`."""
        content = await self.call(lambda: self._get(key))
        if content is None or hashlib.sha256(content).digest() != digest:
            return None
        return content

    async def digest_of(self, key: str) -> tuple[bytes, int] | None:
        """SHA-256 and size of what comes back, however large it is; null when there is none."""
        return await self.call(lambda: self._digest_of(key))

    async def remove(self, key: str) -> None:
        """Nothing happens when there is no such object. ``Locked`` when storage refuses."""
        await self.call(lambda: self._remove(key))

    async def require_absent(self, key: str) -> None:
        """``Unavailable`` while storage still has the object, whatever it answered before."""
        if await self.call(lambda: self._size_of(key)) is not None:
            raise Unavailable("storage-kept", "Storage still has what was removed.")

    async def size_of(self, key: str) -> int | None:
        """Null when there is none."""
        return await self.call(lambda: self._size_of(key))

    def link(self, key: str, file_name: str, content_type: str, lifetime: timedelta) -> str:
        """A signed link with which a browser gets the object itself; no network is used."""
        return str(
            self._outside.presigned_get_object(
                self._bucket,
                key,
                expires=lifetime,
                response_headers={
                    "response-content-disposition": attachment(file_name),
                    "response-content-type": content_type,
                },
            )
        )

    def pour(self, key: str, source: BinaryIO, media_type: str) -> None:
        """For a thread: store what is being made, part by part; nothing is left when it fails."""
        if not self._inside.bucket_exists(self._bucket):
            self._inside.make_bucket(self._bucket, object_lock=self.lock is not None)
        self._inside.put_object(
            self._bucket,
            key,
            source,
            -1,
            content_type=media_type,
            part_size=_PART,
            num_parallel_uploads=1,
            sse=self._encryption,
        )

    def chunks(self, key: str) -> Iterator[bytes]:
        """For a thread: the bytes of an object as they come; ``Unavailable`` without one."""
        with _told():
            if self._size_of(key) is None:
                raise Unavailable("document-lost", "Storage does not have this (any more).")
            with self._opened(key) as response:
                yield from response.stream(_CHUNK)

    def listed(self, prefix: str = "", after: str = "") -> Iterator[Found]:
        """For a thread: every object in the order of its key, a page at a time."""
        if not self._inside.bucket_exists(self._bucket):
            return
        for item in self._inside.list_objects(
            self._bucket, prefix=prefix, recursive=True, start_after=after or None
        ):
            yield Found(item.object_name, item.size or 0, item.last_modified or datetime.now(UTC))

    def unfinished(self, prefix: str = "") -> list[Unfinished]:
        """For a thread: uploads in parts that stand open, the first thousand; none of a server of
        which settings don't say that it tells."""
        if not self._lists_uploads:
            return []
        answer = self._inside._list_multipart_uploads(self._bucket, prefix=prefix)
        return [
            Unfinished(one.object_name, one.upload_id, one.initiated_time or datetime.now(UTC))
            for one in answer.uploads
            if one.upload_id
        ]

    def abort(self, one: Unfinished) -> None:
        """For a thread."""
        self._inside._abort_multipart_upload(self._bucket, one.key, one.upload_id)

    async def shows_lock(self, key: str) -> bool:
        """Whether storage refuses to remove what was stored under a lock of a minute."""
        return await self.call(lambda: self._shows_lock(key))

    async def call(self, work: Callable[[], Answer]) -> Answer:
        """``work`` in a thread."""
        with _told():
            return await asyncio.to_thread(work)

    def _put(self, thing: Stored, content: bytes) -> None:
        until = datetime.now(UTC) + timedelta(days=self._lock_days)
        retention = self._retention(until) if thing.locked else None
        before = self._made
        try:
            self._put_once(thing, content, retention)
        except MinioException:
            self._require_bucket()
            if self._made == before:
                raise
            self._put_once(thing, content, retention)

    def _require_bucket(self) -> None:
        """Of many threads that find none, one makes it."""
        with self._making:
            if not self._inside.bucket_exists(self._bucket):
                self._inside.make_bucket(self._bucket, object_lock=self.lock is not None)
                self._made += 1

    def _put_once(self, thing: Stored, content: bytes, retention: Retention | None) -> None:
        self._inside.put_object(
            self._bucket,
            thing.key,
            BytesIO(content),
            len(content),
            content_type=thing.media_type,
            metadata=_checked(thing.digest) if retention else None,
            part_size=max(len(content), _PART) if retention else 0,
            sse=self._encryption,
            retention=retention,
        )

    def _retention(self, until: datetime) -> Retention | None:
        return Retention(self.lock.upper(), until) if self.lock else None

    def _size_of(self, key: str) -> int | None:
        try:
            found = self._inside.stat_object(self._bucket, key)
        except S3Error as absent:
            if absent.code in _ABSENT:
                return None
            raise
        return int(found.size or 0)

    def _get(self, key: str) -> bytes | None:
        # HEAD first: some servers answer a GET for what is not there in a form that can't be read.
        if self._size_of(key) is None:
            return None
        with self._opened(key) as response:
            content: bytes = response.read()
            return content

    def _digest_of(self, key: str) -> tuple[bytes, int] | None:
        if self._size_of(key) is None:
            return None
        digest, size = hashlib.sha256(), 0
        with self._opened(key) as response:
            for chunk in response.stream(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
        return digest.digest(), size

    @contextmanager
    def _opened(self, key: str) -> Iterator[Any]:
        response = self._inside.get_object(self._bucket, key)
        try:
            yield response
        finally:
            response.close()
            response.release_conn()

    def _remove(self, key: str) -> None:
        """Under a lock every state of an object stays, unless it is named."""
        if self.lock is None:
            self._inside.remove_object(self._bucket, key)
            return
        for item in self._inside.list_objects(self._bucket, prefix=key, include_version=True):
            if item.object_name == key:
                self._remove_state(key, item.version_id)

    def _remove_state(self, key: str, version_id: str | None) -> None:
        try:
            self._inside.remove_object(self._bucket, key, version_id=version_id)
        except S3Error as refused:
            if refused.code not in _REFUSED:
                raise
            raise Locked from refused

    def _shows_lock(self, key: str) -> bool:
        retention = self._retention(datetime.now(UTC) + timedelta(minutes=1))
        content = b"lock"
        made = self._inside.put_object(
            self._bucket,
            key,
            BytesIO(content),
            len(content),
            metadata=_checked(hashlib.sha256(content).digest()),
            sse=self._encryption,
            retention=retention,
        )
        try:
            self._remove_state(key, made.version_id)
        except Locked:
            return self._size_of(key) is not None
        return False


@contextmanager
def _told() -> Iterator[None]:
    """What goes wrong with storage, in words of our own."""
    try:
        yield
    except (
        MinioException,
        urllib3.exceptions.HTTPError,
        OSError,
        ValueError,
        ParseError,
    ) as failure:
        # The last two: the client makes nothing of what it was answered.
        log.warning("storage failed", error=type(failure).__name__)
        raise Unavailable(
            "storage-unavailable", "Document storage can't be reached now; nothing was lost."
        ) from failure


def _checked(digest: bytes) -> dict[str, str | list[str] | tuple[str]]:
    """S3 takes nothing under a lock without a checksum, of which the client sends one over TLS
    alone."""
    return {
        "x-amz-sdk-checksum-algorithm": "SHA256",
        "x-amz-checksum-sha256": base64.b64encode(digest).decode(),
    }


def _encryption(settings: StorageSettings) -> Sse | None:
    if settings.s3_encryption == "s3":
        return SseS3()
    if settings.s3_encryption == "kms":
        return SseKMS(settings.s3_kms_key or "", {})
    return None


def _client(settings: StorageSettings, endpoint: str) -> Minio:
    address = urlsplit(endpoint)
    return Minio(
        address.netloc,
        access_key=settings.s3_access_key.get_secret_value(),
        secret_key=settings.s3_secret_key.get_secret_value(),
        region=settings.s3_region,
        secure=address.scheme == "https",
        http_client=urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=3, read=settings.s3_seconds),
            retries=urllib3.Retry(1),
            maxsize=10,
        ),
    )
