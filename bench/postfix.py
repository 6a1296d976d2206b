"""Postfix's own tools for measuring: ``smtp-sink`` says yes as fast as it can and counts;
``smtp-source`` sends one command after the other."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from deploy.local.processes import free_port
from services.notifications.channels.mail.session import Envelope

CONNECTIONS = 32
# Where deploy/local/setup.sh puts what the machine does not have.
_UNPACKED = Path(__file__).resolve().parents[1] / ".tools/postfix/usr"
_COUNT = b"mesg="


def _tool(name: str) -> str:
    places = (name, f"/usr/sbin/{name}", str(_UNPACKED / "sbin" / name))
    found = next((path for place in places if (path := shutil.which(place))), None)
    if found is None:
        raise SystemExit(f"{name} is not here: install Postfix (Debian: postfix).")
    return found


def _environment() -> dict[str, str]:
    return os.environ | {"LD_LIBRARY_PATH": str(_UNPACKED / "lib/postfix")}


class Sink(NamedTuple):
    port: int
    counted: Path

    def taken(self) -> int:
        """Messages that were taken to the end, of all who sent."""
        with self.counted.open("rb") as file:
            file.seek(max(0, self.counted.stat().st_size - 200))
            last = file.read().rpartition(_COUNT)[2]
        return int(last or 0)


@asynccontextmanager
async def smtp_sink() -> AsyncIterator[Sink]:
    port = free_port()
    # Root has to say as whom it runs.
    user = ("-u", "nobody") if os.geteuid() == 0 else ()
    with NamedTemporaryFile() as counted:
        process = await asyncio.create_subprocess_exec(
            *(_tool("smtp-sink"), "-c", *user, f"127.0.0.1:{port}", "1024"),
            stdout=counted,
            env=_environment(),
        )
        try:
            await _listens(port)
            yield Sink(port, Path(counted.name))
        finally:
            process.terminate()
            await process.wait()


async def _listens(port: int) -> None:
    async with asyncio.timeout(10):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


async def smtp_source(port: int, envelope: Envelope, messages: int) -> None:
    """Over as many sessions as ours, a message of the same length."""
    process = await asyncio.create_subprocess_exec(
        *(_tool("smtp-source"), "-s", str(CONNECTIONS), "-m", str(messages)),
        *("-l", str(len(envelope.data)), "-d"),
        *("-f", envelope.sender, "-t", envelope.recipient, f"inet:127.0.0.1:{port}"),
        env=_environment(),
    )
    if await process.wait():
        raise SystemExit("smtp-source did not get rid of its messages.")
