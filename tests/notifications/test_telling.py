"""What happened to one delivery, summed up."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from services.notifications.domain.delivery import State, Terms
from services.notifications.domain.evidence import Occurrence
from services.notifications.domain.telling import Happened, Telling

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kinds", "state", "hours"),
    [
        (("queued", "accepted"), "accepted", None),
        (("queued", "deferred", "refused"), "failed", 2),
        (("queued", "accepted", "delivered", "bounced", "returned"), "failed", 3),
        (("queued", "given_up", "posted"), "failed", 1),
        (("queued", "cut"), "in_doubt", 1),
        (("queued", "cut", "released", "cut"), "in_doubt", 3),
        (("queued", "cut", "confirmed"), "accepted", None),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_it_says_since_when_it_is_known_that_nobody_was_told_for_certain(
    kinds: tuple[Occurrence, ...], state: State, hours: int | None
) -> None:
    happened = tuple(
        Happened(kind=kind, attempt=1, at=NINE + timedelta(hours=n), details={}, payload={})
        for n, kind in enumerate(kinds)
    )
    told = Telling(
        id=UUID(int=1),
        channel="mail",
        client_id=None,
        recipient_id=UUID(int=2),
        terms=Terms(language="nl"),
        person=None,
        state=state,
        attempts=1,
        happened=happened,
    )
    assert told.missed_at == (None if hours is None else NINE + timedelta(hours=hours))
