from datetime import date

import pytest

from services.contracts.domain.deadline import (
    LONGEST,
    holidays_of,
    is_business_day,
    last_day,
    last_days,
)


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (
            2026,
            ["01-01", "04-03", "04-06", "04-27", "05-05", "05-14", "05-25", "12-25", "12-26"],
        ),
        (
            2027,
            ["01-01", "03-26", "03-29", "04-27", "05-05", "05-06", "05-17", "12-25"],
        ),
    ],
)
def test_the_days_of_the_act_are_those_and_no_others_but_sundays(
    year: int, days: list[str]
) -> None:
    expected = {date.fromisoformat(f"{year}-{day}") for day in days}
    assert {day for day in holidays_of(year) if day.weekday() != 6} == expected


def test_the_fifth_of_may_counts_in_every_year_and_good_friday_too() -> None:
    assert not is_business_day(date(2026, 5, 5))
    assert not is_business_day(date(2027, 5, 5))
    assert not is_business_day(date(2026, 4, 3))
    assert not is_business_day(date(2027, 3, 26))


def test_kings_day_moves_to_saturday_when_it_would_be_a_sunday() -> None:
    assert date(2025, 4, 26) in holidays_of(2025)
    assert date(2025, 4, 27) not in holidays_of(2025)


@pytest.mark.parametrize(
    ("start", "days", "kind", "expected"),
    [
        (date(2026, 11, 22), 30, "calendar", date(2026, 12, 22)),
        (date(2027, 1, 31), 28, "calendar", date(2027, 2, 28)),
        (date(2026, 11, 22), 0, "calendar", date(2026, 11, 22)),
        # A Thursday before Easter: Friday to Monday count for nothing.
        (date(2026, 4, 2), 1, "business", date(2026, 4, 7)),
        # The King's birthday and 5 May fall in between.
        (date(2026, 4, 24), 7, "business", date(2026, 5, 7)),
        # Ascension Day 2027 stands right after 5 May.
        (date(2027, 5, 4), 1, "business", date(2027, 5, 7)),
        (date(2026, 12, 24), 5, "business", date(2027, 1, 4)),
        # Ascension Day 2026, and the Friday after it is an ordinary day.
        (date(2026, 5, 13), 1, "business", date(2026, 5, 15)),
        # Good Friday and Easter Monday 2027; the Sunday between them counts for nothing anyway.
        (date(2027, 3, 25), 1, "business", date(2027, 3, 30)),
        # 5 May 2026 is a Tuesday: the employers work, the law does not.
        (date(2026, 5, 4), 1, "business", date(2026, 5, 6)),
        (date(2026, 5, 4), 1, "calendar", date(2026, 5, 5)),
    ],
)
def test_the_last_day_to_object(start: date, days: int, kind: str, expected: date) -> None:
    assert last_day(start, days, kind) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("start", [date(2026, 4, 2), date(2027, 5, 4)])
def test_the_last_days_of_all_terms_are_those_of_each(start: date) -> None:
    listed = list(last_days(start))
    assert len(listed) == 2 * (LONGEST + 1)
    assert all(day == last_day(start, days, kind) for days, kind, day in listed)
