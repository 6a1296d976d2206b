"""The page that every visitor may read."""

from uuid import UUID

from services.contracts.domain.found import found
from services.contracts.domain.public import PublicChange, PublicPage, nameless
from services.contracts.domain.tenant import PublicTenant
from services.contracts.store import changes, clock, links, tenants
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
