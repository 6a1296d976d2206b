"""One connection to the mail server: transactions of one recipient each, in order.

Where the server takes commands in groups (RFC 2920), the next message is announced in the same
write that ends the one before it, so that a message costs one round trip. No body is ever written
unless the server said yes to its own recipient: where it asks for one all the same, it gets none.
"""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple, cast

import msgspec

from services.notifications.domain.outcome import Ending, Outcome

_COMMAND_SECONDS = 60.0
_DATA_SECONDS = 600.0  # RFC 5321 4.5.3.2.6: who hangs up earlier makes duplicates
_WATCH_SECONDS = 1.0
_LONGEST_LINE = 65_536
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_CODES = {b"%d" % code: code for code in range(200, 600)}
_CLOSING = 421
# Which answer is awaited; the first three are those to the commands that announce a message.
_MAIL, _RCPT, _DATA, _MESSAGE, _LEAVING, _IDLE = range(6)
_WELCOME = (frozenset({250}), frozenset({250, 251, 252}), frozenset({354}))
# The one that is taken, and the next that is welcome: how nearly all answers come.
_AS_USUAL = [b"250 ", b"250 ", b"250 ", b"354 "]


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """``identity`` names the delivery in what the server reports of it (ENVID, RFC 3461)."""

    sender: str
    recipient: str
    data: bytes
    identity: str


class Extensions(NamedTuple):
    """What the server offers: groups of commands (RFC 2920), reports of delivery (RFC 3461).
    ``success``: it is asked to report what it delivered too."""

    pipelining: bool
    dsn: bool
    success: bool = True


class Parcel(msgspec.Struct, frozen=True, gc=False):
    """A message that waits for a connection; ``end`` is called once, with its number, when it is
    known how it went.

    ``may_start`` is asked before anything of it is written, and once more before its body is.
    """

    envelope: Envelope
    may_start: Callable[[], bool]
    end: Callable[[int, Outcome], None]
    number: int


