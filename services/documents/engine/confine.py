"""Runs one command with little to reach: no network where the kernel allows it, and hard limits.

python -I -S confine.py SECONDS[:MEGABYTES] COMMAND...

Stands alone, so that it starts in milliseconds. When whoever started it dies, the command dies too.
"""

import ctypes
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

_MEGABYTE = 1 << 20
_MEMORY = 4096
_FILE_SIZE = 256 << 20
_OPEN_FILES = 512
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_NEW_NETWORK = 0x40000000
_NEW_USER = 0x10000000
_LIBC = ctypes.CDLL(None, use_errno=True)
# LibreOffice ends with 81 when it has just filled a new profile and wants to be started again.
_START_AGAIN = 81


def die_with_parent() -> None:
    _LIBC.prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def leave_network() -> bool:
    """Whether this process has none now: as root at once, else through a user namespace.

    Many containers allow neither.
    """
    if _LIBC.unshare(_NEW_NETWORK) == 0:
        return True
    return _may_have_namespace() and _enter_namespace()


def _may_have_namespace() -> bool:
    """Tried by a child first: some kernels let a process in and leave it there without a name."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if _enter_namespace() else 1)
        except OSError:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _enter_namespace() -> bool:
    user, group = os.getuid(), os.getgid()
    if _LIBC.unshare(_NEW_USER | _NEW_NETWORK) != 0:
        return False
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    return True


def limit(seconds: int, megabytes: int) -> None:
    """Processor time, and address space, for this process and each that it starts."""
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, megabytes * _MEGABYTE),
        (resource.RLIMIT_FSIZE, _FILE_SIZE),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def main(limits: str, command: list[str]) -> int:
    seconds, _, megabytes = limits.partition(":")
    die_with_parent()
    leave_network()
    limit(int(seconds), int(megabytes or _MEMORY))
    status = _START_AGAIN
    for _ in range(2):
        if status == _START_AGAIN:
            status = subprocess.run(command, preexec_fn=die_with_parent).returncode  # noqa: S603
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
