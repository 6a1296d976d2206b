"""A person at a client, and what that person is there for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from services.contracts.domain.form import Draft, Edit, Email, Line, Record
from shared.text import Language

Duty = Literal["signatory", "notice", "privacy", "breach"]
# The order in which the next contact is told when nobody was reached.
ESCALATION: tuple[Duty, ...] = ("notice", "privacy", "signatory", "breach")
# Without the first nobody can sign, without the second nobody is told of a change (Art. 28(2) AVG).
NEEDED: tuple[Duty, ...] = ("signatory", "notice")
Duties = Annotated[
    tuple[Duty, ...], Field(min_length=1, max_length=4, examples=[["signatory", "notice"]])
]


class ContactDraft(Draft):
    name: Annotated[Line, Field(examples=["Anna de Vries"])]
    email: Annotated[Email, Field(examples=["anna@bakkerij.example"])]
    language: Language
    job_title: Annotated[Line | None, Field(examples=["directeur"])] = None
    duties: Duties


class ContactEdit(Edit):
    never_empty: ClassVar[frozenset[str]] = frozenset({"name", "email", "language", "duties"})

    name: Line | None = None
    email: Annotated[Email | None, Field(examples=["anna@bakkerij.example"])] = None
    language: Language | None = None
    job_title: Line | None = None
    duties: Duties | None = None


class Contact(Record):
    """Somebody who left holds no duties; ``departed_at`` says since when."""

    id: UUID
    client_id: UUID
    name: str
    email: str
    language: Language
    job_title: str | None
    duties: tuple[Duty, ...]
    departed_at: datetime | None = None


def missing_duty(held: Iterable[Iterable[Duty]]) -> Duty | None:
    """What nobody does among people with these duties, and somebody must."""
    done = {duty for duties in held for duty in duties}
    return next((duty for duty in NEEDED if duty not in done), None)
