"""A window of messages: each is made when its turn comes, and none keeps another from leaving."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from services.notifications.commands.record_outcomes import Ended
from services.notifications.commands.send_window import Window
from services.notifications.domain.delivery import Delivery
from services.notifications.domain.outcome import Outcome
from services.notifications.store.deliveries import Due
from services.notifications.store.notices import Notice
from tests.notifications import samples


class Made:
    def __init__(self, identity: UUID) -> None:
        self.details, self.payload = {"message_id": str(identity)}, {"digest": "ab"}


class Channel:
    """``broken``: of whom no message can be made."""

    def __init__(self, *broken: UUID) -> None:
        self._broken = broken
        self.most = self._held = 0

    async def ready(self) -> bool:
        return True

    def prepare(self, _kind: Any, _facts: Any, delivery: Delivery, *_more: Any) -> Made:
        if delivery.id in self._broken:
            raise ValueError("no message can be made of this")
        self._held += 1
        self.most = max(self.most, self._held)
        return Made(delivery.id)

    async def send(
        self,
        prepared: Sequence[Any],
        _may_start: Callable[[], bool],
        ended: Callable[[int, Outcome], None],
        *,
        first: bool = False,
    ) -> None:
        for at in range(len(prepared)):
            made = prepared[at]
            if isinstance(made, Outcome):
                ended(at, made)
            else:
                ended(at, Outcome("accepted", {"code": 250}, {"reply": "taken"}))
                self._held -= 1


def due(number: int, **more: Any) -> Due:
    delivery = samples.delivery(recipient_id=samples.recipient(number).recipient_id)
    known = Due(
        delivery.id, number, delivery.recipient_id, delivery.client_id, delivery, None, False
    )
    return msgspec.structs.replace(known, **more)


def notice() -> Notice:
    facts = samples.change()
    return Notice(
        id=samples.delivery().notice_id,
        kind="change_announced",
        subject_id=facts.subject_id,
        change_id=facts.subject_id,
        facts=facts,
        created_at=samples.MOMENT,
    )


async def send(channel: Channel, items: list[Due]) -> dict[UUID, Outcome]:
    window = Window(channel, notice(), items, {})

    async def record(_: list[Ended]) -> None:
        raise AssertionError("it is over before anything has to be written down meanwhile")

    await window.send({item.id: 1 for item in items}, lambda: True, record, first=False)
    return {item.delivery_id: item.outcome for item in window.ended}


async def test_a_message_that_cannot_be_made_is_tried_later_and_keeps_nobody_waiting() -> None:
    items = [due(number) for number in range(5)]
    ended = await send(Channel(items[2].id), items)
    assert [ended[item.id].kind for item in items] == [
        *["accepted"] * 2,
        "not_sent",
        *["accepted"] * 2,
    ]
    assert ended[items[2].id].details == {"reason": "not-made"}


async def test_a_message_is_made_when_its_turn_comes_and_gone_once_it_ended() -> None:
    channel = Channel()
    ended = await send(channel, [due(number) for number in range(50)])
    assert len(ended) == 50
    assert channel.most <= 12


async def test_who_may_not_be_written_to_any_more_gets_no_message() -> None:
    items = [due(1, departed=True), due(2, delivery=None), due(3)]
    ended = await send(Channel(), items)
    assert [ended[item.id].kind for item in items] == ["withheld", "refused", "accepted"]


async def test_what_was_sent_the_first_time_is_told_with_how_it_ended() -> None:
    (item,) = items = [due(1)]
    outcome = (await send(Channel(), items))[item.id]
    assert outcome.details == {"message_id": str(item.id), "code": 250}
    assert outcome.payload == {"digest": "ab", "reply": "taken"}


async def test_a_message_that_cannot_be_made_opens_its_next_attempt_without_an_error() -> None:
    items = [due(1), due(2)]
    window = Window(Channel(items[0].id), notice(), items, {})
    first, second = (window.make(item) for item in items)
    assert isinstance(first, Outcome)
    assert first.kind == "not_sent"
    assert isinstance(second, Made)
