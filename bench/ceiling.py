"""What the sink can take at most: everything is written at once and no answer is waited for."""

import asyncio
import time

from services.notifications.channels.mail.session import Envelope

CONNECTIONS = 32


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
