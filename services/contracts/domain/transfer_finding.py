"""What the check of transfers found of the links of a day, and whom that touches."""

from datetime import date
from typing import Literal
from uuid import UUID

from services.contracts.domain.adequacy import Zone
from services.contracts.domain.finding_texts import Finding, Mechanism
from services.contracts.domain.form import Record
from services.contracts.domain.found import found
from services.contracts.domain.transfer import Capacity, Transfer
from shared.text import Text

# Whom a link concerns on a day: everybody who takes its product, some (others are held back, or
# keep what the rest has left), nobody yet (announced), or nobody soon (leaving).
Holds = Literal["everybody", "some", "announced", "leaving"]
PROMISE = "promise"


class CheckedLink(Record):
    link_id: UUID
    subprocessor: str
    legal_entity: str | None
    product: Text | None
    product_id: UUID | None
    capacity: Capacity
    zone: Zone | None
    mechanism: Mechanism | None
    mechanism_verified_on: date | None
    countries: tuple[str, ...] = ()
    established: str | None
    holds: Holds

    @property
    def transfer(self) -> Transfer:
        return Transfer.model_validate(self, from_attributes=True)


class LinkFinding(Record):
    """``link_id`` null: the finding concerns what the provider promises in general.

    ``first_seen`` and ``last_seen`` are days of a check; null: no check has met it yet. ``touches``
    counts the agreements for which the link holds on that day.
    """

    id: str
    link_id: UUID | None
    subprocessor: str | None
    product: Text | None
    product_id: UUID | None
    holds: Holds | None
    finding: Finding
    first_seen: date | None
    last_seen: date | None
    touches: int


class FindingPage(Record):
    """``next`` goes back as ``after``; null ends the list."""

    on: date
    items: tuple[LinkFinding, ...]
    next: str | None


class TouchedAgreement(Record):
    """A client, its agreement, and its last version; ``in_annex``: that names the link."""

    agreement_id: UUID
    reference: str
    client_id: UUID
    client: str
    link_ids: tuple[UUID, ...]
    version_id: UUID | None
    version: int | None
    in_annex: bool


class TouchedPage(Record):
    on: date
    items: tuple[TouchedAgreement, ...]
    next: str | None


def finding_id(link_id: UUID | None, code: str) -> str:
    return f"{link_id or PROMISE}.{code}"


def parse_id(text: str) -> tuple[UUID | None, str]:
    """The link and the code; ``Missing`` for what no list gave."""
    word, dot, code = text.partition(".")
    if dot and word == PROMISE:
        return None, code
    try:
        return UUID(word), code
    except ValueError:
        return found(None, "transfer-finding")
