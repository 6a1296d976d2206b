"""One connection to the mail server: transactions of one recipient each, in order.

Where the server takes commands in groups (RFC 2920), the next message is announced in the same
write that ends the one before it, so that a message costs one round trip. No body is ever written
unless the server said yes to its own recipient: where it asks for one all the same, it gets none.
"""

import asyncio
import re
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from services.notifications.domain.outcome import Ending, Outcome

_COMMAND_SECONDS = 60.0
_DATA_SECONDS = 600.0  # RFC 5321 4.5.3.2.6: who hangs up earlier makes duplicates
_WATCH_SECONDS = 1.0
_LONGEST_LINE = 65_536
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_CODE = re.compile(r"[2-5][0-9]{2}", re.ASCII)
_CLOSING = 421
_WELCOME = (frozenset({250}), frozenset({250, 251, 252}), frozenset({354}))


@dataclass(frozen=True, slots=True)
class Envelope:
    """``identity`` names the delivery in what the server reports of it (ENVID, RFC 3461)."""

    sender: str
    recipient: str
    data: bytes
    identity: str


class Reply(NamedTuple):
    code: int
    text: str


class Lost(Exception):
    """The link is gone, or the server was silent for too long."""


class Extensions(NamedTuple):
    """What the server offers: groups of commands (RFC 2920), reports of delivery (RFC 3461)."""

    pipelining: bool
    dsn: bool


class Heard(NamedTuple):
    """What came of announcing a message: a refusal or none; ``asked``: for its body; ``ended``:
    nothing more can be said on this link."""

    refusal: Outcome | None
    asked: bool = False
    ended: bool = False


class Parcel:
    """A message that waits for a connection; ``end`` is called once, when it is known how it went.

    ``may_start`` is asked before anything of it is written, and once more before its body is.
    """

    __slots__ = ("end", "envelope", "may_start")

    def __init__(
        self, envelope: Envelope, may_start: Callable[[], bool], end: Callable[[Outcome], None]
    ) -> None:
        self.envelope, self.may_start, self.end = envelope, may_start, end


