"""The zygote as seen from outside: asks it for documents, and knows when it is no more."""

import asyncio
import contextlib
import itertools
import json
import os
import shutil
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.documents.engine.office import PDF_OPTIONS, Office, lock_down

_ROOT = Path(__file__).resolve().parents[3]
_SAMPLE = _ROOT / "services/documents/builtin/agreement.nl.docx"
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv.pop(1));"
    "from services.documents.engine.zygote import main; main(*sys.argv[1:])"
)
_START = 60
# What it takes at most to end a child that is too late, and to say so.
_GRACE = 10


class ZygoteFailed(Exception):
    """It did not start, or has ended; which says nothing about the document."""


@dataclass(frozen=True)
class Outcome:
    """How a child ended: its status (negative for a signal), whether its time was up, processor
    seconds, and the memory that it had in kilobytes."""

    status: int
    late: bool
    cpu: float
    memory: int


class Zygote:
    """One such process. ``lost``: what the machine does not let it give up."""

    def __init__(self, process: asyncio.subprocess.Process, folder: Path) -> None:
        self.process = process
        self.served = 0
        self.lost: tuple[str, ...] = ()
        self._folder = folder
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Outcome]] = {}
        self._listening: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, office: Office, within: Path) -> "Zygote":
        """ZygoteFailed when LibreOffice does not lend itself to it."""
        if office.library is None:
            raise ZygoteFailed("its library is not installed")
        folder = Path(tempfile.mkdtemp(prefix="zygote-", dir=within))
        lock_down(folder)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", "-c", _PROGRAM, str(_ROOT)),
            *(str(office.library), str(folder), str(_SAMPLE), PDF_OPTIONS),
            cwd=folder,
            env=office.environment(folder),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
        zygote = cls(process, folder)
        try:
            await asyncio.wait_for(zygote._greet(), _START)
        except BaseException:
            await zygote.end()
            raise
        return zygote

    @property
    def alive(self) -> bool:
        return self.process.returncode is None and self._listening is not None

    async def convert(self, folder: Path, seconds: int, megabytes: int) -> Outcome:
        """``document.docx`` in ``folder`` to ``document.pdf``, by a process of its own."""
        number = next(self._numbers)
        order = {
            "number": number,
            "folder": str(folder),
            "seconds": seconds,
            "megabytes": megabytes,
        }
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        self.served += 1
        try:
            self._tell(order)
            return await asyncio.wait_for(answer, seconds + _GRACE)
        except TimeoutError as late:
            # It does not answer, so it can't end its child either: both go.
            await self.end()
            raise ZygoteFailed("it does not answer") from late
        except asyncio.CancelledError:
            self._tell({"number": number})
            raise
        finally:
            self._waiting.pop(number, None)

    def retire(self) -> None:
        """No more orders: it ends once the last child has."""
        self._input.close()

    async def end(self) -> None:
        """At once, with every child: they die with it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        await self.process.wait()
        if self._listening is not None:
            await self._listening
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _input(self) -> asyncio.StreamWriter:
        assert self.process.stdin is not None
        return self.process.stdin

    def _tell(self, what: dict[str, Any]) -> None:
        """An order; with a number alone, that nobody waits for it any more."""
        self._input.write(json.dumps(what).encode() + b"\n")

    async def _hear(self) -> dict[str, Any] | None:
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        heard: dict[str, Any] | None = json.loads(line) if line else None
        return heard

    async def _greet(self) -> None:
        told = await self._hear()
        if told is None:
            raise ZygoteFailed("it ended while it started")
        if told["threads"] > 1:
            raise ZygoteFailed(f"it has {told['threads']} threads and can't be forked")
        self.lost = tuple(
            what for what, had in (("network", "offline"), ("files", "fenced")) if not told[had]
        )
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        while (told := await self._hear()) is not None:
            answer = self._waiting.pop(told.pop("number"), None)
            if answer is not None and not answer.done():
                answer.set_result(Outcome(**told))
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(ZygoteFailed("it ended while it worked"))
        self._listening = None
