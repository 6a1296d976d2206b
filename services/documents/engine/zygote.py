"""A LibreOffice that has started, read and printed a document of ours, and forks for each other.

It reads no document of anybody else itself. It is started by ``warm.py``; requests come as lines of
JSON on its standard input, answers go to its standard output. Its children live for one document
each. A process may be forked only while it has one thread: without a writable layer of settings,
and with LibreOffice's own loop on the first thread (``unipoll``), it stays at one.
"""

import ctypes
import json
import os
import resource
import selectors
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from services.documents.engine import confine, fence
from services.documents.engine.office import PROFILE

LOADED, SAVED = 0, 0
UNREADABLE, UNWRITABLE, BROKEN = 3, 4, 5
_PLAIN = b"Batch=true"
_PATIENCE = 5.0
_ONE_AT_A_TIME = 1
# Places in LibreOfficeKit's tables of functions, after their size; new ones are added at the end.
_OFFICE_ERROR, _OFFICE_LOAD, _OFFICE_LOOP = 3, 4, 13
_DOCUMENT_CLOSE, _DOCUMENT_SAVE = 1, 2
_POLL = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)
_WAKE = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
# Programs, fonts, and what names them: nothing in which a secret has reason to lie.
_READABLE = (
    *("/usr", "/lib", "/lib64", "/etc/fonts", "/etc/libreoffice", "/etc/ld.so.cache"),
    *("/etc/localtime", "/var/cache/fontconfig"),
)
_TEXT, _POINTER = ctypes.c_char_p, ctypes.c_void_p


def _call(thing: int, place: int, result: Any, *arguments: Any) -> Any:
    """A function of a LibreOfficeKit object; pointers are told from text by their type."""
    table = ctypes.cast(thing, ctypes.POINTER(_POINTER))[0]
    address = ctypes.cast(table, ctypes.POINTER(_POINTER))[place]
    kinds = [_TEXT if isinstance(each, bytes) else _POINTER for each in arguments]
    return ctypes.CFUNCTYPE(result, _POINTER, *kinds)(address)(thing, *arguments)


class Kit:
    """LibreOffice inside this process."""

    def __init__(self, library: str, profile: str) -> None:
        opened = ctypes.CDLL(library, mode=os.RTLD_GLOBAL | os.RTLD_NOW)
        program = str(Path(library).parent).encode()
        opened.lok_preinit(program, profile.encode())
        opened.libreofficekit_hook_2.restype = _POINTER
        self._office: int = opened.libreofficekit_hook_2(program, profile.encode())

    def run(self, work: Callable[[], NoReturn]) -> None:
        """LibreOffice's own loop on this thread, and ``work`` as soon as that has nothing to do."""
        poll, wake = _POLL(lambda *_: work()), _WAKE(lambda _: None)
        # The last argument goes to both as it is; the loop takes null for having neither.
        table = ctypes.cast(self._office, ctypes.POINTER(_POINTER))[0]
        address = ctypes.cast(table, ctypes.POINTER(_POINTER))[_OFFICE_LOOP]
        loop = ctypes.CFUNCTYPE(None, _POINTER, _POLL, _WAKE, _POINTER)(address)
        loop(self._office, poll, wake, 1)

    def convert(self, source: Path, target: Path, options: bytes, *, close: bool = False) -> int:
        """0, UNREADABLE or UNWRITABLE; what is not closed goes with the process."""
        document = _call(self._office, _OFFICE_LOAD, _POINTER, source.as_uri().encode(), _PLAIN)
        if not document:
            return UNREADABLE
        saved = _call(
            document, _DOCUMENT_SAVE, ctypes.c_int, target.as_uri().encode(), b"pdf", options
        )
        if close:
            _call(document, _DOCUMENT_CLOSE, None)
        return SAVED if saved else UNWRITABLE


@dataclass(frozen=True)
class Order:
    """What is asked: ``folder`` holds document.docx, and shall hold document.pdf."""

    number: int
    folder: str
    seconds: int
    megabytes: int


@dataclass(frozen=True)
class Child:
    order: Order
    process: int
    until: float


