"""The certificate with which a tenant seals, and what became of a seal."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from services.documents.domain.rendering import Record, Version
from shared.text import Language

Level = Literal["B-B", "B-T"]

EXPIRY_NEAR = timedelta(days=60)
LARGEST_PKCS12 = 200_000


class Identity(Record):
    """What a certificate says; DER throughout. ``fingerprint`` is its raw SHA-256. ``self_made``:
    it was made here."""

    self_made: bool
    subject: str
    issuer: str
    serial: str
    algorithm: str
    valid_from: datetime
    valid_until: datetime
    fingerprint: bytes
    certificate: bytes
    chain: tuple[bytes, ...]

    @property
    def unvouched(self) -> bool:
        """Nobody else stands for it, whoever made it: so it is no qualified seal."""
        return self.self_made or self.subject == self.issuer


class Certificate(Identity):
    """One that a tenant had or has; ``added_by`` is null for one that was made here."""

    id: UUID
    added_by: UUID | None
    added_at: datetime


class CertificateDraft(BaseModel):
    """A certificate with its private key (PKCS#12), and the password that opens it. Neither the
    password nor the file is kept, and the key is never given back."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"examples": [{"pkcs12": "MIIKPAIBAzCC…", "password": "geheim"}]},
    )

    pkcs12: Annotated[SecretStr, Field(min_length=1, max_length=LARGEST_PKCS12 * 4 // 3 + 4)]
    password: Annotated[SecretStr, Field(max_length=1000)]


class Seal(Record):
    """What was put under one PDF. ``downgrade`` says why it bears no time stamp although an
    authority was to give one."""

    digest: bytes
    certificate_id: UUID
    level: Level
    downgrade: str | None


def runs_out(valid_until: datetime, today: date) -> bool:
    """Whether it is time to ask for the next one."""
    return valid_until.date() - today <= EXPIRY_NEAR


_REASONS: dict[Language, str] = {
    "nl": "Uitgegeven door {}: {}, versie {}",
    "en": "Issued by {}: {}, version {}",
}


def reason(version: Version) -> str:
    """What a reader of the PDF is told of the seal."""
    agreement = version.snapshot["agreement"]
    return _REASONS[version.language].format(
        provider_of(version), agreement["reference"], agreement["version"]
    )


def provider_of(version: Version) -> str:
    provider = version.snapshot["provider"]
    return str(provider.get("legal_name") or provider["name"])
