"""Whether a supplier tells us early enough, by hand-made cases."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from services.contracts.domain.deadline import last_day
from services.contracts.domain.slack import (
    FIRST_YEAR,
    LAST_YEAR,
    Party,
    Promise,
    Slack,
    Upstream,
    refuse_far,
    weigh,
)
from shared.errors import Invalid
from shared.text import Text

PARTY = Party(id=uuid4(), name="Oude Wolk", name_key="oude wolk")
MONDAY = date(2026, 3, 2)


def upstream(notice: int | None, **more: Any) -> Upstream:
    told = {"objection_days": 30, "day_kind": "calendar", "state": "accepted"} | more
    return Upstream(id=uuid4(), subprocessor_id=PARTY.id, notice_days=notice, **told)


def promise(days: int, **more: Any) -> Promise:
    told: dict[str, Any] = {"objection_days": 14, "day_kind": "calendar", "agreements": 3} | more
    return Promise(
        subprocessor_id=PARTY.id,
        product_id=uuid4(),
        product=Text(nl="hosting", en="hosting"),
        days=days,
        **told,
    )


def weighed(*agreements: Upstream, promises: tuple[Promise, ...] = (), used: bool = True) -> Slack:
    return weigh(PARTY, MONDAY, agreements, promises, used=used)


def test_a_party_in_use_without_an_agreement_is_a_warning() -> None:
    assert weighed(promises=(promise(30),)).warnings == ("upstream-missing",)
    assert weighed(used=False).warnings == ()
    assert weighed(upstream(30, state=None)).warnings == ("upstream-missing",)


@pytest.mark.parametrize(
    ("given", "kind", "promised", "promised_kind", "slack"),
    [
        (30, "calendar", 30, "calendar", 0),
        (30, "calendar", 14, "calendar", 16),
        (14, "calendar", 30, "calendar", -16),
        # Twenty working days from Monday 2 March 2026 end on Monday the 30th.
        (28, "calendar", 20, "business", 0),
        (20, "business", 28, "calendar", 0),
        # Good Friday and Easter Monday stand in the way: the thirtieth is 15 April.
        (30, "calendar", 30, "business", -14),
    ],
)
def test_days_of_either_kind_are_compared_by_where_they_end(
    given: int, kind: str, promised: int, promised_kind: str, slack: int
) -> None:
    found = weighed(
        upstream(given, day_kind=kind), promises=(promise(promised, day_kind=promised_kind),)
    )
    assert found.products[0].notice_slack == slack
    assert ("upstream-notice-short" in found.warnings) == (slack < 0)


def test_the_agreement_that_gives_most_notice_counts() -> None:
    best = upstream(60)
    found = weighed(upstream(10), best, upstream(None), promises=(promise(30),))
    assert (found.upstream_id, found.warnings) == (best.id, ())


def test_what_is_not_known_is_said_and_not_guessed() -> None:
    found = weighed(upstream(None, state="published"), promises=(promise(30),))
    assert found.warnings == ("upstream-only-published", "upstream-notice-unknown")
    assert found.products[0].notice_slack is None


def test_an_objection_that_we_cannot_pass_on_in_time_is_a_warning() -> None:
    found = weighed(upstream(60, objection_days=7), promises=(promise(30),))
    assert found.warnings == ("upstream-objection-short",)
    assert found.products[0].objection_slack == -7


def test_every_day_that_may_be_asked_for_has_a_calendar_for_the_longest_term() -> None:
    for on in (date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)):
        refuse_far(on)
        assert last_day(on, 365, "business") > on
    for on in (date.min, date.max):
        with pytest.raises(Invalid):
            refuse_far(on)
