"""Messages that are opened together, sent, and recorded while they are."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol
from uuid import UUID

from services.notifications.commands.ask_links import Links
from services.notifications.commands.record_outcomes import Ended
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.facts import Kind, NoticeFacts
from services.notifications.domain.outcome import Outcome
from services.notifications.store.deliveries import Due
from services.notifications.store.notices import Notice

# However slow the mail server is, what it said is on record a second later.
_FLUSH_SECONDS = 1.0
_UNREACHABLE = Outcome("refused", {"reason": "person-erased"})
_DEPARTED = Outcome("withheld", {"reason": "contact-departed"})


class Prepared(Protocol):
    """A message ready to go; ``details`` and ``payload`` describe it in the evidence."""

    @property
    def details(self) -> dict[str, Any]: ...

    @property
    def payload(self) -> dict[str, Any]: ...


class Channel(Protocol):
    async def ready(self) -> bool:
        """Whether the other side answers; a window is opened only then."""

    def prepare(
        self, kind: Kind, facts: NoticeFacts, delivery: Delivery, link: str | None
    ) -> Prepared: ...

    async def send(
        self,
        prepared: Sequence[Any],
        may_start: Callable[[], bool],
        ended: Callable[[int, Outcome], None],
        *,
        first: bool = False,
    ) -> None:
        """Tells how each ended, by its number, and returns after the last; never raises for what
        the other side does. ``may_start`` is asked just before each. ``first``: before all that
        waits."""


class Window:
    """``ended`` holds what has not been recorded yet."""

    def __init__(self, channel: Channel, notice: Notice, due: Sequence[Due], links: Links) -> None:
        assert notice.facts is not None, "who is queued was told something"
        self._channel, self.due = channel, due
        self.prepared = {
            item.id: _prepare(channel, notice.kind, notice.facts, item, links.get(item.id))
            for item in due
        }
        self.ended: list[Ended] = []

    async def send(
        self,
        attempts: dict[UUID, int],
        may_start: Callable[[], bool],
        record: Callable[[list[Ended]], Awaitable[None]],
        *,
        first: bool,
    ) -> None:
        """``record`` gets what ended so far, now and then; what is left when this returns stands in
        ``ended``."""
        leaving = []
        for item in self.due:
            if (number := attempts.get(item.id)) is None:
                continue
            ready = self.prepared[item.id]
            if isinstance(ready, Outcome):
                self._end(item, number, ready, None)
            else:
                leaving.append((item, number, ready))

        def ended(at: int, outcome: Outcome) -> None:
            item, number, ready = leaving[at]
            self._end(item, number, outcome, ready)

        async with asyncio.TaskGroup() as group:
            sending = group.create_task(
                self._channel.send([ready for *_, ready in leaving], may_start, ended, first=first)
            )
            while not (await asyncio.wait([sending], timeout=_FLUSH_SECONDS))[0]:
                done, self.ended = self.ended, []
                if done:
                    await record(done)

    def _end(self, item: Due, number: int, outcome: Outcome, ready: Prepared | None) -> None:
        """The first attempt has no row of its own for its opening: what was sent stands here."""
        if ready is not None and number == 1:
            outcome = Outcome(
                outcome.kind, ready.details | outcome.details, ready.payload | outcome.payload
            )
        self.ended.append(Ended(item.id, number, item.recipient_id, item.client_id, outcome))


def _prepare(
    channel: Channel, kind: Kind, facts: NoticeFacts, item: Due, link: str | Outcome | None
) -> Prepared | Outcome:
    if item.departed:
        return _DEPARTED
    if item.delivery is None:
        return _UNREACHABLE
    if isinstance(link, Outcome):
        return link
    return channel.prepare(kind, facts, item.delivery, link)
