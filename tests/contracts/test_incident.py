"""What a stage of an incident may leave unsaid, and what may not come out of order."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.contracts.domain.incident import (
    ASKED,
    Incident,
    IncidentDraft,
    Told,
    Words,
    lacking,
    next_kind,
    refuse_disorder,
    refuse_nothing_hit,
)
from services.contracts.domain.incident_outcome import IncidentOutcomes, RegisteredIncident
from services.contracts.domain.incident_table import HEADINGS, incident_lines
from shared.errors import Conflict, Invalid
from tests.contracts.incidents import WHOLE

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def told(**more: Any) -> Told:
    bare = {"title": "Postvak gelezen", "products": [], "subprocessor": None, "server": None}
    times = {"found_at": NOW, "began_at": None, "ended_at": None}
    return Told.model_validate(bare | times | more)


def incident(*stages: tuple[str, Told], **more: Any) -> Incident:
    rows = [
        {
            "id": uuid4(), "number": number, "kind": kind, "told": said, "unknown": said.unknown,
            "clients": 3, "people": 4, "released_by": uuid4(), "released_at": NOW, "reviews": [],
        }
        for number, (kind, said) in enumerate(stages, 1)
    ]  # fmt: skip
    known = {
        "id": uuid4(), "state": "reported", "product_ids": [], "subprocessor_id": None,
        "reported_by": None, "reported_at": NOW, "told_at": None, "minutes_to_tell": None,
        "waived_because": None, "waived_by": None, "waived_at": None, "stages": rows,
    }  # fmt: skip
    return Incident.model_validate(told(**more).model_dump() | known)


def test_what_nobody_said_is_unknown_in_the_order_of_the_law() -> None:
    assert told().unknown == ASKED
    assert told(**WHOLE).unknown == ()
    assert told(**WHOLE | {"measures": None, "nature": None}).unknown == ("nature", "measures")


def test_a_number_of_nought_is_known() -> None:
    assert "subjects_number" not in told(subjects_number=0).unknown


def test_closing_asks_all_of_it_but_a_number_that_a_note_explains() -> None:
    unknown = told(**WHOLE | {"subjects_number": None, "records_number": None})
    assert lacking(unknown) == ("subjects_number", "records_number")
    explained = told(**unknown.model_dump() | {"numbers_note": {"nl": "Logboeken ontbreken."}})
    assert lacking(explained) == ()
    assert explained.unknown == ("subjects_number", "records_number")


def test_the_first_stage_needs_nothing_but_a_title() -> None:
    assert next_kind(incident(), closing=False) == "first"


def test_a_whole_story_may_be_the_first_and_the_last_at_once() -> None:
    assert next_kind(incident(**WHOLE), closing=True) == "closing"


def test_closing_without_all_facts_is_refused_with_what_lacks() -> None:
    with pytest.raises(Conflict) as refused:
        next_kind(incident(**WHOLE | {"measures": None}), closing=True)
    assert refused.value.code == "facts-lacking"
    assert refused.value.extra["missing"] == ["measures"]


def test_the_same_is_not_told_twice_but_may_be_said_to_be_all() -> None:
    twice = incident(("first", told(**WHOLE)), **WHOLE)
    with pytest.raises(Conflict, match="just this"):
        next_kind(twice, closing=False)
    assert next_kind(twice, closing=True) == "closing"
    closed = incident(("closing", told(**WHOLE)), **WHOLE)
    with pytest.raises(Conflict, match="just this"):
        next_kind(closed, closing=True)


def test_what_is_new_is_an_update_also_after_the_last_message() -> None:
    after = incident(("closing", told(**WHOLE)), **WHOLE | {"subjects_number": 900})
    assert next_kind(after, closing=False) == "update"


@pytest.mark.parametrize(
    ("times", "field"),
    [
        ({"found_at": NOW + timedelta(minutes=1)}, "found_at"),
        ({"began_at": NOW + timedelta(minutes=1)}, "began_at"),
        ({"ended_at": NOW + timedelta(minutes=1)}, "ended_at"),
        ({"found_at": NOW - timedelta(days=2), "began_at": NOW - timedelta(days=1)}, "began_at"),
        (
            {"began_at": NOW - timedelta(days=1), "ended_at": NOW - timedelta(days=2)},
            "ended_at",
        ),
    ],
)
def test_moments_that_can_not_be_are_refused(times: Any, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        refuse_disorder(IncidentDraft(title="x", **times), NOW)
    assert refused.value.field == field


def test_an_incident_hits_a_product_or_a_sub_processor() -> None:
    with pytest.raises(Invalid):
        refuse_nothing_hit(IncidentDraft(title="x", server="mail3"))
    refuse_nothing_hit(IncidentDraft(title="x", subprocessor_id=uuid4()))


def test_words_in_one_language_stand_in_for_the_other() -> None:
    assert Words(nl="alles").say("en") == "alles"
    assert Words(nl="alles", en="all").say("en") == "all"
    with pytest.raises(ValueError, match="Dutch or in English"):
        Words()


def test_the_table_has_a_cell_for_every_heading() -> None:
    one = incident(("first", told()), **WHOLE)
    outcomes = IncidentOutcomes(incident_id=one.id, clients=3, told=2, unreached=1)
    registered = RegisteredIncident(**one.model_dump(), outcomes=outcomes)
    heading, line = incident_lines([registered], "nl")
    assert len(heading) == len(line) == len(HEADINGS)
    shown = dict(zip(heading, line, strict=True))
    assert shown["aantal betrokkenen"] == 250
    assert shown["door een ander gelezen"] == "nee"
    assert shown["maatregelen"] == "Wachtwoorden vervangen."
    assert (shown["klanten ingelicht per mail"], shown["klanten niet bereikt"]) == (2, 1)
