"""What proves a delivery: an append-only chain per notice over salted commitments.

Each row binds the row before it, so that nothing can be altered, taken out or put in between; what
is personal stands outside the chain, as payload and salt, and can be erased without breaking it.
All digests are SHA-256 over canonical JSON (RFC 8785).
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from services.notifications.domain.delivery import Frozen, State

Occurrence = Literal[
    "queued",  # the recipient was frozen
    "opened",  # an attempt is about to be made
    "accepted",  # the mail server took responsibility (SMTP 250, RFC 5321 4.2.5)
    "deferred",  # it asked to come back later (4xx)
    "refused",  # it refused for good (5xx)
    "cut",  # the link was lost after the last dot: taken or not, nobody knows (RFC 1047)
    "not_sent",  # the attempt ended before the mail server could have taken the message
    "given_up",  # too many deferrals
    "withheld",  # the person had left before it was sent
    "stopped",  # the notice was withdrawn before it left
    "confirmed",  # staff found the acceptance in the mail server's log
    "released",  # staff lets it be sent once more, under the same Message-ID
    "seen",  # the recipient opened it in the portal
]

STATE_AFTER: dict[Occurrence, State] = {
    "queued": "queued",
    "opened": "sending",
    "accepted": "accepted",
    "deferred": "queued",
    "refused": "failed",
    "cut": "in_doubt",
    "not_sent": "queued",
    "given_up": "failed",
    "withheld": "failed",
    "stopped": "stopped",
    "confirmed": "accepted",
    "released": "queued",
    "seen": "accepted",
}

Proof = Literal["queued", "accepted_by_mail_server", "failed", "in_doubt", "seen_in_portal", "none"]

_PROOF: dict[State, Proof] = {
    "queued": "queued",
    "sending": "queued",
    "accepted": "accepted_by_mail_server",
    "failed": "failed",
    "in_doubt": "in_doubt",
    "stopped": "none",
}


class Fact(Frozen):
    """One thing that happened to a delivery. ``payload`` is personal, ``details`` is not."""

    delivery_id: UUID
    attempt: int
    kind: Occurrence
    details: dict[str, Any] = Field(default_factory=dict)
    payload: dict[str, Any] = Field(default_factory=dict)


class Link(Frozen):
    """One row of the chain."""

    position: int
    delivery_id: UUID
    attempt: int
    kind: Occurrence
    at: datetime
    details: dict[str, Any]
    commitment: bytes
    digest: bytes


class Disclosure(Frozen):
    """What opens a commitment; gone once the person is erased."""

    position: int
    salt: bytes
    payload: dict[str, Any]


class Head(Frozen):
    """The end of the chain as it should be."""

    length: int
    digest: bytes


class Verification(Frozen):
    """``erased`` counts rows whose personal part is gone; that is no fault."""

    sound: bool
    rows: int
    erased: int
    faults: tuple[str, ...]


def canonical(value: Any) -> bytes:
    """RFC 8785 for what this chain holds: objects with ASCII keys, text, integers, null."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def genesis(notice: UUID) -> Head:
    return Head(length=0, digest=hashlib.sha256(b"schakel:evidence:1:" + notice.bytes).digest())


def commit(salt: bytes, payload: dict[str, Any]) -> bytes:
    """``salt`` is 32 random bytes, so that nobody can guess an address from its commitment."""
    return hashlib.sha256(salt + canonical(payload)).digest()


def extend(
    head: Head, at: datetime, facts: Sequence[Fact], salts: Iterable[bytes]
) -> tuple[Head, list[Link], list[Disclosure]]:
    """The rows that follow ``head``, in order, and the new head."""
    links, disclosures = [], []
    for fact, salt in zip(facts, salts, strict=True):
        link = Link(
            position=head.length + 1,
            delivery_id=fact.delivery_id,
            attempt=fact.attempt,
            kind=fact.kind,
            at=at,
            details=fact.details,
            commitment=commit(salt, fact.payload),
            digest=b"",
        )
        head = Head(length=link.position, digest=digest_of(head.digest, link))
        links.append(link.model_copy(update={"digest": head.digest}))
        disclosures.append(Disclosure(position=link.position, salt=salt, payload=fact.payload))
    return head, links, disclosures


def digest_of(previous: bytes, link: Link) -> bytes:
    """Binds the row to the one before it."""
    return hashlib.sha256(
        canonical(
            {
                "previous": previous.hex(),
                "position": link.position,
                "delivery_id": str(link.delivery_id),
                "attempt": link.attempt,
                "kind": link.kind,
                "at": link.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "details": link.details,
                "commitment": link.commitment.hex(),
            }
        )
    ).digest()


class Check:
    """Goes through a chain row by row, in order, and says whether it is whole."""

    def __init__(self, notice: UUID) -> None:
        self._expected = genesis(notice)
        self._rows = self._erased = 0
        self._faults: list[str] = []

    def add(self, link: Link, disclosure: Disclosure | None) -> None:
        self._rows += 1
        if link.position != self._expected.length + 1:
            self._faults.append(f"row {self._expected.length + 1} is missing")
        elif link.digest != digest_of(self._expected.digest, link):
            self._faults.append(f"row {link.position} was altered")
        if disclosure is None:
            self._erased += 1
        elif commit(disclosure.salt, disclosure.payload) != link.commitment:
            self._faults.append(f"the personal part of row {link.position} was altered")
        self._expected = Head(length=link.position, digest=link.digest)

    def conclude(self, head: Head) -> Verification:
        """``head`` is where the chain says that it ends."""
        faults = list(self._faults)
        if self._expected != head:
            faults.append(
                f"the chain ends at row {self._expected.length}, not as its head says "
                f"at row {head.length}"
            )
        return Verification(
            sound=not faults, rows=self._rows, erased=self._erased, faults=tuple(faults)
        )


def proof(state: State, seen: bool) -> Proof:
    """What may honestly be said: acceptance by a mail server is not reading."""
    return "seen_in_portal" if seen else _PROOF[state]