class Session(asyncio.Protocol):
    """Takes over a transport on which the server has been greeted.

    Each answer moves it one step on, in the very call that brings it: a task to wake for each
    message would cost more than all the rest.
    """

    def __init__(self, transport: asyncio.Transport, offered: Extensions) -> None:
        self._transport, self._offered = transport, offered
        self._loop = asyncio.get_running_loop()
        self._buffer, self._lines = b"", list[bytes]()
        self._lost: str | None = None
        self._until = float("inf")
        self._watch = self._loop.call_later(_WATCH_SECONDS, self._look)
        self._step = _IDLE
        self._parcel: Parcel | None = None
        self._following: Parcel | None = None
        self._refusal: Outcome | None = None
        self._idle = asyncio.Event()
        transport.set_protocol(self)

    @property
    def open(self) -> bool:
        return self._lost is None and not self._transport.is_closing()

    async def work(
        self, take: Callable[[], Parcel | None], give_back: Callable[[Parcel], None]
    ) -> None:
        """Send what ``take`` hands out until there is no more, or the link is gone."""
        self._take, self._give_back = take, give_back
        if parcel := take():
            self._idle.clear()
            self._begin(parcel, announced=False)
            await self._idle.wait()

    async def quit(self) -> None:
        """Take leave as RFC 5321 (4.1.1.10) asks."""
        if self.open:
            self._idle.clear()
            self._step = _LEAVING
            self._transport.write(b"QUIT\r\n")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._idle.wait(), 1)
        self.abort("quit")

    def abort(self, reason: str) -> None:
        self._fail(reason)
        self._transport.abort()

    def _begin(self, parcel: Parcel, *, announced: bool) -> None:
        """``announced``: the commands have been written already."""
        self._parcel, self._refusal, self._step = parcel, None, _MAIL
        self._until = self._loop.time() + _COMMAND_SECONDS
        if announced:
            return
        announcement = self._announcement(parcel.envelope)
        if not self._offered.pipelining:
            announcement = self._command(announcement, _MAIL)
        self._transport.write(announcement)

    def _answered(self, code: int, lines: list[bytes]) -> None:
        if self._step <= _DATA:
            self._on_announcement(code, lines)
        elif self._step == _MESSAGE:
            self._on_message(code, lines)
        else:
            self.abort("quit" if self._step == _LEAVING else "unasked")

    def _on_announcement(self, code: int, lines: list[bytes]) -> None:
        assert self._parcel is not None, "something was announced"
        step, grouped = self._step, self._offered.pipelining
        welcome = code in _WELCOME[step]
        if not welcome:
            self._refusal = self._refusal or _refused(code, lines, of_sender=step == _MAIL)
            if code == _CLOSING:
                self.abort("ended")
                return
        if step == _DATA or (not welcome and not grouped):
            self._finish(self._parcel, asked=welcome and step == _DATA)
            return
        self._step = step + 1
        if not grouped:
            announcement = self._announcement(self._parcel.envelope)
            self._transport.write(self._command(announcement, self._step))

    def _finish(self, parcel: Parcel, *, asked: bool) -> None:
        """The body for whoever was accepted; nothing at all for whoever was not. With it goes the
        announcement of the next."""
        if self._refusal is None:
            if not parcel.may_start():
                self.abort("lease-over")
                return
            end = [parcel.envelope.data, b".\r\n"]
        else:
            end = [b".\r\n" if asked else b"RSET\r\n"]
        self._following = following = self._take() if self._offered.pipelining else None
        if following:
            end.append(self._announcement(following.envelope))
        self._transport.write(b"".join(end))
        self._step, self._until = _MESSAGE, self._loop.time() + _DATA_SECONDS

    def _go_on(self, line: bytes, following: Parcel) -> None:
        """As each answer by itself would: the message was taken, whoever follows is welcome."""
        parcel, outcome = self._parcel, self._refusal or _outcome("accepted", 250, [line])
        assert parcel is not None, "a message was written"
        self._parcel, self._following = following, None
        self._step, self._refusal = _DATA, None
        parcel.end(parcel.number, outcome)
        if self._lost is None:
            self._finish(following, asked=True)

    def _on_message(self, code: int, lines: list[bytes]) -> None:
        parcel, following = self._parcel, self._following
        assert parcel is not None, "a message was written"
        self._parcel = self._following = None
        self._step, self._until = _IDLE, float("inf")
        parcel.end(parcel.number, self._refusal or _outcome(_kind(code), code, lines))
        if code == _CLOSING:
            if following:
                self._give_back(following)
            self.abort("closing")
        elif following:
            self._begin(following, announced=True)
        elif parcel := self._take():
            self._begin(parcel, announced=False)
        else:
            self._idle.set()

    def _announcement(self, envelope: Envelope) -> bytes:
        """All of its commands, one a line."""
        sender, recipient = envelope.sender, envelope.recipient
        if self._offered.dsn:
            success = "SUCCESS," if self._offered.success else ""
            return (
                f"MAIL FROM:<{sender}> RET=HDRS ENVID={envelope.identity}\r\n"
                f"RCPT TO:<{recipient}> NOTIFY={success}FAILURE,DELAY\r\nDATA\r\n"
            ).encode()
        return f"MAIL FROM:<{sender}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode()

    @staticmethod
    def _command(announcement: bytes, step: int) -> bytes:
        return announcement.splitlines(keepends=True)[step]

    def data_received(self, data: bytes) -> None:
        *lines, self._buffer = (self._buffer + data).split(b"\n")
        if (
            self._step == _MESSAGE
            and self._following
            and not self._lines
            and [line[:4] for line in lines] == _AS_USUAL
        ):
            self._go_on(lines[0], self._following)
            return
        for line in lines:
            if self._lost is None:
                self._hear(line)
        if len(self._buffer) > _LONGEST_LINE or len(self._lines) > _LONGEST_LINE // 80:
            self.abort("nonsense")

    def _hear(self, line: bytes) -> None:
        """A reply of more lines has a hyphen behind the code of all but the last."""
        if line[3:4] == b"-":
            self._lines.append(line)
            return
        code = _CODES.get(line[:3])
        if code is None:
            self.abort("nonsense")
            return
        lines, self._lines = self._lines, []
        lines.append(line)
        self._answered(code, lines)

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(type(exc).__name__ if exc else "disconnected")

    def _fail(self, reason: str) -> None:
        """Only what was written to the end and not answered is in doubt."""
        if self._lost is not None:
            return
        self._lost = reason
        self._watch.cancel()
        parcel, following, step = self._parcel, self._following, self._step
        self._parcel = self._following = None
        if following:
            self._give_back(following)
        if parcel:
            lost = Outcome("cut" if step == _MESSAGE else "not_sent", {"reason": reason})
            parcel.end(parcel.number, self._refusal or lost)
        self._idle.set()

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


def _refused(code: int, lines: list[bytes], *, of_sender: bool) -> Outcome:
    """Only what is said of the recipient or the message counts against the recipient: a server
    that refuses us as sender is a fault of ours, and mended."""
    kind = _kind(code)
    return _outcome("deferred" if of_sender and kind == "refused" else kind, code, lines)


def _outcome(kind: Ending, code: int, lines: list[bytes]) -> Outcome:
    if len(lines) == 1:
        said = lines[0][4:].rstrip(b"\r").decode(errors="replace")
    else:
        said = "\n".join([line[4:].rstrip(b"\r").decode(errors="replace") for line in lines])
    enhanced = _ENHANCED.match(said)
    return Outcome(
        kind,
        {"code": code, "enhanced": enhanced and enhanced.group()},
        {"reply": _readable(said)},
    )


def _readable(reply: str) -> str:
    """What is NUL could not be kept as evidence."""
    return reply[:1000].replace("\0", "\ufffd")
