"""A receiver of webhooks that does as it is told. What came in is the truth of these tests."""

import asyncio
import ssl
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks.webhooks import Webhook

from deploy.local.processes import free_port


@dataclass
class Came:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    """``script`` holds what happens to the next requests: ``hang``, ``cut``, ``garbage``, ``huge``,
    ``drip`` (yes, and then a body without end), a status, or a whole answer as bytes; then 200."""

    port: int = field(default_factory=free_port)
    came: list[Came] = field(default_factory=list)
    script: deque[str | int | bytes] = field(default_factory=deque)
    context: ssl.SSLContext | None = None
    connections: int = 0
    always: str | int | bytes = 200
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        scheme = "https" if self.context else "http"
        return f"{scheme}://127.0.0.1:{self.port}/schakel"

    def verified(self, number: int, secret: str) -> Any:
        """What the library of Standard Webhooks makes of it; it raises for a wrong signature."""
        one = self.came[number]
        return Webhook(secret).verify(one.body, one.headers)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._open.add(writer)
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines if line)
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        self.came.append(Came(first.split()[1], headers, body))
        return await self._answer(writer, self.script.popleft() if self.script else self.always)

    async def _answer(self, writer: asyncio.StreamWriter, what: str | int | bytes) -> bool:
        if what == "hang":
            await asyncio.sleep(60)
        elif what == "garbage":
            writer.write(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")
        elif what == "huge":
            writer.write(b"HTTP/1.1 500 Much\r\nContent-Length: 50000000\r\n\r\n")
            for _ in range(50):
                writer.write(b"x" * 1_000_000)
                await writer.drain()
        elif what == "drip":
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            await writer.drain()
            await asyncio.sleep(60)
        elif isinstance(what, bytes):
            writer.write(what)
        elif isinstance(what, int):
            writer.write(b"HTTP/1.1 %d Told\r\nContent-Length: 2\r\n\r\nok" % what)
            await writer.drain()
            return True
        return False


@asynccontextmanager
async def receiving(receiver: Receiver) -> AsyncIterator[Receiver]:
    server = await asyncio.start_server(
        receiver.serve, "127.0.0.1", receiver.port, ssl=receiver.context
    )
    try:
        yield receiver
    finally:
        server.close()
        for writer in list(receiver._open):
            writer.transport.abort()
