"""Connections to the provider's own mail server, kept open and shared by all that is sent."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import aiosmtplib

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
    host: str
    port: int
    tls: Literal["none", "starttls", "tls"] = "none"
    user: str | None = None
    password: str | None = None
    hostname: str = "localhost"


class Relay:
    """At most ``size`` transactions at a time, and no more of them a second than ``pace`` lets."""

    def __init__(self, server: Server, size: int, pace: Pace | None = None) -> None:
        self.server = server
        self._size, self._pace = size, pace or Pace(0)
        self._first: deque[Parcel] = deque()
        self._waiting: deque[Parcel] = deque()
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
        envelopes: Sequence[Envelope],
        may_start: Callable[[], bool],
        ended: Ended,
        *,
        first: bool = False,
    ) -> None:
        """Returns once ``ended`` was told of each, by its number. What goes ``first`` overtakes all
        that waits."""
        everything = asyncio.get_running_loop().create_future()
        left = len(envelopes)

        def end(number: int, outcome: Outcome) -> None:
            nonlocal left
            left -= 1
            ended(number, outcome)
            if not left and not everything.done():
                everything.set_result(None)

        lane = self._first if first else self._waiting
        lane.extend(
            [Parcel(envelope, may_start, end, number) for number, envelope in enumerate(envelopes)]
        )
        self._call_workers(len(envelopes))
        if envelopes:
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
                await session.work(self._take, self._first.appendleft)
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
                parcel = lane.popleft()
                parcel.end(parcel.number, Outcome("not_sent", {"reason": reason}))

    def _take(self) -> Parcel | None:
        """The next that may still start, when it is its turn."""
        for lane in (self._first, self._waiting):
            while lane and self._pace.open():
                parcel = lane.popleft()
                if parcel.may_start():
                    self._pace.count()
                    return parcel
                parcel.end(parcel.number, Outcome("not_sent", {"reason": "lease-over"}))
        return None

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
        offered = (client.supports_extension(name) for name in ("pipelining", "dsn"))
        return take_over(client, Extensions(*offered))
