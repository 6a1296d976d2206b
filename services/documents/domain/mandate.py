"""A mandate: somebody who may bind the provider lets its seal countersign."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.documents.domain.rendering import Record, Version
from shared.errors import Invalid

AgreementKind = Literal["agreement", "amendment", "own_paper"]
Line = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$"
    ),
]
Statement = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=2000,
        pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]+$",
    ),
]
_OF_CAUSE: dict[str, AgreementKind] = {"amendment": "amendment", "own_paper": "own_paper"}


class MandateDraft(BaseModel):
    """``name`` is who gives it, ``job_title`` by what right; ``kinds``: which agreements the seal
    may countersign; ``valid_until``: the last day, or null until it is withdrawn; ``statement``:
    the words that were agreed to."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "name": "Daan Directeur",
                    "job_title": "directeur",
                    "kinds": ["agreement", "amendment"],
                    "statement": "Ik mag Voorbeeldhost binden, en laat het zegel medeondertekenen.",
                }
            ]
        },
    )

    name: Line
    job_title: Line
    kinds: Annotated[tuple[AgreementKind, ...], Field(min_length=1, max_length=3)]
    valid_until: date | None = None
    statement: Statement


class Mandate(Record):
    """``given_by`` is the member of staff who recorded it, on ``given_at``."""

    id: UUID = Field(examples=["019a0000-0000-7000-8000-000000000031"])
    name: str = Field(examples=["Daan Directeur"])
    job_title: str = Field(examples=["directeur"])
    kinds: tuple[AgreementKind, ...]
    valid_until: date | None
    statement: str
    given_by: UUID
    given_at: datetime
    withdrawn_at: datetime | None = None


class MandatePage(Record):
    """``next`` goes back as ``after``; null ends the list."""

    items: tuple[Mandate, ...]
    next: UUID | None


def kind_of(version: Version) -> AgreementKind:
    """An annex that was renewed before anybody signed is signed as the agreement that it is."""
    return _OF_CAUSE.get(version.cause, "agreement")


def require_future(draft: MandateDraft, today: date) -> None:
    if draft.valid_until is not None and draft.valid_until < today:
        raise Invalid(
            "mandate-over",
            "This mandate would be over already; give a later day, or none.",
            field="valid_until",
        )
