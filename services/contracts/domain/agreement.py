"""An agreement version: a snapshot that never changes, and the digest that proves it."""

import hashlib
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import rfc8785

from services.contracts.domain.form import Record
from services.contracts.domain.signature import Signature
from services.contracts.domain.terms import Terms
from shared.text import Language, Text

Cause = Literal["onboarding", "change", "drift"]
AgreementState = Literal["offered", "in_force", "ended"]


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
    id: UUID
    number: int
    digest: str
    frozen_at: datetime
    cause: Cause
    change_id: UUID | None


class Version(Record):
    """A frozen version as documents reads it; ``canonical`` is the exact text under the digest.

    ``signature`` is that of the agreement: under this version, or under an earlier one.
    """

    version_id: UUID
    agreement_id: UUID
    client_id: UUID
    language: Language
    cause: Cause
    digest: str
    canonical: str
    signature: Signature | None


class AgreementProduct(Record):
    id: UUID
    key: str
    name: Text


class Agreement(Record):
    """``drift``: today's links differ from the annex of the latest version."""

    id: UUID
    client_id: UUID
    client: str
    reference: str
    state: AgreementState
    ended_on: date | None
    terms: Terms
    products: tuple[AgreementProduct, ...]
    versions: tuple[VersionLine, ...]
    signature: Signature | None
    drift: bool


class DriftLine(Record):
    agreement_id: UUID
    reference: str
    client_id: UUID
    client: str


class DriftPage(Record):
    items: tuple[DriftLine, ...]
    next: str | None


class VersionContent(Record):
    digest: str
    snapshot: dict[str, Any]
