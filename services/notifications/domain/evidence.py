"""What proves a delivery: an append-only chain per notice over salted commitments.

Each row binds the row before it, so that nothing can be altered, taken out or put in between; what
is personal stands outside the chain, as payload and salt, and can be erased without breaking it.
All digests are SHA-256 over canonical JSON (RFC 8785).
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal, NamedTuple
from uuid import UUID

import msgspec

from services.notifications.domain.delivery import Frozen, State
from services.notifications.domain.fault import Fault, fault

Occurrence = Literal[
    "queued",  # the recipient was frozen
    "opened",  # one more attempt is about to be made; that the first may is on record by its window
    "accepted",  # the mail server took responsibility (SMTP 250, RFC 5321 4.2.5)
    "deferred",  # it asked to come back later (4xx)
    "refused",  # it refused for good (5xx)
    "cut",  # the link was lost after the last dot: taken or not, nobody knows (RFC 1047)
    "not_sent",  # the attempt ended before the mail server could have taken the message
    "interrupted",  # whoever sent it is gone and left no word: taken or not, nobody knows
    "given_up",  # too many deferrals
    "withheld",  # the person had left before it was sent
    "stopped",  # the notice was withdrawn before it left
    "confirmed",  # staff found the acceptance in the mail server's log
    "released",  # staff lets it be sent once more, under the same Message-ID
    "delivered",  # the receiving side reported that it put it in the mailbox (RFC 3464)
    "relayed",  # it went on to where no reports come from, or to several addresses
    "delayed",  # it waits on its way
    "bounced",  # it came back after it had been taken: nobody was told by it
    "returned",  # as that, of what failed before, or had been read in the portal
    "answered",  # a mail came back that is neither a report nor an automatic answer
    "seen",  # the recipient opened it in the portal
    "acknowledged",  # the recipient said in the portal that they have taken note of it
    "escalated",  # told because nobody else at this client could be reached
    "posted",  # staff says that a letter in its place was handed to the post
]

STATE_AFTER: dict[Occurrence, State] = {
    "queued": "queued",
    "opened": "sending",
    "accepted": "accepted",
    "deferred": "queued",
    "refused": "failed",
    "cut": "in_doubt",
    "not_sent": "queued",
    "interrupted": "in_doubt",
    "given_up": "failed",
    "withheld": "failed",
    "stopped": "stopped",
    "confirmed": "accepted",
    "released": "queued",
    # A report that comes after the mail server's yes; only what bounced takes it back.
    "delivered": "accepted",
    "relayed": "accepted",
    "delayed": "accepted",
    "bounced": "failed",
    "returned": "failed",
    "answered": "accepted",
    "seen": "accepted",
    "acknowledged": "accepted",
    # These two say nothing of the mail.
    "escalated": "queued",
    "posted": "failed",
}

Proof = Literal[
    "queued",
    "accepted_by_mail_server",
    "failed",
    "in_doubt",
    "reported_delivered",
    "seen_in_portal",
    "acknowledged",
    "none",
]

_PROOF: dict[State, Proof] = {
    "queued": "queued",
    "sending": "queued",
    "accepted": "accepted_by_mail_server",
    "failed": "failed",
    "in_doubt": "in_doubt",
    "stopped": "none",
}


class Fact(msgspec.Struct, frozen=True, gc=False):
    """One thing that happened to a delivery. ``payload`` is personal, ``details`` is not."""

    delivery_id: UUID
    attempt: int
    kind: Occurrence
    details: dict[str, Any] = msgspec.field(default_factory=dict)
    payload: dict[str, Any] = msgspec.field(default_factory=dict)


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


class Row(NamedTuple):
    """One row of the chain with what opens it, as it is written down: ``details`` and ``payload``
    as canonical JSON."""

    position: int
    delivery_id: UUID
    attempt: int
    kind: Occurrence
    details: str
    commitment: bytes
    digest: bytes
    salt: bytes
    payload: str


class Head(Frozen):
    """The end of the chain as it should be."""

    length: int
    digest: bytes


class Verification(Frozen):
    """``erased`` counts rows whose personal part is gone; that is no fault."""

    sound: bool
    rows: int
    erased: int
    findings: tuple[Fault, ...]


# RFC 8785 for what this chain holds.
_encode = msgspec.json.Encoder(order="sorted").encode
# Canonical JSON of what a row binds: its names in order, and no value in it that needs escaping.
_BOUND = (
    b'{"at":"%b","attempt":%d,"commitment":"%b","delivery_id":"%b","details":%b,"kind":"%b",'
    b'"position":%d,"previous":"%b"}'
)


def canonical(value: Any) -> bytes:
    """RFC 8785 for what this chain holds: objects with ASCII keys, text, integers, null."""
    return _encode(value)


def genesis(notice: UUID) -> Head:
    return Head(length=0, digest=sha256(b"schakel:evidence:1:" + notice.bytes).digest())


def commit(salt: bytes, payload: dict[str, Any]) -> bytes:
    """``salt`` is 32 random bytes, so that nobody can guess an address from its commitment."""
    return sha256(salt + canonical(payload)).digest()


def extend(
    head: Head, at: datetime, facts: Sequence[Fact], salts: Iterable[bytes]
) -> tuple[Head, list[Row]]:
    """The rows that follow ``head``, in order, and the new head."""
    moment, position, digest = _moment(at), head.length, head.digest
    rows = []
    for fact, salt in zip(facts, salts, strict=True):
        position += 1
        details, payload = _encode(fact.details), _encode(fact.payload)
        commitment = sha256(salt + payload).digest()
        identity = (fact.delivery_id, fact.attempt, fact.kind)
        digest = sha256(bind(digest, position, moment, identity, (details, commitment))).digest()
        rows.append(
            Row(position, *identity, details.decode(), commitment, digest, salt, payload.decode())
        )
    return Head(length=position, digest=digest), rows


def bind(
    previous: bytes,
    position: int,
    moment: bytes,
    identity: tuple[UUID, int, Occurrence],
    said: tuple[bytes, bytes],
) -> bytes:
    """What a digest is made of, as canonical JSON, the digest before it among it. ``said``: details
    as canonical JSON, and the commitment."""
    delivery_id, attempt, kind = identity
    details, commitment = said
    return _BOUND % (
        moment,
        attempt,
        commitment.hex().encode(),
        str(delivery_id).encode(),
        details,
        kind.encode(),
        position,
        previous.hex().encode(),
    )


def digest_of(previous: bytes, link: Link) -> bytes:
    """Binds the row to the one before it."""
    identity = (link.delivery_id, link.attempt, link.kind)
    said = (canonical(link.details), link.commitment)
    bound = bind(previous, link.position, _moment(link.at), identity, said)
    return sha256(bound).digest()


def moment_of(at: datetime) -> str:
    """As a digest binds it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _moment(at: datetime) -> bytes:
    return moment_of(at).encode()