class Session(asyncio.Protocol):
    """Takes over a transport on which the server has been greeted."""

    def __init__(self, transport: asyncio.Transport, offered: Extensions) -> None:
        self._transport, self._offered = transport, offered
        self._loop = asyncio.get_running_loop()
        self._replies: deque[Reply] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self._buffer, self._lines = b"", list[str]()
        self._lost: str | None = None
        self._until = float("inf")
        self._watch = self._loop.call_later(_WATCH_SECONDS, self._look)
        transport.set_protocol(self)

    @property
    def open(self) -> bool:
        return self._lost is None and not self._transport.is_closing()

    async def work(
        self, take: Callable[[], Parcel | None], give_back: Callable[[Parcel], None]
    ) -> None:
        """Send what ``take`` hands out until there is no more, or the link is gone."""
        parcel, announced = take(), False
        while parcel:
            heard = await self._announce(parcel.envelope, announced)
            if heard.ended:
                self.abort("ended")
                parcel.end(heard.refusal or _not_sent("disconnected"))
                return
            if heard.refusal is None and not parcel.may_start():
                self.abort("lease-over")
                parcel.end(_not_sent("lease-over"))
                return
            following = take() if self._offered.pipelining else None
            self._finish(parcel.envelope, heard, following)
            last = await self._last_word()
            parcel.end(heard.refusal or last)
            if last.kind == "cut" or last.details["code"] == _CLOSING:
                self.abort("closing")
                if following:
                    give_back(following)
                return
            announced = following is not None
            parcel = following or take()

    async def quit(self) -> None:
        """Take leave as RFC 5321 (4.1.1.10) asks."""
        if self.open:
            self._transport.write(b"QUIT\r\n")
            with suppress(Lost):
                await self._reply(1.0)
        self.abort("quit")

    def abort(self, reason: str) -> None:
        self._fail(reason)
        self._transport.abort()

    async def _announce(self, envelope: Envelope, announced: bool) -> Heard:
        """``announced``: the commands have been written already."""
        commands, grouped = self._commands(envelope), self._offered.pipelining
        if grouped and not announced:
            self._transport.write(b"".join(commands))
        refusal: Outcome | None = None
        for number, (command, welcome) in enumerate(zip(commands, _WELCOME, strict=True)):
            if not grouped:
                self._transport.write(command)
            try:
                answer = await self._reply(_COMMAND_SECONDS)
            except Lost as lost:
                return Heard(refusal or _not_sent(str(lost)), ended=True)
            if answer.code not in welcome:
                refusal = refusal or _refused(answer, of_sender=number == 0)
                if answer.code == _CLOSING or not grouped:
                    return Heard(refusal, ended=answer.code == _CLOSING)
            elif number == len(commands) - 1:
                return Heard(refusal, asked=True)
        return Heard(refusal)

    def _finish(self, envelope: Envelope, heard: Heard, following: Parcel | None) -> None:
        """The body for whoever was accepted; nothing at all for whoever was not."""
        if heard.refusal is None:
            end = envelope.data + b".\r\n"
        else:
            end = b".\r\n" if heard.asked else b"RSET\r\n"
        if following:
            end += b"".join(self._commands(following.envelope))
        self._transport.write(end)

    async def _last_word(self) -> Outcome:
        """What the server says to the message; a link that is lost now leaves it in doubt."""
        try:
            answer = await self._reply(_DATA_SECONDS)
        except Lost as lost:
            return Outcome("cut", {"reason": str(lost)})
        return _outcome(_kind(answer.code), answer)

    def _commands(self, envelope: Envelope) -> tuple[bytes, bytes, bytes]:
        sender, recipient = envelope.sender.encode(), envelope.recipient.encode()
        if not self._offered.dsn:
            return b"MAIL FROM:<%b>\r\n" % sender, b"RCPT TO:<%b>\r\n" % recipient, b"DATA\r\n"
        return (
            b"MAIL FROM:<%b> RET=HDRS ENVID=%b\r\n" % (sender, envelope.identity.encode()),
            b"RCPT TO:<%b> NOTIFY=SUCCESS,FAILURE,DELAY\r\n" % recipient,
            b"DATA\r\n",
        )

    async def _reply(self, seconds: float) -> Reply:
        if not self._replies:
            if self._lost is None:
                self._until = self._loop.time() + seconds
                self._waiting = self._loop.create_future()
                await self._waiting
                self._waiting, self._until = None, float("inf")
            if not self._replies:
                raise Lost(self._lost)
        return self._replies.popleft()

    def data_received(self, data: bytes) -> None:
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        for line in lines:
            self._hear(line.rstrip(b"\r").decode(errors="replace"))
        if len(self._buffer) > _LONGEST_LINE or len(self._lines) > _LONGEST_LINE // 80:
            self.abort("nonsense")
        elif self._replies:
            self._wake()

    def _hear(self, line: str) -> None:
        """A reply of more lines has a hyphen behind the code of all but the last."""
        self._lines.append(line[4:])
        if line[3:4] == "-":
            return
        if not _CODE.fullmatch(line[:3]):
            self.abort("nonsense")
            return
        self._replies.append(Reply(int(line[:3]), "\n".join(self._lines)))
        self._lines = []

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(type(exc).__name__ if exc else "disconnected")

    def _fail(self, reason: str) -> None:
        if self._lost is None:
            self._lost = reason
            self._watch.cancel()
        self._wake()

    def _wake(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    def _look(self) -> None:
        """One timer a connection, not one a reply."""
        if self._loop.time() > self._until:
            self.abort("timeout")
        else:
            self._watch = self._loop.call_later(_WATCH_SECONDS, self._look)


def take_over(client: Any, offered: Extensions) -> Session:
    """From the library that greeted the server, made the link safe and signed in."""
    return Session(cast("asyncio.Transport", client.transport), offered)


def _kind(code: int) -> Ending:
    if code // 100 == 2:
        return "accepted"
    return "refused" if code // 100 == 5 else "deferred"


def _refused(answer: Reply, *, of_sender: bool) -> Outcome:
    """Only what is said of the recipient or the message counts against the recipient: a server
    that refuses us as sender is a fault of ours, and mended."""
    kind = _kind(answer.code)
    return _outcome("deferred" if of_sender and kind == "refused" else kind, answer)


def _outcome(kind: Ending, answer: Reply) -> Outcome:
    enhanced = _ENHANCED.match(answer.text)
    return Outcome(
        kind,
        {"code": answer.code, "enhanced": enhanced and enhanced.group()},
        {"reply": _readable(answer.text)},
    )


def _readable(reply: str) -> str:
    """What is NUL could not be kept as evidence."""
    return reply[:1000].replace("\0", "\ufffd")


def _not_sent(reason: str) -> Outcome:
    return Outcome("not_sent", {"reason": reason})
