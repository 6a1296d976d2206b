"""Connections to the provider's own mail server, kept open and shared by all that is sent."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import aiosmtplib
import msgspec

from services.notifications.channels.mail.pace import Pace
from services.notifications.channels.mail.session import (
    Envelope,
    Extensions,
    Parcel,
    Session,
    take_over,
)
from services.notifications.domain.outcome import Outcome
from shared.logs import log

_CONNECT_SECONDS = 10.0
_FAULTS = (aiosmtplib.SMTPException, OSError)

Ended = Callable[[int, Outcome], None]


@dataclass(frozen=True)
class Server:
    """``success``: asked to report what was delivered too, besides delays and failures."""

    host: str
    port: int
    tls: Literal["none", "starttls", "tls"] = "none"
    user: str | None = None
    password: str | None = None
    hostname: str = "localhost"
    success: bool = True


class Waiting(msgspec.Struct):
    """Messages that are each made when a connection is free for it, from ``number`` up to ``until``
    and not with it."""

    envelopes: Sequence[Envelope | Outcome] | Mapping[int, Envelope]
    number: int
    until: int
    may_start: Callable[[], bool]
    end: Ended


class Relay:
    """At most ``size`` transactions at a time, and no more of them a second than ``pace`` lets."""

    def __init__(self, server: Server, size: int, pace: Pace | None = None) -> None:
        self.server = server
        self._size, self._pace = size, pace or Pace(0)
        self._first: deque[Waiting] = deque()
        self._waiting: deque[Waiting] = deque()
        self._idle: list[Session] = []
        self._active = 0
        self._working: set[asyncio.Task[None]] = set()

    async def ready(self) -> bool:
        """Whether the server takes a connection and lets us in."""
        if self._active:
            return True
        try:
            self._idle.append(await self._session())
        except _FAULTS as error:
            log.warning("mail server does not answer", error=type(error).__name__)
            return False
        return True

    async def send(
        self,
        envelopes: Sequence[Envelope | Outcome],
        may_start: Callable[[], bool],
        ended: Ended,
        *,
        first: bool = False,
    ) -> None:
        """Returns once ``ended`` was told of each, by its number. Each is looked up when its turn
        comes; an ``Outcome`` there is how it ended. What goes ``first`` overtakes all that
        waits."""
        everything = asyncio.get_running_loop().create_future()
        left = len(envelopes)

        def end(number: int, outcome: Outcome) -> None:
            nonlocal left
            left -= 1
            ended(number, outcome)
            if not left and not everything.done():
                everything.set_result(None)

        if not left:
            return
        lane = self._first if first else self._waiting
        lane.append(Waiting(envelopes, 0, left, may_start, end))
        self._call_workers(left)
        await everything

    async def close(self) -> None:
        if self._working:
            await asyncio.wait(self._working)
        while self._idle:
            await self._idle.pop().quit()

    def _call_workers(self, wanted: int) -> None:
        for _ in range(min(wanted, self._size - self._active)):
            self._active += 1
            task = asyncio.create_task(self._work())
            self._working.add(task)
            task.add_done_callback(self._working.discard)

    async def _work(self) -> None:
        """Until nothing waits. Whoever gets no connection leaves the rest to the others; the last
        of them speaks for all."""
        try:
            while self._first or self._waiting:
                await self._pace.turn()
                session = await self._session()
                await session.work(self._take, self._give_back)
                if session.open:
                    self._idle.append(session)
        except _FAULTS as error:
            if self._active == 1:
                self._give_up(type(error).__name__)
        finally:
            self._active -= 1

    def _give_up(self, reason: str) -> None:
        for lane in (self._first, self._waiting):
            while lane:
                item = lane.popleft()
                for number in range(item.number, item.until):
                    item.end(number, Outcome("not_sent", {"reason": reason}))

    def _take(self) -> Parcel | None:
        """The next that may still start, when it is its turn."""
        for lane in (self._first, self._waiting):
            while lane and self._pace.open():
                item = lane[0]
                number = item.number
                item.number = number + 1
                if item.number == item.until:
                    lane.popleft()
                if not item.may_start():
                    item.end(number, Outcome("not_sent", {"reason": "lease-over"}))
                    continue
                envelope = item.envelopes[number]
                if type(envelope) is Outcome:
                    item.end(number, envelope)
                    continue
                self._pace.count()
                return Parcel(envelope, item.may_start, item.end, number)
        return None

    def _give_back(self, parcel: Parcel) -> None:
        """What was announced and never written goes over another link, before all that waits."""
        number, envelopes = parcel.number, {parcel.number: parcel.envelope}
        self._first.appendleft(Waiting(envelopes, number, number + 1, parcel.may_start, parcel.end))

    async def _session(self) -> Session:
        while self._idle:
            session = self._idle.pop()
            if session.open:
                return session
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
        try:
            await client.connect()
            if not client.last_ehlo_response:
                await client.ehlo()
        except BaseException:
            with suppress(*_FAULTS):
                client.close()
            raise
        pipelining, dsn = (client.supports_extension(name) for name in ("pipelining", "dsn"))
        return take_over(client, Extensions(pipelining, dsn, server.success))
