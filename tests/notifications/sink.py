"""A mail server that does as it is told: yes, later, no, and links that break. What it took is the
ground truth of these tests."""

import asyncio
import ssl
from collections import defaultdict, deque
from dataclasses import dataclass, field
from email import message_from_bytes

from deploy.local.processes import free_port


@dataclass
class Taken:
    sender: str
    recipient: str
    data: bytes

    @property
    def message_id(self) -> str:
        return str(message_from_bytes(self.data)["Message-ID"])


@dataclass
class Sink:
    """``script`` holds what happens to the next messages of a recipient: ``4xx``, ``5xx``,
    ``4xx-after-data``, ``cut-before-dot``, ``cut-after-dot``, ``hold``, ``yes-in-latin-1``,
    ``closing`` (421 to the recipient), ``refused-354`` (5xx, and asks for a body all the same),
    ``nonsense`` (an answer that is none to the message); then yes."""

    port: int = field(default_factory=free_port)
    taken: list[Taken] = field(default_factory=list)
    script: defaultdict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    held: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    offers: tuple[str, ...] = ()
    tls: ssl.SSLContext | None = None
    tls_at_once: bool = False
    commands: list[str] = field(default_factory=list)
    stray: list[bytes] = field(default_factory=list)
    _server: asyncio.Server | None = None
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def start(self) -> None:
        context = self.tls if self.tls_at_once else None
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=context)

    async def stop(self) -> None:
        if self._server:
            self._server.close()
            for writer in self._open:
                writer.close()
            await self._server.wait_closed()
            self._server = None

    def plan(self, recipient: str, *steps: str) -> None:
        self.script[recipient].extend(steps)

    def to(self, recipient: str) -> list[Taken]:
        return [item for item in self.taken if item.recipient == recipient]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            await _Session(self, reader, writer).run()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()


class _Session:
    def __init__(
        self, sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._sink, self._reader, self._writer = sink, reader, writer
        self._sender = self._recipient = self._step = ""

    async def run(self) -> None:
        self._say("220 sink.example ESMTP")
        while line := await self._reader.readline():
            verb = line[:4].upper()
            if verb == b"QUIT":
                self._say("221 2.0.0 Bye")
                return
            if not await self._obey(verb, line.decode().strip()):
                return
            await self._writer.drain()

    async def _obey(self, verb: bytes, line: str) -> bool:
        """False when the link breaks here."""
        address = line.partition("<")[2].rpartition(">")[0]
        self._sink.commands.append(line)
        if verb == b"EHLO":
            offers = "".join(f"250-{name}\r\n" for name in self._sink.offers)
            self._say(f"250-sink.example\r\n250-8BITMIME\r\n{offers}250 ENHANCEDSTATUSCODES")
        elif verb == b"STAR":
            assert self._sink.tls, "offered only with a certificate"
            self._say("220 2.0.0 Go ahead")
            await self._writer.drain()
            await self._writer.start_tls(self._sink.tls)
        elif verb == b"AUTH":
            self._say("235 2.7.0 Welcome")
        elif verb == b"MAIL":
            self._sender = address
            self._say("250 2.1.0 OK")
        elif verb == b"RCPT":
            self._recipient = address
            steps = self._sink.script[address]
            self._step = steps.popleft() if steps else "yes"
            self._say(
                {
                    "4xx": "451 4.7.1 Come back later",
                    "5xx": f"550 5.1.1 <{address}> unknown here",
                    "refused-354": f"550 5.1.1 <{address}> unknown here",
                    "closing": "421 4.3.2 Closing",
                }.get(self._step, "250 2.1.5 OK")
            )
            return self._step != "closing"
        elif verb == b"DATA":
            if self._step == "cut-before-dot":
                return False
            if self._step in ("4xx", "5xx"):
                self._say("503 5.5.1 No recipients")
                return True
            self._say("354 Go on")
            return await self._take()
        else:
            self._say("250 2.0.0 OK")
        return True

    async def _take(self) -> bool:
        if self._step == "refused-354":
            while (line := await self._reader.readline()) != b".\r\n":
                self._sink.stray.append(line)
            self._say("554 5.5.1 No recipients")
            return True
        data = await self._reader.readuntil(b"\r\n.\r\n")
        if self._step == "4xx-after-data":
            self._say("452 4.3.1 No room")
            return True
        self._sink.taken.append(Taken(self._sender, self._recipient, data[:-3]))
        if self._step == "hold":
            self._sink.held.set()
            await self._sink.let_go.wait()
        if self._step == "cut-after-dot":
            return False
        if self._step == "nonsense":
            self._say("what?")
            return True
        odd = self._step == "yes-in-latin-1"
        self._say("250 2.0.0 re\udce7u \0" if odd else "250 2.0.0 queued as 4711")
        return True

    def _say(self, line: str) -> None:
        self._writer.write(line.encode(errors="surrogateescape") + b"\r\n")
