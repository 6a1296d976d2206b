"""Folders for one process's passing work, that the next one finds and removes if it was killed.

A folder belongs to whoever holds the lock on the file inside: unlike a process number, which the
next container has as well, a lock ends with its holder.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
import weakref
from pathlib import Path

_PREFIX = "schakel-pdf-"
_NEW, _LOCK = "new", "held"
# Older than any work that holds no lock: what an earlier version of this left behind.
_ABANDONED = 3600


class Scratch:
    """A folder of this process; with everything in it gone on ``close``, or once we have died."""

    def __init__(self) -> None:
        sweep()
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        lock = os.open(self.folder / _NEW, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Whoever sweeps at this very moment takes a lock that nobody holds for a dead man's.
        (self.folder / _NEW).rename(self.folder / _LOCK)
        self.close = weakref.finalize(self, _remove, self.folder, lock)


def _remove(folder: Path, lock: int) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)


def sweep() -> int:
    """Remove what belongs to no living process; how many folders that were."""
    found = [path for path in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*") if _is_left(path)]
    for path in found:
        shutil.rmtree(path, ignore_errors=True)
    return len(found)


def _is_left(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        # A folder of a moment ago may not have been locked yet.
        old = time.time() - folder.stat().st_mtime > _ABANDONED
        if folder.stat().st_uid != os.getuid():
            return False
        if not (folder / _LOCK).exists():
            return old
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        finally:
            os.close(lock)
        return True
    return False
