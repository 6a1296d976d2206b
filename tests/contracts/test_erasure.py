"""The plan of an erasure: what may go when, said of each category."""

from datetime import UTC, date, datetime
from typing import Any, get_args
from uuid import uuid4

import pytest

from services.contracts.domain.erasure import (
    ALL_ELSEWHERE,
    AT_ONCE,
    WHEN_DUE,
    Category,
    Progress,
    Standing,
    State,
    line_of,
    years_after,
)
from services.contracts.domain.erasure_texts import WORDS
from services.contracts.domain.legal_hold import LegalHold

LEFT = Standing(
    today=date(2026, 6, 1),
    left_on=date(2026, 5, 31),
    retention_years=5,
    ordered_at=None,
    ordered_due_on=None,
)
DUE = LEFT.model_copy(update={"today": date(2031, 5, 31)})
STANDS = LEFT.model_copy(update={"left_on": None})
MOMENT = datetime(2026, 6, 1, tzinfo=UTC)
HOLD = LegalHold(
    id=uuid4(),
    client_id=uuid4(),
    reason="Een geschil.",
    until=date(2040, 1, 1),
    placed_by=None,
    placed_at=MOMENT,
    ended_at=None,
    ended_because=None,
)


def _progress(category: Category, **more: Any) -> Progress:
    told: dict[str, Any] = {
        "category": category,
        "rows": 3,
        "asked_at": None,
        "erased_at": None,
        "erased_rows": None,
    }
    return Progress.model_validate(told | more)


@pytest.mark.parametrize(
    ("category", "standing", "hold", "more", "state"),
    [
        ("contacts", STANDS, None, {}, "needed"),
        ("contacts", LEFT, None, {}, "may_go"),
        ("contacts", LEFT, HOLD, {}, "held"),
        ("signatures", LEFT, None, {}, "kept"),
        ("signatures", DUE, None, {}, "may_go"),
        ("signatures", DUE, HOLD, {}, "held"),
        ("signatures", DUE, None, {"rows": 0, "erased_at": MOMENT}, "erased"),
        ("contacts", LEFT, None, {"rows": 1, "erased_at": MOMENT}, "may_go"),
        ("documents", DUE, None, {"rows": None, "asked_at": MOMENT}, "asked"),
        ("documents", DUE, None, {"rows": None, "erased_at": MOMENT}, "erased"),
    ],
)
def test_a_category_stands_as_its_day_its_hold_and_its_erasure_say(
    category: Category, standing: Standing, hold: LegalHold | None, more: Any, state: State
) -> None:
    line = line_of(_progress(category, **more), standing, hold, WORDS[category])
    assert line.state == state


def test_every_category_says_what_goes_what_stays_and_by_which_law() -> None:
    categories = {*AT_ONCE, *WHEN_DUE, *ALL_ELSEWHERE}
    assert set(WORDS) == categories
    assert {word for part in get_args(Category) for word in get_args(part) or [part]} == categories
    for category in categories:
        line = line_of(_progress(category), LEFT, None, WORDS[category])
        assert "AVG" in line.source.nl
        assert line.may_go_from is not None


def test_the_day_is_that_of_the_order_once_there_is_one() -> None:
    ordered = LEFT.model_copy(update={"ordered_due_on": date(2030, 1, 1)})
    assert (LEFT.due_on, ordered.due_on) == (date(2031, 5, 31), date(2030, 1, 1))
    assert STANDS.due_on is None


def test_the_end_of_february_is_never_a_day_too_early() -> None:
    assert years_after(date(2024, 2, 29), 5) == date(2029, 3, 1)
    assert years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)
