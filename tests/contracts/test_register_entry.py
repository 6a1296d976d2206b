"""Terms and contents of register entries, by hand-made cases."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter, ValidationError

from services.contracts.domain.register_entry import due_of, months_after
from services.contracts.domain.register_facts import AnyFacts
from services.contracts.domain.tenant import ReplyTerm

FACTS: TypeAdapter[Any] = TypeAdapter(AnyFacts)
CLIENT = str(uuid4())
INSTRUCTION = {"kind": "instruction", "client_id": CLIENT, "given_by": "A", "instruction": "B"}
DISCLOSURE = {"kind": "disclosure", "authority": "A", "legal_basis": "B", "requested": "C"}
AUDIT = {"kind": "audit", "auditor": "A", "scope": "B"}
ENDING = {"kind": "ending", "agreement_id": CLIENT}
REQUEST = {"kind": "subject_request", "client_id": CLIENT, "right": "access"}
DAY = "2026-02-01"


@pytest.mark.parametrize(
    ("received", "term", "due"),
    [
        ("2026-01-31", None, "2026-02-28"),
        ("2026-01-10", ("weeks", 4), "2026-02-07"),
        # Thirty days are longer than February, and one month is what the law gives.
        ("2026-02-01", ("days", 30), "2026-03-01"),
        ("2026-03-01", ("days", 30), "2026-03-31"),
        ("2026-03-01", ("months", 2), "2026-04-01"),
        ("2026-12-31", ("months", 1), "2027-01-31"),
    ],
)
def test_the_strictest_of_the_own_term_and_one_month_holds(
    received: str, term: tuple[Any, int] | None, due: str
) -> None:
    own = ReplyTerm(unit=term[0], count=term[1]) if term else None
    facts = FACTS.validate_python(REQUEST)
    assert due_of(facts, date.fromisoformat(received), own, None) == date.fromisoformat(due)


def test_an_end_is_due_when_the_entry_or_the_termination_says_or_thirty_days_after() -> None:
    day, told = date(2026, 5, 1), date(2026, 6, 15)
    plain, agreed = FACTS.validate_python(ENDING), FACTS.validate_python(ENDING | {"due_on": DAY})
    assert due_of(plain, day, None, None) == date(2026, 5, 31)
    assert due_of(plain, day, None, told) == told
    assert due_of(agreed, day, None, told) == date(2026, 2, 1)


def test_a_term_never_runs_beyond_the_last_day_that_there_is() -> None:
    plain = FACTS.validate_python(ENDING)
    assert due_of(plain, date.max, None, None) == date.max


def test_a_month_ends_on_the_same_day_or_on_the_last_of_the_month() -> None:
    assert months_after(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert months_after(date(2026, 11, 30), 3) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("facts", "is_open"),
    [
        (INSTRUCTION, True),
        (INSTRUCTION | {"outcome": "carried_out", "outcome_on": DAY}, False),
        # Whoever thinks that an instruction infringes the law has to say so at once.
        (INSTRUCTION | {"outcome": "refused", "outcome_on": DAY, "infringes": True,
                        "warning": "Art. 9"}, True),
        (INSTRUCTION | {"outcome": "refused", "outcome_on": DAY, "infringes": True,
                        "warning": "Art. 9", "warned_on": DAY}, False),
        (DISCLOSURE, True),
        (DISCLOSURE | {"outcome": "refused", "outcome_on": DAY}, False),
        (DISCLOSURE | {"outcome": "disclosed", "outcome_on": DAY, "disclosed": "D"}, True),
        (DISCLOSURE | {"outcome": "disclosed", "outcome_on": DAY, "disclosed": "D",
                       "client_told": "not", "not_told_because": "art. 126nd"}, False),
        (AUDIT, True),
        (AUDIT | {"held_on": DAY, "closed_on": DAY}, False),
        (ENDING, True),
        (ENDING | {"done": "delete", "done_on": DAY, "done_by": "Rik"}, False),
        (REQUEST, True),
        (REQUEST | {"outcome": "left_to_client", "passed_on": DAY}, False),
        (REQUEST | {"outcome": "answered", "answered_on": DAY, "answer": "A"}, False),
    ],
)  # fmt: skip
def test_an_entry_stays_open_until_nothing_is_left_to_be_done(
    facts: dict[str, Any], is_open: bool
) -> None:
    assert FACTS.validate_python(facts).is_open is is_open


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (INSTRUCTION | {"outcome": "refused"}, "outcome-day-needed"),
        (INSTRUCTION | {"infringes": True}, "warning-needed"),
        (DISCLOSURE | {"outcome": "disclosed", "outcome_on": DAY}, "disclosed-needed"),
        (DISCLOSURE | {"client_told": "not"}, "reason-needed"),
        (DISCLOSURE | {"client_told": "before"}, "told-day-needed"),
        (AUDIT | {"findings": "F"}, "held-day-needed"),
        (AUDIT | {"closed_on": DAY}, "held-day-needed"),
        (ENDING | {"done_on": DAY}, "done-needed"),
        (ENDING | {"copies_kept": "facturen"}, "legal-ground-needed"),
        (REQUEST | {"outcome": "answered", "answered_on": DAY}, "answer-needed"),
        (REQUEST | {"outcome": "left_to_client"}, "passed-on-needed"),
        (INSTRUCTION | {"auditor": "A"}, "extra_forbidden"),
        ({"kind": "diary"}, "union_tag_invalid"),
    ],
)
def test_half_a_story_is_refused_with_what_is_missing(facts: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        FACTS.validate_python(facts)
    assert refused.value.errors()[0]["type"] == code
