"""A provider of its own, that sees nothing of another."""

from uuid import UUID

from services.contracts.domain.tenant import TenantDraft
from services.contracts.store import tenants, transfers
from shared.database import Connection, enter_tenant
from shared.errors import Conflict


async def create_tenant(connection: Connection, draft: TenantDraft) -> UUID:
    """In a transaction of no tenant. The same id and slug again give the same provider."""
    tenant_id = draft.id or await tenants.new_id(connection)
    await enter_tenant(connection, tenant_id)
    if await tenants.insert(connection, draft):
        await transfers.open_round(connection)
    else:
        standing = await tenants.read(connection)
        if standing is None or standing.slug != draft.slug:
            raise Conflict("slug-taken", "Another provider has this slug.", field="slug")
    return tenant_id
