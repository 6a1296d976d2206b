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
from services.notifications.domain.wording import Dress
from services.notifications.store.deliveries import Due
from services.notifications.store.notices import Notice
from shared.logs import log

# However slow the mail server is, what it said is on record a second later.
_FLUSH_SECONDS = 1.0
_UNREACHABLE = Outcome("refused", {"reason": "person-erased"})
_NOT_MADE = Outcome("not_sent", {"reason": "not-made"})
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
        self, kind: Kind, facts: NoticeFacts, delivery: Delivery, link: str | None, dress: Dress
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
        the other side does. ``prepared`` is asked for each when its turn comes, and may hold an
        ``Outcome`` instead. ``may_start`` is asked just before each. ``first``: before all that
        waits."""


class Leaving(Sequence[Any]):
    """Messages in the order in which they leave, each made when its turn comes: what is made and
    sent at once costs neither memory nor time to fetch it from there."""

    def __init__(self, make: Callable[[Due], Prepared | Outcome], items: Sequence[Due]) -> None:
        self._make, self._items = make, items

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, at: Any) -> Any:
        """Each once."""
        return self._make(self._items[at])


class Window:
    """``ended`` holds what has not been recorded yet."""

    def __init__(self, channel: Channel, notice: Notice, due: Sequence[Due], links: Links) -> None:
        assert notice.facts is not None, "who is queued was told something"
        self._channel, self._kind, self._facts = channel, notice.kind, notice.facts
        self.due, self._links, self._dress = due, links, notice.dress
        self._made: dict[UUID, Prepared] = {}
        self.ended: list[Ended] = []

    def make(self, item: Due) -> Prepared | Outcome:
        """The message, or why there is none; kept until it is known how it ended."""
        if item.departed:
            return _DEPARTED
        if item.delivery is None:
            return _UNREACHABLE
        link = self._links.get(item.id)
        if type(link) is Outcome:
            return link
        made = self._made.get(item.id)
        if made is None:
            known = (self._kind, self._facts, item.delivery, link, self._dress)
            try:
                made = self._channel.prepare(*known)
            except Exception as error:  # of one message; the others leave all the same
                log.error("message not made", id=str(item.id), exc_info=error)
                return _NOT_MADE
            self._made[item.id] = made
        return made

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
        items = [item for item in self.due if item.id in attempts]
        leaving = Leaving(self.make, items)

        def ended(at: int, outcome: Outcome) -> None:
            item = items[at]
            self._end(item, attempts[item.id], outcome)

        async with asyncio.TaskGroup() as group:
            sending = group.create_task(self._channel.send(leaving, may_start, ended, first=first))
            while not (await asyncio.wait([sending], timeout=_FLUSH_SECONDS))[0]:
                done, self.ended = self.ended, []
                if done:
                    await record(done)

    def _end(self, item: Due, number: int, outcome: Outcome) -> None:
        """The first attempt has no row of its own for its opening: what was sent stands here."""
        made = self._made.pop(item.id, None)
        if made is not None and number == 1:
            outcome = Outcome(
                outcome.kind, made.details | outcome.details, made.payload | outcome.payload
            )
        self.ended.append(Ended(item.id, number, item.recipient_id, item.client_id, outcome))
