"""An agreement, and its versions: snapshots that never change, and the digest that proves them."""

import hashlib
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import rfc8785

from services.contracts.domain.amendment import Proposal
from services.contracts.domain.form import Record
from services.contracts.domain.period import Period
from services.contracts.domain.signature import Method, Signature
from services.contracts.domain.termination import Termination
from services.contracts.domain.terms import Terms
from shared.text import Language, Text

Cause = Literal["onboarding", "change", "drift", "amendment", "own_paper"]
AgreementState = Literal["offered", "in_force", "expired", "ended"]


def canonical(snapshot: dict[str, Any]) -> str:
    """Canonical JSON (RFC 8785): the same content gives the same text whatever the key order."""
    return rfc8785.dumps(snapshot).decode()


def digest_of(canonical_json: str) -> bytes:
    """SHA-256 over the UTF-8 bytes of the canonical JSON."""
    return hashlib.sha256(canonical_json.encode()).digest()


class Frozen(Record):
    """One new version, ready to be stored; ``stamp`` is what its annexes say in one word."""

    agreement_id: UUID
    client_id: UUID
    number: int
    canonical: str
    digest: bytes
    link_ids: tuple[UUID, ...]
    stamp: UUID


class VersionLine(Record):
    """``accepted_on`` and ``method`` are null while nobody has said yes to this very version;
    ``erased_at`` is when its text was erased, of which the digest stays."""

    id: UUID
    number: int
    digest: str
    frozen_at: datetime
    cause: Cause
    change_id: UUID | None
    amendment_id: UUID | None = None
    accepted_on: date | None = None
    method: Method | None = None
    erased_at: datetime | None = None


class Version(Record):
    """A frozen version as documents reads it; ``canonical`` is the exact text under the digest.

    ``signature`` is that of the agreement: under this version, or under an earlier one. A version
    with new terms has its own or none. ``canonical`` is null once it was erased, on ``erased_at``:
    the digest still says that it was issued.
    """

    version_id: UUID
    agreement_id: UUID
    client_id: UUID
    language: Language
    cause: Cause
    digest: str
    canonical: str | None
    erased_at: datetime | None = None
    signature: Signature | None


class Versions(Record):
    """In no particular order."""

    items: list[Version]


class AgreementProduct(Record):
    id: UUID
    key: str
    name: Text
    valid_from: date | None = None
    valid_until: date | None = None


class Agreement(Record):
    """``drift``: what holds today differs from the annex that the client last received.

    ``ended_on``: the day from which it is over; ``ends_on``: the same, also when that is still to
    come. ``to_accept``: the version that awaits the client's yes.
    """

    id: UUID
    client_id: UUID
    client: str
    reference: str
    state: AgreementState
    ended_on: date | None
    ends_on: date | None
    terms: Terms
    terms_from: date
    products: tuple[AgreementProduct, ...]
    versions: tuple[VersionLine, ...]
    signature: Signature | None
    to_accept: UUID | None
    proposal: Proposal | None
    period: Period | None
    termination: Termination | None
    drift: bool


class AgreementLine(Record):
    """``review_by``: the first day on which its period or its review asks for attention."""

    id: UUID
    reference: str
    client_id: UUID
    client: str
    state: AgreementState
    review_by: date | None
    ends_on: date | None


class AgreementPage(Record):
    """``next`` goes back as ``after``; null ends the list."""

    items: tuple[AgreementLine, ...]
    next: str | None


class AgreementOn(Record):
    """What one client had agreed on one day; ``version`` holds the annex of that day."""

    on: date
    client_id: UUID
    agreement_id: UUID
    reference: str
    state: AgreementState
    terms: Terms
    terms_from: date
    products: tuple[AgreementProduct, ...]
    version: VersionLine | None
    runs_until: date | None


class VersionContent(Record):
    digest: str
    snapshot: dict[str, Any]
