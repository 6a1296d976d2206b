"""Which files a process can open: what it is told, and nothing else on the machine (Landlock).

A document that has taken over the program which reads it then finds no other document, no secret in
the environment of another process, and nobody to send it to. Linux 5.13 and later; without it the
process is as free as its user.
"""

import ctypes
import os
import struct
from collections.abc import Iterable
from pathlib import Path

_LIBC = ctypes.CDLL(None, use_errno=True)
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_BENEATH = 1
_NO_NEW_PRIVILEGES = 38
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
# By version of the kernel's interface: 13 rights to files, then moving, cutting short, devices.
_FIRST_RIGHTS, _MOVE, _CUT, _DEVICE = (1 << 13) - 1, 1 << 13, 1 << 14, 1 << 15
_RIGHTS = {1: _FIRST_RIGHTS, 2: _FIRST_RIGHTS | _MOVE, 3: _FIRST_RIGHTS | _MOVE | _CUT}
_ALL_RIGHTS = _FIRST_RIGHTS | _MOVE | _CUT | _DEVICE
_WITH_DEVICES, _WITH_NETWORK, _WITH_SCOPES = 5, 4, 6
_NETWORK = 0b11  # to bind and to connect
_SCOPES = 0b11  # sockets without a file, and signals, of processes outside


def possible() -> bool:
    return _version() > 0


def enclose(readable: Iterable[str], writable: Path) -> None:
    """From now on this process opens what lies under these alone; OSError when that fails.

    Nothing happens on a kernel without it.
    """
    version = _version()
    if version <= 0:
        return
    rights = _ALL_RIGHTS if version >= _WITH_DEVICES else _RIGHTS.get(version, _RIGHTS[3])
    network = _NETWORK if version >= _WITH_NETWORK else 0
    scopes = _SCOPES if version >= _WITH_SCOPES else 0
    told = struct.pack("=QQQ", rights, network, scopes)
    size = 24 if version >= _WITH_SCOPES else 16 if version >= _WITH_NETWORK else 8
    rules = _checked(_LIBC.syscall(_CREATE, told, size, 0))
    for path in readable:
        _allow(rules, Path(path), _READ_FILE | _READ_FOLDER | _EXECUTE)
    _allow(rules, writable, rights)
    _allow(rules, Path(os.devnull), _READ_FILE | _WRITE_FILE)
    _checked(_LIBC.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    _checked(_LIBC.syscall(_RESTRICT, rules, 0))
    os.close(rules)


def _allow(rules: int, path: Path, rights: int) -> None:
    """Nothing happens for what is not there."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    if not path.is_dir():
        rights &= _READ_FILE | _WRITE_FILE
    told = struct.pack("=Qi", rights, place)
    _checked(_LIBC.syscall(_ADD_RULE, rules, _BENEATH, told, 0))
    os.close(place)


def _version() -> int:
    found: int = _LIBC.syscall(_CREATE, None, 0, _ASK_VERSION)
    return found


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