class Check:
    """Goes through a chain row by row, in order, and says whether it is whole."""

    def __init__(self, notice: UUID) -> None:
        self._expected = genesis(notice)
        self._rows = self._erased = 0
        self._faults: list[Fault] = []

    def add(self, link: Link, disclosure: Disclosure | None) -> None:
        self._rows += 1
        if link.position != self._expected.length + 1:
            self._faults.append(fault("row-missing", self._expected.length + 1))
        elif link.digest != digest_of(self._expected.digest, link):
            self._faults.append(fault("row-altered", link.position))
        if disclosure is None:
            self._erased += 1
        elif commit(disclosure.salt, disclosure.payload) != link.commitment:
            self._faults.append(fault("person-altered", link.position))
        self._expected = Head(length=link.position, digest=link.digest)

    def conclude(self, head: Head) -> Verification:
        """``head`` is where the chain says that it ends."""
        faults = list(self._faults)
        if self._expected != head:
            faults.append(fault("end-differs", self._expected.length, head.length))
        return Verification(
            sound=not faults, rows=self._rows, erased=self._erased, findings=tuple(faults)
        )


def proof(state: State, seen: bool, acknowledged: bool = False, *, reported: bool = False) -> Proof:
    """What may honestly be said: acceptance by a mail server is not arrival, arrival is not
    reading, and opening is not saying that one has taken note."""
    if acknowledged:
        return "acknowledged"
    if seen:
        return "seen_in_portal"
    return "reported_delivered" if reported and state == "accepted" else _PROOF[state]
