"""Whether a day is a later one: no clock, no database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.domain.postponement import refuse_no_postponement
from shared.errors import Invalid

TODAY = date(2026, 11, 22)
DAYS = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))


@given(day=DAYS, standing=DAYS)
def test_only_a_later_day_that_is_not_past_passes(day: date, standing: date) -> None:
    if day > standing and day >= TODAY:
        refuse_no_postponement(day, standing, TODAY)
        return
    with pytest.raises(Invalid) as refused:
        refuse_no_postponement(day, standing, TODAY)
    assert refused.value.field == "effective_on"
    assert refused.value.code == ("date-not-later" if day <= standing else "date-in-past")


def test_the_refusal_of_an_earlier_day_says_the_way_out() -> None:
    with pytest.raises(Invalid, match="withdraw it and announce it anew"):
        refuse_no_postponement(TODAY, TODAY + timedelta(days=1), TODAY)
