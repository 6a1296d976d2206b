"""What the sink can take at most: everything is written at once and no answer is waited for; and
what C ``smtp-source`` of Postfix reaches on it, one command after the other."""

import asyncio
import os
import shutil
import time
from pathlib import Path

from services.notifications.channels.mail.session import Envelope

CONNECTIONS = 16
# Where deploy/local/setup.sh puts what the machine does not have.
_UNPACKED = Path(__file__).resolve().parents[1] / ".tools/postfix/usr"


async def blast(port: int, envelope: Envelope, messages: int) -> float:
    """Messages a second that the sink has taken to the end."""
    commands = (
        f"MAIL FROM:<{envelope.sender}>\r\nRCPT TO:<{envelope.recipient}>\r\nDATA\r\n".encode()
    )
    one = commands + envelope.data + b".\r\n"
    started = time.perf_counter()
    shares = [messages // CONNECTIONS + (n < messages % CONNECTIONS) for n in range(CONNECTIONS)]
    await asyncio.gather(*(_pour(port, one, share) for share in shares))
    return messages / (time.perf_counter() - started)


async def _pour(port: int, one: bytes, share: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"EHLO bench.example\r\n")
    reading = asyncio.create_task(_drain(reader))
    for start in range(0, share, 20):
        writer.write(one * min(20, share - start))
        await writer.drain()
    writer.write(b"QUIT\r\n")
    await reading
    writer.close()


async def _drain(reader: asyncio.StreamReader) -> None:
    while await reader.read(1 << 20):
        pass


def has_smtp_source() -> bool:
    return smtp_source_path() is not None


def smtp_source_path() -> str | None:
    places = ("smtp-source", "/usr/sbin/smtp-source", str(_UNPACKED / "sbin/smtp-source"))
    return next((path for place in places if (path := shutil.which(place))), None)


async def smtp_source(port: int, envelope: Envelope, messages: int) -> float:
    """Over as many sessions, a message of the same length."""
    path = smtp_source_path()
    assert path, "asked for only where it is"
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(path, "-s", str(CONNECTIONS), "-m", str(messages), "-l", str(len(envelope.data)), "-d"),
        *("-f", envelope.sender, "-t", envelope.recipient, f"inet:127.0.0.1:{port}"),
        env=os.environ | {"LD_LIBRARY_PATH": str(_UNPACKED / "lib/postfix")},
    )
    if await process.wait():
        raise SystemExit("smtp-source did not get rid of its messages.")
    return messages / (time.perf_counter() - started)
