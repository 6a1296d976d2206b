"""A letter to one person at one client, or the report on a notice: asked for with all it prints."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.documents.domain.dossier import plain
from services.documents.domain.record_document import Content, content_of
from services.documents.domain.rendering import Kind, Record
from services.documents.domain.stored import key_of
from shared.errors import Conflict, Invalid
from shared.text import Language

LetterKind = Literal["change-notice-letter", "breach-letter", "evidence-report"]
State = Literal["waiting", "failing", "complete", "erased"]

_SCHEMA = 1
_AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_NAMES: dict[tuple[LetterKind, Language], str] = {
    ("change-notice-letter", "nl"): "brief-wijziging",
    ("change-notice-letter", "en"): "letter-change",
    ("breach-letter", "nl"): "brief-datalek",
    ("breach-letter", "en"): "letter-breach",
    ("evidence-report", "nl"): "bewijsrapport",
    ("evidence-report", "en"): "evidence-report",
}


class LetterDraft(BaseModel):
    """``key`` is the caller's own name for it, once for each provider. ``client_ids``: whom it
    tells of; of a letter the one client to whom it goes. ``data``: everything that a template of
    this kind prints but ``schema``, ``language`` and ``digest``, which are filled in here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        examples=["delivery/019a0000-0000-7000-8000-000000000001"]
    )
    kind: LetterKind
    language: Language
    client_ids: tuple[UUID, ...] = Field(
        max_length=1000, examples=[["019a0000-0000-7000-8000-000000000002"]]
    )
    data: dict[str, Any]

    def content(self) -> Content:
        """What is frozen, under its digest."""
        told = self.data | {"schema": _SCHEMA, "language": self.language}
        return content_of(told, sorted(set(self.client_ids)))

    def refuse_addressees(self) -> None:
        """A letter goes to one client; how many a report tells of is its own affair."""
        if self.kind != "evidence-report" and len(set(self.client_ids)) != 1:
            raise Invalid(
                "letter-client-not-one",
                "A letter goes to one client; name that one.",
                field="client_ids",
            )


class Letter(Record):
    """``problem`` and ``detail`` say what the last attempt failed on; ``digest`` is that of what it
    prints."""

    id: UUID
    key: str
    kind: LetterKind
    language: Language
    client_ids: tuple[UUID, ...]
    digest: bytes
    requested_at: datetime
    completed_at: datetime | None
    attempts: int
    problem: str | None
    detail: str | None
    erased_at: datetime | None

    @property
    def state(self) -> State:
        if self.erased_at is not None:
            return "erased"
        if self.completed_at is not None:
            return "complete"
        return "failing" if self.problem else "waiting"

    def refuse_another(self, draft: LetterDraft, content: Content) -> None:
        """Under the key of this one nothing else may be asked for."""
        standing = (self.kind, self.language, self.client_ids, self.digest)
        if standing != (draft.kind, draft.language, content.client_ids, content.digest):
            raise Conflict(
                "letter-key-taken",
                "Another letter was asked for under this key; give this one a key of its own.",
                letter_id=str(self.id),
            )


class LetterFile(Record):
    """A file that is stored and was read back; digests are raw SHA-256, ``size`` in bytes."""

    letter_id: UUID
    format: Kind
    digest: bytes
    size: int
    source_digest: bytes
    file_name: str
    id: UUID | None = None
    stored_at: datetime | None = None

    def key(self, tenant_id: UUID) -> str:
        return key_of(tenant_id, self.digest, self.format)


def file_name(letter: Letter, data: dict[str, Any], kind: Kind) -> str:
    """A letter is called after its reference, a report after the day on which it was made."""
    if letter.kind == "evidence-report":
        made_at = datetime.fromisoformat(data["made_at"])
        told = made_at.astimezone(_AMSTERDAM).date().isoformat()
    else:
        told = data["letter"]["reference"]
    return plain(f"{_NAMES[letter.kind, letter.language]}-{told}.{kind}")
