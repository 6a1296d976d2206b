"""What anybody may know of a provider: no client, no contact, no count."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from services.contracts.domain.change import Action, ChangeLine, ChangeState
from services.contracts.domain.form import Record
from services.contracts.domain.link import Link
from services.contracts.domain.notice import Party, party
from services.contracts.domain.tenant import PublicTenant
from services.contracts.domain.transfer import Capacity
from shared.text import Text

Happened = Literal["announced", "altered", "withdrawn", "began", "ended"]


class PublicChange(Record):
    id: UUID
    title: Text
    reason: Text | None
    effective_on: date
    published_at: datetime | None
    state: ChangeState
    lines: tuple[ChangeLine, ...]


class PublicPage(Record):
    """``subprocessors`` in every capacity, by product; ``changes`` announced and not over."""

    tenant: PublicTenant
    on: date
    subprocessors: tuple[Link, ...]
    changes: tuple[PublicChange, ...]


class PublicLine(Record):
    """``product`` is null for the provider's own administration."""

    action: Action
    capacity: Capacity
    product: Text | None
    old: Party | None
    new: Party | None


class PublicEntry(Record):
    """What became public at one moment. ``id`` is the change where one was announced or withdrawn,
    the postponement where one was put off, elsewhere the link that came to hold or ceased to; that
    has no title. ``change_id`` and ``earlier_days``, the first first, are of what was put off."""

    kind: Happened
    id: UUID
    at: datetime
    title: Text | None = None
    reason: Text | None = None
    effective_on: date | None = None
    change_id: UUID | None = None
    earlier_days: tuple[date, ...] = ()
    lines: tuple[PublicLine, ...]


class PublicHistory(Record):
    """The newest first."""

    tenant: PublicTenant
    items: tuple[PublicEntry, ...]
    next: str | None


def public_line(line: ChangeLine) -> PublicLine:
    link = line.new or line.old
    assert link is not None
    return PublicLine(
        action=line.action,
        capacity=link.capacity,
        product=link.product,
        old=line.old and party(line.old),
        new=line.new and party(line.new),
    )


def nameless(link: Link) -> Link:
    """Without the names of people at the parties: those are for clients."""
    chain = tuple(
        above.model_copy(update={"contact_person": None}) for above in link.subprocessor.chain
    )
    party = link.subprocessor.model_copy(update={"contact_person": None, "chain": chain})
    return link.model_copy(update={"subprocessor": party})
