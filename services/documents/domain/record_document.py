"""A document that a provider makes of its own record: of which day, in which words, how far."""

import hashlib
import json
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import rfc8785
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.documents.domain.rendering import Kind, Record
from services.documents.domain.stored import key_of
from shared.errors import Conflict, Invalid
from shared.text import Language

OwnKind = Literal["processing-record", "data-pro-statement"]
RecordKind = Literal[OwnKind, "evidence-report"]
State = Literal["waiting", "failing", "complete", "erased"]

# More than this is no document that anybody reads; the tables hold a million.
MOST_CONTROLLERS = 1000
_NAMES: dict[tuple[RecordKind, Language], str] = {
    ("processing-record", "nl"): "verwerkingsregister",
    ("processing-record", "en"): "record-of-processing",
    ("data-pro-statement", "nl"): "data-pro-statement",
    ("data-pro-statement", "en"): "data-pro-statement-en",
    ("evidence-report", "nl"): "bewijsrapport",
    ("evidence-report", "en"): "evidence-report",
}

Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]


class Told(BaseModel):
    """What a provider says of its products in its own words; null is not known yet, and is printed
    as such."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    intended_use: Words | None = None
    by_design: Words | None = None
    rights_support: Words | None = None
    breach_procedure: Words | None = None
    end_of_data: Words | None = None
    certificates: Annotated[tuple[Line, ...], Field(max_length=50)] = Field(
        default=(), examples=[["ISO 27001, geldig tot 1 mei 2028"]]
    )


class RecordDocumentDraft(BaseModel):
    """``on``: of which day, today if left out; never one to come. ``told`` is printed in a Data Pro
    Statement alone. An evidence report is that of ``change_id``, and of today."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"examples": [{"kind": "processing-record", "language": "nl"}]},
    )

    kind: RecordKind
    language: Language = "nl"
    on: date | None = None
    told: Told = Told()
    change_id: UUID | None = Field(default=None, examples=[None])


class RecordDocument(Record):
    """``problem`` and ``detail`` say what the last attempt failed on; ``digest`` is that of what is
    printed, known once it is frozen."""

    id: UUID
    kind: RecordKind
    language: Language
    day: date
    told: Told
    change_id: UUID | None
    requested_by: UUID | None
    requested_at: datetime
    completed_at: datetime | None
    attempts: int
    problem: str | None
    detail: str | None
    digest: bytes | None
    erased_at: datetime | None

    @property
    def state(self) -> State:
        if self.erased_at is not None:
            return "erased"
        if self.completed_at is not None:
            return "complete"
        return "failing" if self.problem else "waiting"


class Content(Record):
    """``canonical`` is the exact text under ``digest`` (raw SHA-256, RFC 8785); ``client_ids`` are
    those of whom it tells. ``canonical`` is null once it was erased."""

    canonical: str | None
    digest: bytes
    client_ids: tuple[UUID, ...]

    def printed(self) -> dict[str, Any]:
        """What the template gets. ``Conflict`` once it was erased, or when it was altered."""
        if self.canonical is None:
            raise Conflict("text-erased", "The text of this document was erased; its digest stays.")
        if hashlib.sha256(self.canonical.encode()).digest() != self.digest:
            raise Conflict("content-altered", "The content does not match its digest.")
        told: dict[str, Any] = json.loads(self.canonical)
        return told | {"digest": self.digest.hex()}


class RecordFile(Record):
    """A file that is stored and was read back; digests are raw SHA-256, ``size`` in bytes."""

    record_document_id: UUID
    format: Kind
    digest: bytes
    size: int
    source_digest: bytes
    file_name: str
    id: UUID | None = None
    stored_at: datetime | None = None

    def key(self, tenant_id: UUID) -> str:
        return key_of(tenant_id, self.digest, self.format)


def content_of(data: dict[str, Any], client_ids: list[UUID]) -> Content:
    canonical = rfc8785.dumps(data)
    digest = hashlib.sha256(canonical).digest()
    return Content(canonical=canonical.decode(), digest=digest, client_ids=tuple(client_ids))


def file_name(document: RecordDocument, kind: Kind) -> str:
    return f"{_NAMES[document.kind, document.language]}-{document.day.isoformat()}.{kind}"


def refuse_day_to_come(day: date, today: date) -> None:
    """The record tells what is done, never what is planned."""
    if day > today:
        raise Invalid(
            "day-to-come", "Such a document tells of today or of an earlier day.", field="on"
        )


def refuse_other_subject(draft: RecordDocumentDraft) -> None:
    """An evidence report is of one change as it stands; the rest tells of the provider."""
    if (draft.kind == "evidence-report") != (draft.change_id is not None):
        raise Invalid(
            "record-document-subject",
            "Name the change of an evidence report, and of no other document.",
            field="change_id",
        )
    if draft.change_id and draft.on:
        raise Invalid(
            "record-document-subject",
            "An evidence report tells what is on record now; leave the day out.",
            field="on",
        )


def refuse_too_many(controllers: int) -> None:
    if controllers > MOST_CONTROLLERS:
        raise Invalid(
            "too-many-controllers",
            f"With more than {MOST_CONTROLLERS} controllers it is no document to read; download the"
            " record of processing as a workbook or as a table.",
        )
