"""Connections to the provider's own mail server, kept open; one recipient a transaction."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Literal

import aiosmtplib

from services.notifications.domain.outcome import Ending, Outcome
from shared.logs import log

_CONNECT_SECONDS = 10.0
_COMMAND_SECONDS = 60.0
_DATA_SECONDS = 600.0  # RFC 5321 4.5.3.2.6: who hangs up earlier makes duplicates
_LOST = (aiosmtplib.SMTPServerDisconnected, aiosmtplib.SMTPTimeoutError, OSError)
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True)
class Server:
    host: str
    port: int
    tls: Literal["none", "starttls", "tls"] = "none"
    user: str | None = None
    password: str | None = None
    hostname: str = "localhost"


@dataclass(frozen=True)
class Envelope:
    sender: str
    recipient: str
    data: bytes


class Relay:
    """At most ``size`` transactions at a time."""

    def __init__(self, server: Server, size: int) -> None:
        self.server = server
        self._places = asyncio.Semaphore(size)
        self._idle: list[aiosmtplib.SMTP] = []

    async def ready(self) -> bool:
        """Whether the server takes a connection and lets us in."""
        try:
            async with self._connected():
                return True
        except (*_LOST, aiosmtplib.SMTPException) as error:
            log.warning("mail server does not answer", error=type(error).__name__)
            return False

    async def send(self, envelope: Envelope, may_start: Callable[[], bool]) -> Outcome:
        try:
            async with self._connected() as client:
                if not may_start():
                    return Outcome(kind="not_sent", details={"reason": "lease-over"})
                return await _transact(client, envelope)
        except (*_LOST, aiosmtplib.SMTPException) as error:
            return Outcome(kind="not_sent", details={"reason": type(error).__name__})

    async def close(self) -> None:
        while self._idle:
            with suppress(*_LOST, aiosmtplib.SMTPException):
                await self._idle.pop().quit()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """Goes back among the idle ones unless something went wrong on the way."""
        async with self._places:
            client = await self._take()
            try:
                yield client
            except BaseException:
                client.close()
                raise
            if client.is_connected:
                self._idle.append(client)

    async def _take(self) -> aiosmtplib.SMTP:
        while self._idle:
            client = self._idle.pop()
            if client.is_connected:
                return client
        server = self.server
        client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            local_hostname=server.hostname,
            use_tls=server.tls == "tls",
            start_tls=server.tls == "starttls",
            timeout=_CONNECT_SECONDS,
        )
        await client.connect()
        if not client.last_ehlo_response:
            await client.ehlo()
        return client


async def _transact(client: aiosmtplib.SMTP, envelope: Envelope) -> Outcome:
    """MAIL, RCPT, DATA, and what the server says to each. A link that breaks before the message
    was written raises; after that, nobody knows."""
    commands = (
        (b"MAIL", b"FROM:<%b>" % envelope.sender.encode()),
        (b"RCPT", b"TO:<%b>" % envelope.recipient.encode()),
        (b"DATA",),
    )
    for command in commands:
        answer = await client.execute_command(*command, timeout=_COMMAND_SECONDS)
        if answer.code not in (250, 251, 252, 354):
            return await _refused(client, command[0], answer)
    protocol = client.protocol
    assert protocol is not None
    try:
        protocol.write(envelope.data + b".\r\n")
        answer = await protocol.read_response(timeout=_DATA_SECONDS)
    except (*_LOST, aiosmtplib.SMTPException) as error:
        client.close()
        return Outcome(kind="cut", details={"reason": type(error).__name__})
    return _outcome(_kind(answer.code), answer)


async def _refused(
    client: aiosmtplib.SMTP, command: bytes, answer: aiosmtplib.SMTPResponse
) -> Outcome:
    """Only what is said of the recipient or the message counts against the recipient: a server
    that refuses us as sender is a fault of ours, and mended."""
    if answer.code == 421:
        client.close()
    else:
        with suppress(aiosmtplib.SMTPResponseException):
            await client.rset()
    kind = _kind(answer.code)
    if command == b"MAIL" and kind == "refused":
        kind = "deferred"
    return _outcome(kind, answer)


def _kind(code: int) -> Ending:
    if code // 100 == 2:
        return "accepted"
    return "refused" if code // 100 == 5 else "deferred"


def _outcome(kind: Ending, answer: aiosmtplib.SMTPResponse) -> Outcome:
    enhanced = _ENHANCED.match(answer.message)
    return Outcome(
        kind=kind,
        details={"code": answer.code, "enhanced": enhanced and enhanced.group()},
        payload={"reply": _readable(answer.message)[:1000]},
    )


def _readable(reply: str) -> str:
    """Servers answer in any encoding; what is no UTF-8 or NUL could not be kept as evidence."""
    return reply.encode(errors="surrogateescape").decode(errors="replace").replace("\0", "\ufffd")
