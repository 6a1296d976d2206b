"""The page that every visitor may read, and what has become public over the years."""

from uuid import UUID

from services.contracts.domain.change import ChangeLine
from services.contracts.domain.found import found
from services.contracts.domain.link import Link
from services.contracts.domain.public import (
    PublicChange,
    PublicEntry,
    PublicHistory,
    PublicPage,
    nameless,
    public_line,
)
from services.contracts.domain.tenant import PublicTenant
from services.contracts.store import (
    changes,
    clock,
    links,
    postponements,
    public_history,
    tenants,
)
from services.contracts.store.public_history import Event
from shared.database import Connection


async def show_public(connection: Connection) -> PublicPage:
    """In a transaction of that tenant."""
    tenant = found(await tenants.read(connection), "tenant")
    today = await clock.today(connection)
    announced = await changes.list_announced(connection)
    return PublicPage(
        tenant=PublicTenant.model_validate(tenant, from_attributes=True),
        on=today,
        subprocessors=tuple(
            nameless(link)
            for link in await links.list_on(connection, today)
            if link.state == "in_force"
        ),
        changes=tuple([await _public(connection, one) for one in announced]),
    )


async def show_history(connection: Connection, after: str | None, limit: int) -> PublicHistory:
    """Parties by the names that they bear now."""
    tenant = found(await tenants.read(connection), "tenant")
    events, more = await public_history.list_page(connection, after, limit)
    wanted = [one.id for one in events if one.kind in ("began", "ended")]
    held = {link.link_id: link for link in await links.read_many(connection, wanted)}
    items = [
        _of_link(one, held[one.id]) if one.id in held else await _of_act(connection, one)
        for one in events
    ]
    return PublicHistory(
        tenant=PublicTenant.model_validate(tenant, from_attributes=True),
        items=tuple(items),
        next=more,
    )


def _of_link(event: Event, link: Link) -> PublicEntry:
    if event.kind == "began":
        line = ChangeLine(action="addition", old=None, new=link)
    else:
        line = ChangeLine(action="removal", old=link, new=None)
    return PublicEntry(**event._asdict(), lines=(public_line(line),))


async def _of_act(connection: Connection, event: Event) -> PublicEntry:
    if event.kind != "altered":
        return await _of_change(connection, event, event.id)
    postponed = found(await postponements.read(connection, event.id), "postponement")
    entry = await _of_change(connection, event, postponed.change_id)
    days = await postponements.days_before(connection, postponed.id)
    told = {"effective_on": postponed.effective_on, "change_id": postponed.change_id}
    return entry.model_copy(update=told | {"earlier_days": days})


async def _of_change(connection: Connection, event: Event, change_id: UUID) -> PublicEntry:
    change = found(await changes.read(connection, change_id), "change")
    announced = event.kind == "announced"
    return PublicEntry(
        **event._asdict(),
        title=change.title,
        reason=change.reason,
        effective_on=change.announced_for if announced else change.effective_on,
        lines=tuple(public_line(line) for line in await changes.lines(connection, change_id)),
    )


async def _public(connection: Connection, change_id: UUID) -> PublicChange:
    change = found(await changes.read(connection, change_id), "change")
    return PublicChange(
        id=change.id,
        title=change.title,
        reason=change.reason,
        effective_on=change.effective_on,
        published_at=change.published_at,
        state=change.state,
        lines=tuple(
            line.model_copy(
                update={
                    "old": line.old and nameless(line.old),
                    "new": line.new and nameless(line.new),
                }
            )
            for line in await changes.lines(connection, change_id)
        ),
    )
