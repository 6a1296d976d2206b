"""The page that every visitor may read."""

from services.contracts.domain.found import found
from services.contracts.domain.public import PublicPage
from services.contracts.domain.tenant import PublicTenant
from services.contracts.store import clock, links, tenants
from shared.database import Connection


async def show_public(connection: Connection) -> PublicPage:
    """In a transaction of that tenant."""
    tenant = found(await tenants.read(connection), "tenant")
    today = await clock.today(connection)
    return PublicPage(
        tenant=PublicTenant.model_validate(tenant, from_attributes=True),
        on=today,
        subprocessors=tuple(
            link for link in await links.list_on(connection, today) if link.state == "in_force"
        ),
        changes=(),
    )
