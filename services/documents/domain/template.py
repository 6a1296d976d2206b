"""A provider's own template: its versions, and which of them prints what is made."""

import hashlib
from datetime import datetime
from typing import Literal
from uuid import UUID

from services.documents.domain.file import received
from services.documents.domain.kinds import TemplateKind
from services.documents.domain.rendering import Record
from shared.errors import Conflict, Missing
from shared.text import Language

State = Literal["draft", "in_force", "replaced", "retired"]
Origin = Literal["uploaded", "builtin"]

ENDING = "template"
LARGEST = 10 * 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class TemplateDraft(Record):
    """What is about to be kept. ``digest`` is the raw SHA-256, ``size`` in bytes."""

    kind: TemplateKind
    language: Language
    origin: Origin
    name: str
    digest: bytes
    size: int
    uploaded_by: UUID | None = None


class TemplateVersion(TemplateDraft):
    """What is kept and was read back. ``published_at`` tells of the last time that it was
    published; a version of the origin ``builtin`` came with the product and printed something."""

    id: UUID
    uploaded_at: datetime
    state: State
    published_by: UUID | None = None
    published_at: datetime | None = None
    retired_by: UUID | None = None
    retired_at: datetime | None = None
    reason: str | None = None


def uploaded(
    kind: TemplateKind, language: Language, name: str, content: bytes, by: UUID | None
) -> TemplateDraft:
    """``Invalid`` without content, or under a name that no file can bear."""
    told = received(name, DOCX, content)
    return TemplateDraft(
        kind=kind,
        language=language,
        origin="uploaded",
        name=told.name,
        digest=told.digest,
        size=told.size,
        uploaded_by=by,
    )


def built_in(kind: TemplateKind, language: Language, content: bytes) -> TemplateDraft:
    return TemplateDraft(
        kind=kind,
        language=language,
        origin="builtin",
        name=f"{kind}.{language}.docx",
        digest=hashlib.sha256(content).digest(),
        size=len(content),
    )


def found(version: TemplateVersion | None) -> TemplateVersion:
    if version is None:
        raise Missing("template-unknown", "There is no such template, or it is not yours to see.")
    return version


def refuse_retirement(version: TemplateVersion) -> None:
    """``Conflict`` for a version that prints nothing now."""
    if version.state != "in_force":
        raise Conflict(
            "template-not-in-force",
            "Only the version in force can be retired; this one prints nothing now.",
            state=version.state,
        )
