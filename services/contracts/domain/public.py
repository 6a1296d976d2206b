"""What anybody may know of a provider: no client, no contact, no count."""

from datetime import date, datetime
from uuid import UUID

from services.contracts.domain.change import ChangeLine, ChangeState
from services.contracts.domain.form import Record
from services.contracts.domain.link import Link
from services.contracts.domain.tenant import PublicTenant
from shared.text import Text


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


def nameless(link: Link) -> Link:
    """Without the names of people at the parties: those are for clients."""
    chain = tuple(
        above.model_copy(update={"contact_person": None}) for above in link.subprocessor.chain
    )
    party = link.subprocessor.model_copy(update={"contact_person": None, "chain": chain})
    return link.model_copy(update={"subprocessor": party})
