"""What takes more than a user's rights or a package to break: clocks, and a disk that is full."""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.postgres import unprivileged

_LIBRARIES = "*/faketime/libfaketime.so.1"
_MEGABYTES = 16


def faketime() -> str | None:
    """The library that shifts the clock of a process (Debian: libfaketime), where it is."""
    if named := os.environ.get("SCHAKEL_FAKETIME"):
        return named
    return next((str(path) for path in Path("/usr/lib").glob(_LIBRARIES)), None)


def shifted(hours: int, library: str) -> dict[str, str]:
    """An environment in which it is so many hours later; what only measures stays right."""
    return {"LD_PRELOAD": library, "FAKETIME": f"{hours:+}h", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


class Disk:
    """A small file system of its own, for PostgreSQL to run out of."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._ballast = folder, folder / "ballast"

    def fill(self) -> None:
        with self._ballast.open("wb", buffering=0) as file:
            for size in (1 << 16, 1 << 9, 1):
                try:
                    while True:
                        file.write(bytes(size))
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def empty(self) -> None:
        self._ballast.unlink(missing_ok=True)


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """Raise ``PermissionError`` where this process may mount nothing."""
    folder.mkdir(parents=True)
    options = ["-t", "tmpfs", "-o", f"size={_MEGABYTES}m,mode=0755", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(["mount", *options], capture_output=True).returncode:
        folder.rmdir()
        raise PermissionError("a file system of its own can't be mounted here; it takes root")
    try:
        room = folder / "room"
        room.mkdir(mode=0o700)
        user = unprivileged()
        if user:
            os.chown(room, user.pw_uid, user.pw_gid)
        yield Disk(folder)
    finally:
        subprocess.run(["umount", str(folder)], check=True)
        folder.rmdir()


def can_mount(folder: Path) -> bool:
    try:
        with disk(folder):
            return True
    except PermissionError:
        return False
