"""A file of clients: what was asked, how far it is, and what is wrong with it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.contracts.domain.form import Record

OnExisting = Literal["keep", "update"]
Stage = Literal["read", "check", "resolve", "insert", "freeze"]
STAGES: tuple[Stage, ...] = ("read", "check", "resolve", "insert", "freeze")
Outcome = Literal["checked", "refused", "imported", "failed"]
State = Literal["waiting", "running", "checked", "refused", "imported", "failed"]
LARGEST = 64 * 1024 * 1024
MOST_ROWS = 200_000
MOST_FINDINGS = 1000


class ImportWish(Record):
    """``on_existing``: what happens to a client that is there with other data."""

    file_name: str
    media_type: str
    dry_run: bool
    on_existing: OnExisting


class Finding(Record):
    """``row`` as the file counts them, the headings being row 1; ``column`` as the file heads it,
    empty where the whole row or file is meant."""

    row: Annotated[int, Field(examples=[14])]
    column: Annotated[str, Field(examples=["e-mail"])]
    code: Annotated[str, Field(examples=["email-invalid"])]
    detail: Annotated[str, Field(examples=["Write an e-mail address, such as name@company.nl."])]


class FindingPage(Record):
    """``next`` goes back as ``after``; null ends the list."""

    items: tuple[Finding, ...]
    next: str | None


class Tally(Record):
    """What was made of the rows: clients that are new, changed, or left as they were."""

    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    findings: int = 0
    seconds: dict[Stage, float] = Field(default_factory=dict)


class ClientImport(Record):
    """``done`` of ``total`` within ``stage``. ``confirmable``: a dry run that found nothing, whose
    file is still there."""

    id: UUID
    file_name: str
    dry_run: bool
    on_existing: OnExisting
    requested_at: datetime
    state: State
    stage: Stage | None
    done: int
    total: int
    tally: Tally
    ended_at: datetime | None
    confirmable: bool


class ImportPage(Record):
    """``next`` goes back as ``after``; null ends the list."""

    items: tuple[ClientImport, ...]
    next: str | None
