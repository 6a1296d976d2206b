"""S3 over HTTP with what ``rclone serve s3`` does not have: versions, locks, open uploads.

By the words of the S3 API reference, for those calls alone that are made here. It proves what we
ask and how we take the answers, not what any server does.
"""

import base64
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4
from xml.sax.saxutils import escape

from tests.documents.faulty import Quiet

NS = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


@dataclass
class Version:
    key: str
    content: bytes
    id: str
    headers: dict[str, str]
    at: datetime
    marker: bool = False

    @property
    def locked(self) -> bool:
        until = self.headers.get("x-amz-object-lock-retain-until-date")
        return bool(until) and datetime.fromisoformat(str(until)) > datetime.now(UTC)


@dataclass
class Locked:
    """``gives_in``: a server that lets what is locked be removed after all."""

    port: int = 0
    gives_in: bool = False
    has_lock: bool = False
    one_at_a_time: threading.Lock = field(default_factory=threading.Lock)
    versions: list[Version] = field(default_factory=list)
    uploads: dict[str, tuple[str, datetime, dict[int, bytes]]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def latest(self, key: str) -> Version | None:
        found = [one for one in self.versions if one.key == key]
        return None if not found or found[-1].marker else found[-1]

    def put(self, key: str, content: bytes, headers: dict[str, str]) -> Version:
        made = Version(key, content, uuid4().hex, headers, datetime.now(UTC))
        self.versions.append(made)
        return made


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def _item(tag: str, one: Version) -> str:
    facts = {
        "Key": escape(one.key),
        "VersionId": one.id,
        "IsLatest": "true",
        "LastModified": _iso(one.at),
        "ETag": hashlib.md5(one.content).hexdigest(),
        "Size": len(one.content),
        "StorageClass": "STANDARD",
    }
    return f"<{tag}>" + "".join(f"<{k}>{v}</{k}>" for k, v in facts.items()) + f"</{tag}>"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: Locked

    def _serve(self) -> None:
        split = urlsplit(self.path)
        _, _bucket, *rest = unquote(split.path).split("/", 2)
        query = {k: v[0] for k, v in parse_qs(split.query, keep_blank_values=True).items()}
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        key = rest[0] if rest else ""
        with self.state.one_at_a_time:
            if key:
                self._object(key, query, body)
            else:
                self._bucket(query)

    def _bucket(self, query: dict[str, str]) -> None:
        prefix = query.get("prefix", "")
        own = [one for one in self.state.versions if one.key.startswith(prefix)]
        if self.command == "PUT":
            said = self.headers.get("x-amz-bucket-object-lock-enabled", "")
            self.state.has_lock = said.lower() == "true"
            self._say(200)
        elif "versions" in query:
            items = "".join(_item("DeleteMarker" if v.marker else "Version", v) for v in own)
            self._say(200, f"<ListVersionsResult {NS}><Name>b</Name>{items}</ListVersionsResult>")
        elif "uploads" in query:
            items = "".join(
                f"<Upload><Key>{escape(key)}</Key><UploadId>{upload}</UploadId>"
                f"<Initiated>{_iso(at)}</Initiated></Upload>"
                for upload, (key, at, _) in self.state.uploads.items()
            )
            self._say(
                200,
                f"<ListMultipartUploadsResult {NS}><Name>b</Name><EncodingType>url</EncodingType>"
                f"{items}</ListMultipartUploadsResult>",
            )
        elif self.command == "GET":
            keys = sorted({one.key for one in own})
            found = [one for key in keys if (one := self.state.latest(key))]
            items = "".join(_item("Contents", one) for one in found)
            self._say(200, f"<ListBucketResult {NS}><Name>b</Name>{items}</ListBucketResult>")
        else:
            self._say(200)

    def _object(self, key: str, query: dict[str, str], body: bytes) -> None:
        if "uploads" in query or "uploadId" in query:
            self._upload(key, query, body)
        elif self.command == "PUT" and not self._proven(body):
            self._say(400, "<Error><Code>InvalidRequest</Code></Error>")
        elif self.command == "PUT":
            made = self.state.put(key, body, {k.lower(): v for k, v in self.headers.items()})
            self._say(200, **{"x-amz-version-id": made.id, "ETag": f'"{made.id}"'})
        elif self.command == "DELETE":
            self._delete(key, query.get("versionId"))
        else:
            self._read(self.state.latest(key))

    def _proven(self, body: bytes) -> bool:
        """Under a lock nothing is taken without a checksum of it."""
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        told = self.headers.get("x-amz-checksum-sha256")
        return told == digest or (told or self.headers.get("x-amz-object-lock-mode")) is None

    def _read(self, found: Version | None) -> None:
        if found is None:
            self._say(404, "<Error><Code>NoSuchKey</Code></Error>")
            return
        stamp = found.at.strftime("%a, %d %b %Y %H:%M:%S GMT")
        self._say(200, found.content, **{"Last-Modified": stamp, "ETag": '"x"'})

    def _delete(self, key: str, version: str | None) -> None:
        if version is None:
            marker = self.state.put(key, b"", {})
            marker.marker = True
        else:
            (found,) = [one for one in self.state.versions if one.id == version]
            if found.locked and not self.state.gives_in:
                self._say(403, "<Error><Code>AccessDenied</Code></Error>")
                return
            self.state.versions.remove(found)
        self._say(204)

    def _upload(self, key: str, query: dict[str, str], body: bytes) -> None:
        uploads, upload = self.state.uploads, query.get("uploadId", "")
        if "uploads" in query:
            uploads[made := uuid4().hex] = (key, datetime.now(UTC), {})
            self._say(200, f"<R {NS}><UploadId>{made}</UploadId></R>")
        elif self.command == "PUT":
            uploads[upload][2][int(query["partNumber"])] = body
            self._say(200, ETag='"part"')
        elif self.command == "DELETE":
            uploads.pop(upload)
            self._say(204)
        else:
            parts = uploads.pop(upload)[2]
            self.state.put(key, b"".join(parts[n] for n in sorted(parts)), {})
            self._say(200, f"<R {NS}><Bucket>b</Bucket><Key>k</Key><ETag>x</ETag></R>")

    def _say(self, status: int, body: str | bytes = b"", **headers: str) -> None:
        content = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        if isinstance(body, str):
            self.send_header("Content-Type", "application/xml")
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _serve  # noqa: N815

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def locked_s3() -> Iterator[Locked]:
    state = Locked()
    own = type("Own", (Handler,), {"state": state})
    server = Quiet(("127.0.0.1", 0), own)
    state.port = server.server_port
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