class Nursery:
    """The children that work, each on its own document."""

    def __init__(self, kit: Kit, readable: list[str], options: bytes, answers: int) -> None:
        self._kit, self._readable, self._options = kit, readable, options
        self._answers = answers
        # LibreOffice has made these where it works, and expects them there in a child as well.
        self._folders = [each.name for each in Path.cwd().iterdir() if each.is_dir()]
        self._children: dict[int, Child] = {}
        self._selector = selectors.DefaultSelector()
        self._selector.register(0, selectors.EVENT_READ)
        self._asked, self._open = b"", True

    def serve(self) -> NoReturn:
        """Until nobody can ask any more, and every child has ended."""
        while self._open or self._children:
            for key, _ in self._selector.select(self._patience()):
                if key.fd == 0:
                    self._hear()
                else:
                    self._bury(key.fd)
            self._hurry()
        os._exit(0)

    def answer(self, told: dict[str, Any]) -> None:
        os.write(self._answers, json.dumps(told).encode() + b"\n")

    def _hear(self) -> None:
        heard = os.read(0, 1 << 16)
        if not heard:
            self._open = False
            self._selector.unregister(0)
        *lines, self._asked = (self._asked + heard).split(b"\n")
        for line in lines:
            told = json.loads(line)
            if "folder" in told:
                self._fork(Order(**told))
            else:
                self._give_up(told["number"])

    def _give_up(self, number: int) -> None:
        for child in self._children.values():
            if child.order.number == number:
                _end(child.process)

    def _fork(self, order: Order) -> None:
        if threads() > _ONE_AT_A_TIME:
            os._exit(BROKEN)
        process = os.fork()
        if process == 0:
            self._become(order)
        handle = os.pidfd_open(process)
        self._children[handle] = Child(order, process, time.monotonic() + order.seconds)
        self._selector.register(handle, selectors.EVENT_READ)

    def _become(self, order: Order) -> NoReturn:
        """The child: it never comes back from here."""
        status = BROKEN
        try:
            os.setsid()
            confine.die_with_parent()
            self._let_go()
            folder = Path(order.folder)
            os.chdir(folder)
            for name in self._folders:
                (folder / name).mkdir(parents=True)
            confine.limit(order.seconds, order.megabytes)
            fence.enclose(self._readable, folder)
            status = self._kit.convert(
                folder / "document.docx", folder / "document.pdf", self._options
            )
        finally:
            os._exit(status)

    def _let_go(self) -> None:
        """Of everything that belongs to the others."""
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        for handle in (nothing, self._answers, *self._children):
            os.close(handle)
        self._selector.close()

    def _bury(self, handle: int) -> None:
        child = self._children.pop(handle)
        self._selector.unregister(handle)
        os.close(handle)
        # What it may have started goes with it: it leads a group of its own.
        _end(child.process)
        _, status, used = os.wait4(child.process, 0)
        self.answer(
            {
                "number": child.order.number,
                "status": os.waitstatus_to_exitcode(status),
                "late": time.monotonic() >= child.until,
                "cpu": round(used.ru_utime + used.ru_stime, 4),
                "memory": used.ru_maxrss,
            }
        )

    def _hurry(self) -> None:
        now = time.monotonic()
        for child in self._children.values():
            if now >= child.until:
                _end(child.process)

    def _patience(self) -> float | None:
        if not self._children:
            return None
        left = min(child.until for child in self._children.values()) - time.monotonic()
        return max(left, 0.01)


def _end(process: int) -> None:
    """Before it has been waited for its number is nobody else's."""
    for end in (os.killpg, os.kill):
        try:
            end(process, signal.SIGKILL)
        except ProcessLookupError:
            continue


def threads() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


def settle() -> int:
    """How many threads there are once those that are about to end have ended."""
    until = time.monotonic() + _PATIENCE
    while threads() > _ONE_AT_A_TIME and time.monotonic() < until:
        time.sleep(0.01)
    return threads()


def main(library: str, folder: str, sample: str, options: str) -> None:
    """``folder``: its own, with the settings; ``sample``: a document of ours to warm up with."""
    confine.die_with_parent()
    answers = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    offline = confine.leave_network()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    own = Path(folder)
    kit = Kit(library, PROFILE)
    readable = [*_READABLE, str(Path(library).parent.parent), folder]

    def work() -> NoReturn:
        try:
            kit.convert(Path(sample), own / "sample.pdf", options.encode(), close=True)
            nursery = Nursery(kit, readable, options.encode(), answers)
            nursery.answer({"threads": settle(), "offline": offline, "fenced": fence.possible()})
            nursery.serve()
        finally:
            os._exit(BROKEN)

    kit.run(work)


if __name__ == "__main__":
    main(*sys.argv[1:])
