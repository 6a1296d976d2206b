"""A zip that is stored while it is made: no more of it in memory than a few parts."""

import hashlib
import io
import queue
import zipfile
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from services.documents.domain.dossier import Entry, Held, Written
from shared.errors import Unavailable

_WAIT = 0.5
_CHUNKS = 32
# Compressed already.
_PACKED = (".docx", ".pdf", ".xlsx", ".zip", ".png", ".jpg", ".jpeg", ".file")


class Cut(Unavailable):
    """The other end of a pipe failed."""

    def __init__(self) -> None:
        super().__init__("dossier-cut", "The file was cut while it was made; it is made again.")


class Pipe(io.RawIOBase):
    """One thread writes, another reads. Whoever of them fails ends the other too."""

    def __init__(self) -> None:
        self._chunks: queue.Queue[bytes | None] = queue.Queue(_CHUNKS)
        self._rest = bytearray()
        self._ended = self._broken = self._complete = False
        self._digest, self.size = hashlib.sha256(), 0

    @property
    def digest(self) -> bytes:
        return self._digest.digest()

    def writable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def write(self, chunk: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        content = bytes(chunk)
        if content:
            self._digest.update(content)
            self.size += len(content)
            self._put(content)
        return len(content)

    def end(self) -> None:
        """Nothing more comes."""
        self._put(None)
        self._complete = True

    def cut(self) -> None:
        """Nothing more comes, and what came is worth nothing."""
        self._broken = True

    def cut_unless_ended(self) -> None:
        self._broken = self._broken or not self._complete

    def read(self, size: int = -1, /) -> bytes:
        while not self._ended and (size < 0 or len(self._rest) < size):
            chunk = self._get()
            self._ended = chunk is None
            self._rest += chunk or b""
        end = len(self._rest) if size < 0 else size
        taken = bytes(self._rest[:end])
        del self._rest[:end]
        return taken

    def _put(self, chunk: bytes | None) -> None:
        while True:
            self._refuse_broken()
            try:
                return self._chunks.put(chunk, timeout=_WAIT)
            except queue.Full:
                continue

    def _get(self) -> bytes | None:
        while True:
            self._refuse_broken()
            try:
                return self._chunks.get(timeout=_WAIT)
            except queue.Empty:
                continue

    def _refuse_broken(self) -> None:
        if self._broken:
            raise Cut


class Packer:
    """Writes members one by one; ``tell`` hears of every chunk how long it is, and of every member
    with zero."""

    def __init__(self, pipe: Pipe, made_at: datetime, tell: Callable[[int], None]) -> None:
        self._zip = zipfile.ZipFile(pipe, "w", allowZip64=True)
        self._made_at, self._tell = made_at, tell
        self.written: list[Written] = []

    def add(self, entry: Entry) -> Written:
        return self._write(entry.path, len(entry.content), iter([entry.content]))

    def copy(self, held: Held, chunks: Iterable[bytes]) -> None:
        """``Unavailable`` when what comes is not what was recorded."""
        written = self._write(held.path, held.size, iter(chunks))
        if (written.digest, written.size) != (held.digest, held.size):
            raise Unavailable(
                "document-lost", f"Storage no longer has what was recorded: {held.path}."
            )

    def __enter__(self) -> "Packer":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            # What was begun is not ended: nobody reads on.
            self._zip.fp = None
        self._zip.close()

    def _write(self, path: str, size: int, chunks: Iterator[bytes]) -> Written:
        info = zipfile.ZipInfo(path, self._made_at.timetuple()[:6])
        packed = path.lower().endswith(_PACKED)
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        info.file_size = size
        digest, length = hashlib.sha256(), 0
        with self._zip.open(info, "w") as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                length += len(chunk)
                if chunk:
                    self._tell(len(chunk))
        self._tell(0)
        written = Written(path, digest.digest(), length)
        self.written.append(written)
        return written
