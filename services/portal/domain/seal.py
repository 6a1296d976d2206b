"""The seal, its mandates, and what a check of a document says, as documents tells it."""

from datetime import date, datetime
from uuid import UUID

from services.portal.domain.seen import Seen

_COMMON_NAME = "Common Name: "


class Certificate(Seen):
    id: UUID
    self_made: bool
    subject: str
    issuer: str
    algorithm: str = ""
    valid_from: datetime
    valid_until: datetime
    fingerprint: str
    added_at: datetime

    @property
    def name(self) -> str:
        return _plain(self.subject)

    @property
    def vouched_by(self) -> str:
        return _plain(self.issuer)


class SealState(Seen):
    certificate: Certificate
    runs_out: bool
    authority: str | None = None
    earlier: tuple[Certificate, ...] = ()


class Mandate(Seen):
    id: UUID
    name: str
    job_title: str
    kinds: tuple[str, ...]
    valid_until: date | None = None
    statement: str
    given_at: datetime
    withdrawn_at: datetime | None = None

    def state_on(self, day: date) -> str:
        if self.withdrawn_at:
            return "withdrawn"
        return "over" if self.valid_until and self.valid_until < day else "valid"


class MandateList(Seen):
    items: tuple[Mandate, ...] = ()
    next: UUID | None = None


class Countersignature(Seen):
    id: UUID
    mandate_id: UUID | None = None
    name: str | None = None
    job_title: str | None = None
    at: datetime


class Issue(Seen):
    """A version of an agreement, or a document of the ``record``, of the day ``on``."""

    provider: str | None = None
    reference: str | None = None
    version: int | None = None
    variant: str | None = None
    record: str | None = None
    on: date | None = None
    kind: str
    issued_on: date
    erased: bool = False
    standing: str | None = None


class SealVerdict(Seen):
    intact: bool
    ours: bool
    self_made: bool
    subject: str
    issuer: str
    fingerprint: str
    sealed_at: datetime | None = None
    stamped_at: datetime | None = None
    authority: str | None = None

    @property
    def name(self) -> str:
        """Of whoever the certificate names."""
        return self.subject.removeprefix(_COMMON_NAME)

    @property
    def stamped_by(self) -> str:
        return (self.authority or "").removeprefix(_COMMON_NAME)


class Verdict(Seen):
    outcome: str
    digest: str
    issue: Issue | None = None
    seal: SealVerdict | None = None


def _plain(distinguished: str) -> str:
    """The common name in a distinguished name (RFC 4514), or all of it."""
    for part in distinguished.replace("\\,", "\0").split(","):
        if part.startswith("CN="):
            return part[3:].replace("\0", ",").replace("\\", "")
    return distinguished
