"""The audit trail as owners and auditors see it, and the proof that it is whole."""

from datetime import datetime
from typing import Any, Literal, NamedTuple
from uuid import UUID

from pydantic import Field

from services.contracts.domain.form import Record
from shared.act import Deed, Head, commit, genesis, seal

Wrong = Literal["missing", "altered", "detail_altered", "head_differs"]
SHOWN_FAULTS = 100


class Act(Deed):
    """A row of the audit trail; the last of ``targets`` is what it was about, those before it where
    that belongs. ``address`` is null once the person was erased, ``service`` in acts that are older
    than the chain of all services."""

    number: int
    at: datetime
    service: str | None
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
    service: str | None
    deed: Deed
    commitment: bytes
    digest: bytes
    salt: bytes | None
    personal: dict[str, Any] | None


class Inspection:
    """Goes along a chain, the oldest act first, and remembers where it doesn't hold."""

    def __init__(self, tenant_id: UUID) -> None:
        self._digest = genesis(tenant_id)
        self.number, self.acts, self.erased = 0, 0, 0
        self.faults: list[Fault] = []

    def see(self, one: Sealed) -> None:
        before = Head(self.number, self._digest, one.at, one.service)
        if one.number != self.number + 1:
            self._fault(self.number + 1, "missing")
        elif seal(before, one.deed, one.commitment) != one.digest:
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
