"""What is to be made of an agreement version, how far it is, and what came of it."""

import hashlib
import json
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

import rfc8785
from pydantic import BaseModel, ConfigDict

from shared.errors import Conflict
from shared.text import Language

Variant = Literal["offered", "signed", "countersigned"]
Kind = Literal["docx", "pdf"]
State = Literal["waiting", "announced", "complete"]

_LONGEST_WAIT = timedelta(minutes=5)
_SAID: dict[tuple[Variant, Language], str] = {
    ("signed", "nl"): "-ondertekend",
    ("signed", "en"): "-signed",
    ("countersigned", "nl"): "-medeondertekend",
    ("countersigned", "en"): "-countersigned",
}
_CONCEALED = str.maketrans(dict.fromkeys('/\\:*?"<>|', "-"))


class Record(BaseModel):
    model_config = ConfigDict(frozen=True)


class Rendering(Record):
    """`problem` and `detail` say what the last attempt failed on; null when it did not."""

    id: UUID
    agreement_id: UUID
    version_id: UUID
    client_id: UUID
    variant: Variant
    requested_at: datetime
    announced_at: datetime | None
    completed_at: datetime | None
    attempts: int
    problem: str | None
    detail: str | None

    @property
    def state(self) -> State:
        """Announced with DOCX alone is not complete yet: the PDF follows."""
        if self.completed_at is not None:
            return "complete"
        return "waiting" if self.announced_at is None else "announced"


class Made(Record):
    """A file with what proves it: digests are raw SHA-256, `size` in bytes. ``engine``: names and
    versions of what made it; null for what was made before that was told."""

    kind: Kind
    digest: bytes
    size: int
    source_digest: bytes
    snapshot_digest: bytes
    file_name: str
    engine: str | None = None

    def key(self, tenant_id: UUID) -> str:
        """Where it lies in object storage."""
        return f"{tenant_id}/{self.digest.hex()}.{self.kind}"


class DocumentSeal(Record):
    """How a PDF is sealed: ``B-T`` with a time stamp, ``B-B`` without. ``self_made``: nobody stands
    for its certificate. ``downgrade``: why the stamp that was asked for is missing."""

    level: Literal["B-B", "B-T"]
    self_made: bool
    downgrade: str | None


class Document(Made):
    """A file that is stored and was read back; ``erased_at``: its bytes were removed since.

    ``seal`` is told in lists alone; null for a DOCX.
    """

    id: UUID
    rendering_id: UUID
    version_id: UUID
    client_id: UUID
    variant: Variant
    stored_at: datetime
    erased_at: datetime | None = None
    seal: DocumentSeal | None = None


class KeptFile(Record):
    """A file that bears a signature; `digest` is that of its bytes."""

    name: str
    digest: str


class Signature(Record):
    """What is printed of a signature; `digest` is that of the signed snapshot. Templates know no
    ``user_agent``: it stands among the evidence."""

    version_id: UUID
    typed_name: str
    job_title: str | None
    signed_on: date
    signed_at: datetime
    digest: str
    method: str
    address: str | None
    user_agent: str | None = None
    email: str | None = None
    terms_shown: str | None = None
    file: KeptFile | None = None
    recorded_at: datetime | None = None


class Version(Record):
    """A frozen agreement version as contracts tells it.

    `canonical` is the exact text under `digest` (hex SHA-256); `signature` is that of the
    agreement, under this version or an earlier one. `canonical` is null once it was erased.
    """

    version_id: UUID
    agreement_id: UUID
    client_id: UUID
    cause: Literal["onboarding", "change", "drift", "amendment", "own_paper"]
    digest: str
    canonical: str | None
    signature: Signature | None = None

    @cached_property
    def snapshot(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.canonical or "{}")
        return content

    @property
    def language(self) -> Language:
        language: Language = self.snapshot["agreement"]["language"]
        return language


def verify(version: Version, variant: Variant) -> None:
    """Conflict when the snapshot is not what its digest stands for, or nobody signed it."""
    if version.canonical is None:
        raise Conflict("text-erased", "The text of this version was erased; its digest stays.")
    form = rfc8785.dumps(version.snapshot)
    if form != version.canonical.encode() or hashlib.sha256(form).hexdigest() != version.digest:
        raise Conflict(
            "snapshot-altered", "The snapshot of this version does not match its digest."
        )
    if variant != "offered" and (
        version.signature is None
        or version.signature.version_id != version.version_id
        or version.signature.digest != version.digest
    ):
        raise Conflict("signature-missing", "There is no signature of this version.")


def context(version: Version, variant: Variant) -> dict[str, Any]:
    """What a template may print: the snapshot, its digest and, once signed, the signature.

    ``earlier_signature`` stands under an agreement that is renewed without being signed anew.
    """
    signature = version.signature and version.signature.model_dump(
        mode="json", exclude={"version_id", "user_agent"}
    )
    renewed = (
        version.signature is not None
        and version.cause != "onboarding"
        and version.signature.version_id != version.version_id
    )
    # Older snapshots say nothing of these.
    return (
        {"amendment": None, "own_paper": None}
        | version.snapshot
        | {
            "digest": version.digest,
            "signature": signature if variant != "offered" else None,
            "earlier_signature": signature if variant == "offered" and renewed else None,
        }
    )


def file_name(version: Version, variant: Variant, kind: Kind) -> str:
    agreement = version.snapshot["agreement"]
    signed = _SAID.get((variant, version.language), "")
    reference = str(agreement["reference"]).translate(_CONCEALED)
    return f"{reference}-v{agreement['version']}{signed}.{kind}"


def wait_after(attempts: int) -> timedelta:
    """1, 2, 4 … seconds, at most five minutes."""
    return min(timedelta(seconds=2 ** min(attempts, 16)), _LONGEST_WAIT)
