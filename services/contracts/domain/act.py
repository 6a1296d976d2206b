"""Who did what: a chain per provider over salted commitments.

Each act binds the one before it, so that none can be altered, taken out or put in between. What is
personal (the network address, what was sent) stands beside the chain under a salt, and can be
erased without breaking it. All digests are SHA-256 over canonical JSON (RFC 8785).
"""

import hashlib
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

import rfc8785
from pydantic import Field

from services.contracts.domain.form import Record

Wrong = Literal["missing", "altered", "detail_altered", "head_differs"]
SHOWN_FAULTS = 100
KEPT_BODY = 16_384
"""Bytes."""


class Deed(Record):
    """What is about to enter the chain. ``role`` is a staff role, the scopes of an integration, or
    a service's name; ``status`` that of the answer: 403 is an attempt that was refused."""

    operation: str
    noun: str
    actor_kind: str
    actor_id: UUID | None = None
    actor_role: str | None = None
    targets: tuple[UUID, ...] = ()
    status: int


class Personal(Record):
    """Null or empty where there was none."""

    address: str | None = None
    body: str | None = None


def body_of(sent: bytes) -> str | None:
    if not sent:
        return None
    if len(sent) > KEPT_BODY:
        return f"sha256:{hashlib.sha256(sent).hexdigest()}"
    return sent.decode(errors="replace")


class Head(NamedTuple):
    """The end of the chain, and the moment of what comes next."""

    number: int
    digest: bytes
    at: datetime


class Act(Deed):
    """A row of the audit trail; the last of ``targets`` is what it was about, those before it where
    that belongs. ``address`` is null once the person was erased."""

    number: int
    at: datetime
    digest: str
    address: str | None
    erased: bool


class ActDetail(Act):
    """With what was sent, while nobody in it was erased: JSON, or ``sha256:`` and its digest where
    it was long."""

    body: str | None = None


class ActPage(Record):
    items: tuple[Act, ...]
    next: int | None


class Fault(Record):
    """``number`` is the first act at which the chain doesn't hold."""

    number: int
    wrong: Wrong


class ActCheck(Record):
    """``digest`` is the end of the chain: note it elsewhere, and a later check can be held
    against it. ``erased`` counts acts whose personal part is gone; that is no fault."""

    sound: bool
    acts: int
    erased: int
    digest: str
    faults: tuple[Fault, ...] = Field(max_length=SHOWN_FAULTS)


class Sealed(NamedTuple):
    """A row as it stands in the database."""

    number: int
    at: datetime
    deed: Deed
    commitment: bytes
    digest: bytes
    salt: bytes | None
    personal: dict[str, Any] | None


def genesis(tenant_id: UUID) -> bytes:
    return hashlib.sha256(b"schakel:acts:1:" + tenant_id.bytes).digest()


def commit(salt: bytes, personal: dict[str, Any]) -> bytes:
    """``salt`` is 32 random bytes, so that nobody can guess an address from its commitment."""
    return hashlib.sha256(salt + rfc8785.dumps(personal)).digest()


def seal(previous: bytes, number: int, at: datetime, deed: Deed, commitment: bytes) -> bytes:
    content = {
        **deed.model_dump(mode="json"),
        "number": number,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "commitment": commitment.hex(),
        "previous": previous.hex(),
    }
    return hashlib.sha256(rfc8785.dumps(content)).digest()


class Inspection:
    """Goes along a chain, the oldest act first, and remembers where it doesn't hold."""

    def __init__(self, tenant_id: UUID) -> None:
        self._digest = genesis(tenant_id)
        self.number, self.acts, self.erased = 0, 0, 0
        self.faults: list[Fault] = []

    def see(self, one: Sealed) -> None:
        if one.number != self.number + 1:
            self._fault(self.number + 1, "missing")
        elif seal(self._digest, one.number, one.at, one.deed, one.commitment) != one.digest:
            self._fault(one.number, "altered")
        if one.salt is None or one.personal is None:
            self.erased += 1
        elif commit(one.salt, one.personal) != one.commitment:
            self._fault(one.number, "detail_altered")
        self.number, self._digest = one.number, one.digest
        self.acts += 1

    def end(self, head: tuple[int, bytes] | None) -> ActCheck:
        if (head or (0, self._digest)) != (self.number, self._digest):
            self._fault(self.number + 1, "head_differs")
        return ActCheck(
            sound=not self.faults,
            acts=self.acts,
            erased=self.erased,
            digest=self._digest.hex(),
            faults=tuple(self.faults),
        )

    def _fault(self, number: int, wrong: Wrong) -> None:
        if len(self.faults) < SHOWN_FAULTS:
            self.faults.append(Fault(number=number, wrong=wrong))
