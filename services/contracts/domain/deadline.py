"""Until when a client may object: pure arithmetic on legal days (Europe/Amsterdam).

Days on which no term runs out follow art. 3 Algemene termijnenwet: lid 1 names New Year, Easter
Monday, Ascension Day, Whit Monday, both days of Christmas, the King's birthday and 5 May of every
year; lid 2 puts Good Friday beside them. Employers give 5 May off once in five years, and the
library follows the employers.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from typing import Literal

import holidays

DayKind = Literal["calendar", "business"]
LONGEST = 365

CALENDAR = f"NL, art. 3 Algemene termijnenwet, holidays {version('holidays')}"


@cache
def holidays_of(year: int) -> frozenset[date]:
    """The days of one year that art. 3 names; Sundays among them change nothing."""
    public = holidays.country_holidays("NL", years=year, language="en_US")
    easter = next(day for day, name in public.items() if "Easter Sunday" in name)
    return frozenset({*public, date(year, 5, 5), easter - timedelta(days=2)})


def is_business_day(day: date) -> bool:
    """Neither a Saturday, a Sunday nor a day of art. 3."""
    return day.weekday() < 5 and day not in holidays_of(day.year)


def last_day(start: date, days: int, kind: DayKind) -> date:
    """The last day on which an objection counts; the day after ``start`` is the first."""
    if kind == "calendar":
        return start + timedelta(days=days)
    day = start
    while days:
        day += timedelta(days=1)
        days -= is_business_day(day)
    return day


def last_days(start: date) -> Iterator[tuple[int, DayKind, date]]:
    """The last day of every term that an agreement can have, worked out in one walk."""
    business = start
    for days in range(LONGEST + 1):
        yield days, "calendar", start + timedelta(days=days)
        if days:
            business = last_day(business, 1, "business")
        yield days, "business", business
