"""The provider whose record this is."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from services.contracts.domain.finding_texts import Mechanism
from services.contracts.domain.form import Country, Day, Draft, Email, Line, Record, Url, Whole, Yes

Slug = Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class ReplyTerm(Draft):
    """Within which a provider promises to answer a data subject (Art. 12(3) AVG: one month)."""

    count: Annotated[Whole, Field(ge=1, le=366)]
    unit: Literal["days", "weeks", "months"]


class TenantDraft(Draft):
    """``id`` may be chosen by the caller, so that the same call can safely be made again."""

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
    eu_only: Yes = False
    transfer_basis: Mechanism | None = None
    reply_term: ReplyTerm | None = None
    statement_effective_on: Day | None = None
    changes_told_by: Literal["email", "site"] | None = None


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
    transfer_basis: Mechanism | None
    reply_term: ReplyTerm | None


class PublicName(Record):
    slug: str
    name: str
