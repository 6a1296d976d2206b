"""The published data model: everything that a template of each kind may print."""

from functools import cache

from services.documents.domain.field import Field
from services.documents.domain.kinds import TemplateKind
from services.documents.domain.printed.agreement import AGREEMENT, ANNEX
from services.documents.domain.printed.evidence import EVIDENCE_REPORT
from services.documents.domain.printed.letters import BREACH_LETTER, CHANGE_NOTICE_LETTER
from services.documents.domain.printed.registers import (
    DATA_PRO_STATEMENT,
    PROCESSING_RECORD,
)

_FIELDS: dict[TemplateKind, tuple[Field, ...]] = {
    "agreement": AGREEMENT,
    "annex": ANNEX,
    "change-notice-letter": CHANGE_NOTICE_LETTER,
    "breach-letter": BREACH_LETTER,
    "processing-record": PROCESSING_RECORD,
    "data-pro-statement": DATA_PRO_STATEMENT,
    "evidence-report": EVIDENCE_REPORT,
}


@cache
def data_model(kind: TemplateKind) -> Field:
    """A record without a name, whose children are the names that stand at the top of a template."""
    return Field(
        name="",
        type="record",
        description="What a template of this kind may print.",
        children=_FIELDS[kind],
    )


@cache
def paths(kind: TemplateKind) -> dict[str, Field]:
    """Every dotted name with its field, such as ``processings[].measures``."""
    return {path: found for one in _FIELDS[kind] for path, found in one.paths()}
