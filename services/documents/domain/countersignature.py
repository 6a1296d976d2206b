"""The provider's signature under what its client signed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.documents.domain.mandate import AgreementKind, Line, Mandate
from services.documents.domain.rendering import Record
from services.documents.domain.seal import Certificate


class CountersignatureDraft(BaseModel):
    """By hand: who signs, and by what right."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "version_id": "019a0000-0000-7000-8000-000000000004",
                    "name": "Daan Directeur",
                    "job_title": "directeur",
                }
            ]
        },
    )

    version_id: UUID
    name: Line
    job_title: Line


class Countersignature(Record):
    """``mandate_id`` is null for one by hand; then ``given_by``, ``name`` and ``job_title`` say who
    of the staff did it."""

    id: UUID = Field(examples=["019a0000-0000-7000-8000-000000000032"])
    version_id: UUID
    agreement_id: UUID
    client_id: UUID
    certificate_id: UUID
    mandate_id: UUID | None
    given_by: UUID | None
    name: str | None
    job_title: str | None
    at: datetime


def facts(
    found: Countersignature,
    mandate: Mandate | None,
    certificate: Certificate,
    kinds: dict[AgreementKind, str],
) -> dict[str, Any]:
    """What a certificate of completion prints; ``kinds`` are words for kinds of agreements."""
    return {
        "at": found.at.isoformat(),
        "name": found.name,
        "job_title": found.job_title,
        "mandate": mandate
        and {
            "name": mandate.name,
            "job_title": mandate.job_title,
            "given_at": mandate.given_at.isoformat(),
            "until": mandate.valid_until and mandate.valid_until.isoformat(),
            "kinds": "; ".join(kinds[kind] for kind in mandate.kinds),
            "text": mandate.statement,
        },
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "self_made": certificate.unvouched,
        "fingerprint": certificate.fingerprint.hex(),
    }
