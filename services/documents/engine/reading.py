"""Documents of strangers read in a process of their own: little memory, little time, no network."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence

from services.documents.domain.reading import Kind, refusal
from services.documents.engine import confine, extract, seal_check
from services.documents.engine.seal_check import Finding

SECONDS = 20


class Desk:
    """Reads so many documents at once."""

    def __init__(self, at_once: int, seconds: int = SECONDS) -> None:
        self._room = asyncio.Semaphore(at_once)
        self._seconds = seconds

    async def read(self, kind: Kind, content: bytes) -> str:
        """The text, its paragraphs apart by an empty line; ``Invalid`` says why there is none."""
        async with self._room:
            status, text, why = await run((extract.__file__, kind), content, self._seconds)
        if status == 0:
            return text.decode()
        raise refusal(why.decode(errors="replace") if status == extract.REFUSED else "slow")

    async def inspect(self, pdf: bytes) -> Finding | None:
        """Its first seal; null for a PDF that bears none, or that can't be read."""
        async with self._room:
            status, told, _ = await run((seal_check.__file__,), pdf, self._seconds)
        found = json.loads(told) if status == 0 else None
        return Finding(**found) if found else None


async def run(program: Sequence[str], content: bytes, seconds: int) -> tuple[int, bytes, bytes]:
    """Its status, and what it wrote; ``Invalid`` when it takes too long."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", confine.__file__, str(seconds)),
        *(sys.executable, "-I", *program),
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        written, why = await asyncio.wait_for(process.communicate(content), seconds + 5)
    except TimeoutError as late:
        raise refusal("slow") from late
    finally:
        await _end(process)
    return process.returncode or 0, written, why


async def _end(process: asyncio.subprocess.Process) -> None:
    """The whole group, so that nothing outlives its document."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    await process.wait()
