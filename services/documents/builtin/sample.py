"""Data of invented parties with which a template is shown before anybody uses it."""

import copy
from typing import Any, cast

from services.documents.builtin.sample_evidence import EVIDENCE_REPORT
from services.documents.builtin.sample_letters import BREACH_LETTER, CHANGE_NOTICE_LETTER
from services.documents.builtin.sample_parties import AGREEMENT
from services.documents.builtin.sample_registers import (
    DATA_PRO_STATEMENT,
    PROCESSING_RECORD,
)
from services.documents.domain.data_model import data_model
from services.documents.domain.field import Field
from services.documents.domain.kinds import TemplateKind
from shared.text import Language, Text

Data = dict[str, Any]

_ON: dict[TemplateKind, Data] = {
    "agreement": AGREEMENT,
    "annex": AGREEMENT,
    "change-notice-letter": CHANGE_NOTICE_LETTER,
    "breach-letter": BREACH_LETTER,
    "processing-record": PROCESSING_RECORD,
    "data-pro-statement": DATA_PRO_STATEMENT,
    "evidence-report": EVIDENCE_REPORT,
}
# Of two that never stand together, the sample with everything on has the other.
_NEVER_BESIDE_A_SIGNATURE = ("earlier_signature", "own_paper")


def sample(kind: TemplateKind, language: Language, all_on: bool) -> Data:
    """Valid values for every name of the data model.

    On: every fact is known, every list has rows, every yes is a yes. Off: what may be null is null,
    every list is empty, every yes is a no, and of words the last one is taken.
    Of agreement and annex the one with everything on is signed, and rests on no earlier signature
    and no text of the client.
    """
    told = cast("Data", _said(_ON[kind], language))
    if all_on:
        return told | {name: None for name in _NEVER_BESIDE_A_SIGNATURE if name in told}
    return cast("Data", _off(data_model(kind), told))


def _said(value: Any, language: Language) -> Any:
    """The same in one language."""
    if isinstance(value, Text):
        return value.say(language)
    if isinstance(value, dict):
        return {name: _said(one, language) for name, one in value.items()}
    if isinstance(value, list):
        return [_said(one, language) for one in value]
    return copy.copy(value)


def _off(field: Field, value: Any) -> Any:
    if field.presence != "always":
        return None
    if field.type == "list":
        return []
    if field.type == "boolean":
        return False
    if field.type == "record":
        return {one.name: _off(one, value[one.name]) for one in field.children}
    return field.values[-1] if field.values and field.name != "language" else value
