"""Clients, their agreements and who processes for them, as contracts tells them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from services.portal.domain.resellers import ResellerMark
from services.portal.domain.seen import Seen, WordList, Words

# What contracts tells for the name of a client or a person that was erased.
ERASED = "–"


class AgreementMark(Seen):
    id: UUID
    state: str


class ClientLine(Seen):
    id: UUID
    name: str
    external_id: str | None = None
    agreement: AgreementMark | None = None
    products: WordList = ()
    drift: bool = False
    reseller: ResellerMark | None = None


class ClientList(Seen):
    """``next`` goes back as ``after``; nothing ends the list."""

    items: tuple[ClientLine, ...] = ()
    next: str | None = None


class Contact(Seen):
    id: UUID
    client_id: UUID | None = None
    name: str
    email: str
    language: str = "nl"
    job_title: str | None = None
    duties: tuple[str, ...] = ()

    @property
    def is_erased(self) -> bool:
        return self.name == ERASED


class Terms(Seen):
    language: str = "nl"
    authorisation: str = "general"
    notice_days: int = 0
    objection_days: int = 0
    day_kind: str = "calendar"
    counted_from: str = "sent"
    on_objection: str = "block"
    end_choice: str = "delete"
    emergency_clause: bool = False


class Client(Seen):
    id: UUID
    external_id: str | None = None
    name: str
    registration: str | None = None
    address: str | None = None
    country: str | None = None
    language: str = "nl"
    representative: str | None = None
    dpo: str | None = None
    onboarded_at: datetime | None = None
    ended_on: date | None = None
    reseller: ResellerMark | None = None
    contacts: tuple[Contact, ...] = ()
    agreement: AgreementMark | None = None

    @property
    def is_erased(self) -> bool:
        return self.name == ERASED


class Product(Seen):
    id: UUID
    key: str = ""
    name: Words = None
    description: Words = None


class TakenProduct(Product):
    """One range of days in which it is taken; a product may have several."""

    valid_from: date | None = None
    valid_until: date | None = None

    def is_over(self, today: date) -> bool:
        return self.valid_until is not None and self.valid_until <= today


class VersionLine(Seen):
    """``erased_at``: since when of its text the digest alone is left."""

    id: UUID
    number: int
    digest: str
    frozen_at: datetime
    cause: str = "onboarding"
    change_id: UUID | None = None
    accepted_on: date | None = None
    method: str | None = None
    erased_at: datetime | None = None


class Proposal(Seen):
    id: UUID
    version_id: UUID
    from_day: date
    begins: WordList = ()
    ends: WordList = ()
    reason: str | None = None


class Period(Seen):
    runs_until: date | None = None
    notice_days: int = 0
    review_on: date | None = None
    note: str | None = None


class Termination(Seen):
    id: UUID
    by: str
    reason: str
    ends_on: date
    end_choice: str = "delete"
    data_by: date
    products: WordList = ()


class KeptFile(Seen):
    id: UUID
    name: str
    digest: str


class Signature(Seen):
    id: UUID
    version_id: UUID
    typed_name: str
    job_title: str | None = None
    signed_at: datetime
    digest: str
    method: str = "email_link"
    signed_on: date | None = None
    email: str | None = None
    address: str | None = None
    terms_shown: str | None = None
    file: KeptFile | None = None
    recorded_at: datetime | None = None


class Agreement(Seen):
    id: UUID
    client_id: UUID
    client: str = ""
    reference: str = ""
    state: str
    terms: Terms = Terms()
    products: tuple[TakenProduct, ...] = ()
    versions: tuple[VersionLine, ...] = ()
    signature: Signature | None = None
    drift: bool = False
    ended_on: date | None = None
    ends_on: date | None = None
    terms_from: date | None = None
    to_accept: UUID | None = None
    proposal: Proposal | None = None
    period: Period | None = None
    termination: Termination | None = None

    def going_on(self, today: date) -> list[TakenProduct]:
        """What is taken today or later, each product once."""
        found = {one.id: one for one in self.products if not one.is_over(today)}
        return list(found.values())

    @property
    def latest(self) -> VersionLine | None:
        return max(self.versions, key=lambda version: version.number, default=None)

    @property
    def newest_first(self) -> list[VersionLine]:
        return sorted(self.versions, key=lambda version: -version.number)

    def erased_at_of(self, signature: Signature) -> datetime | None:
        """Since when the text that was signed is gone, and with it what proved the signature."""
        signed = (one for one in self.versions if one.id == signature.version_id)
        return next((one.erased_at for one in signed), None)

    @property
    def standing_version(self) -> VersionLine | None:
        """The newest that is no proposal; a proposal that was accepted is none any more."""
        found = (one for one in self.newest_first if one.cause != "amendment" or one.accepted_on)
        return next(found, None)

    @property
    def to_sign(self) -> VersionLine | None:
        """What awaits a yes: a proposal, or the latest version of what nobody has accepted."""
        if self.state == "ended":
            return None
        if self.to_accept:
            return next((one for one in self.versions if one.id == self.to_accept), None)
        return None if self.signature else self.latest


class Version(Seen):
    """The frozen content and its digest: what is shown is what is signed."""

    version_id: UUID
    digest: str
    snapshot: dict[str, Any] = Field(default_factory=dict)


class Party(Seen):
    id: UUID | None = None
    name: str
    legal_entity: str | None = None
    registration: str | None = None
    address: str | None = None
    country: str | None = None
    contact: str | None = None
    contact_person: str | None = None
    website: str | None = None
    parent_id: UUID | None = None
    verified_on: date | None = None
    aliases: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    chain: tuple["Party", ...] = ()


class Link(Seen):
    """Who does what for which product; a null is to be confirmed by the provider."""

    link_id: UUID | None = None
    product_id: UUID | None = None
    product: Words = None
    subprocessor: Party
    capacity: str = "subprocessor"
    purpose: Words = None
    data_categories: WordList = ()
    data_subjects: WordList = ()
    location: Words = None
    countries: tuple[str, ...] = ()
    zone: str | None = None
    mechanism: str | None = None
    mechanism_verified_on: date | None = None
    condition: Words = None
    reason: Words = None
    verified_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    state: str = "in_force"


class Processors(Seen):
    on: date
    processors: tuple[Link, ...] = ()
    controllers: tuple[Link, ...] = ()


class Signatory(Seen):
    contact_id: UUID
    language: str = "nl"


class Onboarding(Seen):
    client_id: UUID
    agreement_id: UUID
    version_id: UUID
    digest: str = ""
    state: str = "offered"
    sign_in: Signatory


class Tenant(Seen):
    """What anybody may know of a provider, and what it promises; ``four_eyes`` is for staff."""

    slug: str = ""
    name: str
    legal_name: str | None = None
    registration: str | None = None
    address: str | None = None
    country: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    privacy_contact: str | None = None
    eu_only: bool = False
    four_eyes: bool = False


class AnnouncedChange(Seen):
    title: Words = None
    effective_on: date | None = None


class PublicPage(Seen):
    """A provider's public list; nothing about any client."""

    tenant: Tenant
    subprocessors: tuple[Link, ...] = ()
    changes: tuple[AnnouncedChange, ...] = ()
