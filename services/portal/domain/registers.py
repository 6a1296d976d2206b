"""Entries of the registers, versions of the privacy statement and agreements with suppliers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from services.portal.domain.clients import Link, Tenant
from services.portal.domain.papers import KeptFile
from services.portal.domain.seen import Seen, Words


class Revision(Seen):
    number: int = 1
    facts: dict[str, Any] = Field(default_factory=dict)
    reason: str | None = None
    recorded_by: UUID | None = None
    recorded_at: datetime | None = None


class Entry(Seen):
    id: UUID
    kind: str = ""
    client_id: UUID | None = None
    client: str | None = None
    reference: str | None = None
    day: date
    due_on: date | None = None
    is_open: bool = False
    number: int = 1
    facts: dict[str, Any] = Field(default_factory=dict)
    erased_on: date | None = None
    recorded_at: datetime | None = None
    revisions: tuple[Revision, ...] = ()


class EntryList(Seen):
    """``next`` goes back as ``after``; nothing ends the list."""

    items: tuple[Entry, ...] = ()
    next: str | None = None


class Category(Seen):
    """``category`` null: the provider has yet to confirm which data these parties have."""

    category: Words = None
    holders: tuple[Link, ...] = ()


class Overview(Seen):
    """``entrusted``: processed for the client; ``administration``: on the client itself."""

    client: str = ""
    entrusted: tuple[Category, ...] = ()
    administration: tuple[Category, ...] = ()


class AnswerPack(Seen):
    on: date
    request: Entry
    provider: Tenant
    statement: str | None = None
    overview: Overview


class Unfinished(Seen):
    agreement_id: UUID
    reference: str = ""
    client_id: UUID
    client: str = ""
    ended_on: date
    end_choice: str = "delete"
    due_on: date
    entry_id: UUID | None = None


class Statement(Seen):
    id: UUID
    label: str
    effective_on: date
    valid_from: date | None = None
    valid_until: date | None = None
    state: str = "announced"
    file: KeptFile | None = None
    text: str | None = None
    changes: str | None = None
    told_by: str | None = None
    corrects_id: UUID | None = None
    recorded_by: UUID | None = None
    recorded_at: datetime | None = None


class StatementList(Seen):
    items: tuple[Statement, ...] = ()
    next: str | None = None


class UpstreamStanding(Seen):
    id: UUID
    state: str
    since: date
    file: KeptFile | None = None
    recorded_at: datetime | None = None


class Upstream(Seen):
    id: UUID
    subprocessor_id: UUID
    subprocessor: str = ""
    title: str = ""
    valid_from: date
    valid_until: date | None = None
    notice_days: int | None = None
    objection_days: int | None = None
    day_kind: str = "calendar"
    reminder_days: int = 60
    note: str | None = None
    state: str | None = None
    states: tuple[UpstreamStanding, ...] = ()
    reminded_on: date | None = None


class UpstreamList(Seen):
    items: tuple[Upstream, ...] = ()
    next: str | None = None


class ProductSlack(Seen):
    product: Words = None
    days: int = 0
    objection_days: int = 0
    day_kind: str = "calendar"
    agreements: int = 0
    notice_slack: int | None = None
    objection_slack: int | None = None


class Slack(Seen):
    subprocessor_id: UUID
    subprocessor: str = ""
    notice_days: int | None = None
    objection_days: int | None = None
    day_kind: str | None = None
    products: tuple[ProductSlack, ...] = ()
    warnings: tuple[str, ...] = ()
