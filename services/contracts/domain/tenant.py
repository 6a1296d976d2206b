"""The provider whose record this is."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from services.contracts.domain.finding_texts import Mechanism
from services.contracts.domain.form import (
    Country,
    Day,
    Draft,
    Edit,
    Email,
    Line,
    Record,
    Url,
    Whole,
    Yes,
)

Slug = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class ReplyTerm(Draft):
    """Within which a provider promises to answer a data subject (Art. 12(3) AVG: one month)."""

    count: Annotated[Whole, Field(ge=1, le=366)]
    unit: Literal["days", "weeks", "months"]


Years = Annotated[Whole, Field(ge=1, le=100)]
EscalationDays = Annotated[Whole, Field(ge=1, le=60)]
ReminderDays = Annotated[Whole, Field(ge=1, le=366)]


class TenantDraft(Draft):
    """``id`` may be chosen by the caller, so that the same call can safely be made again.

    ``representative`` and ``dpo`` are named in the record of Art. 30(2)(a) AVG. ``four_eyes``: what
    one person drafts another reviews. ``retention_years``: how long agreements and evidence stay
    after the end, for claims. ``signing_reminder_days``: how long a version lies ready before its
    signatories are reminded, once. ``escalation_days``: how long before its last day to object
    somebody else at a client is told, where nobody knows that anybody there was reached.
    """

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"slug": "voorbeeldhost", "name": "Voorbeeldhost"}]}
    )

    id: UUID | None = None
    slug: Slug
    name: Line
    legal_name: Line | None = None
    registration: Line | None = None
    address: Line | None = None
    country: Country | None = None
    email: Email | None = None
    phone: Line | None = None
    website: Url | None = None
    privacy_contact: Line | None = None
    representative: Line | None = None
    dpo: Line | None = None
    eu_only: Yes = False
    transfer_basis: Mechanism | None = None
    reply_term: ReplyTerm | None = None
    statement_effective_on: Day | None = None
    changes_told_by: Literal["email", "site"] | None = None
    four_eyes: Yes = False
    retention_years: Years = 5
    signing_reminder_days: ReminderDays = 7
    escalation_days: EscalationDays = 7


class TenantEdit(Edit):
    """The slug stays: it stands in addresses that others have written down."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"dpo": "fg@voorbeeldhost.example", "four_eyes": True}]}
    )
    never_empty: ClassVar[frozenset[str]] = frozenset(
        {
            "name",
            "eu_only",
            "four_eyes",
            "retention_years",
            "signing_reminder_days",
            "escalation_days",
        }
    )

    name: Line | None = None
    legal_name: Line | None = None
    registration: Line | None = None
    address: Line | None = None
    country: Country | None = None
    email: Email | None = None
    phone: Line | None = None
    website: Url | None = None
    privacy_contact: Line | None = None
    representative: Line | None = None
    dpo: Line | None = None
    eu_only: Yes | None = None
    transfer_basis: Mechanism | None = None
    reply_term: ReplyTerm | None = None
    statement_effective_on: Day | None = None
    changes_told_by: Literal["email", "site"] | None = None
    four_eyes: Yes | None = None
    retention_years: Years | None = None
    signing_reminder_days: ReminderDays | None = None
    escalation_days: EscalationDays | None = None


class PublicTenant(Record):
    """What anybody may know of a provider."""

    slug: str
    name: str
    legal_name: str | None
    registration: str | None
    address: str | None
    country: str | None
    email: str | None
    phone: str | None
    website: str | None
    privacy_contact: str | None
    eu_only: bool
    statement_effective_on: date | None
    changes_told_by: Literal["email", "site"] | None


class Tenant(PublicTenant):
    id: UUID
    representative: str | None
    dpo: str | None
    transfer_basis: Mechanism | None
    reply_term: ReplyTerm | None
    four_eyes: bool
    retention_years: int
    signing_reminder_days: int
    escalation_days: int


class PublicName(Record):
    slug: str
    name: str
