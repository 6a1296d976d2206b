"""Documents of strangers read in a process of their own: little memory, little time, no network."""

import asyncio
import os
import signal
import sys

from services.documents.domain.reading import Kind, refusal
from services.documents.engine import confine, extract

SECONDS = 20


class Desk:
    """Reads so many documents at once."""

    def __init__(self, at_once: int, seconds: int = SECONDS) -> None:
        self._room = asyncio.Semaphore(at_once)
        self._seconds = seconds

    async def read(self, kind: Kind, content: bytes) -> str:
        """The text, its paragraphs apart by an empty line; ``Invalid`` says why there is none."""
        async with self._room:
            return await _run(kind, content, self._seconds)


async def _run(kind: Kind, content: bytes, seconds: int) -> str:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", confine.__file__, str(seconds)),
        *(sys.executable, "-I", extract.__file__, kind),
        env={"PATH": os.defpath, "LANG": "C.UTF-8"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        text, why = await asyncio.wait_for(process.communicate(content), seconds + 5)
    except TimeoutError as late:
        raise refusal("slow") from late
    finally:
        await _end(process)
    if process.returncode == 0:
        return text.decode()
    raise refusal(why.decode(errors="replace") if process.returncode == extract.REFUSED else "slow")


async def _end(process: asyncio.subprocess.Process) -> None:
    """The whole group, so that nothing outlives its document."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    await process.wait()
