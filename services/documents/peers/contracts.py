"""What documents asks of contracts, which keeps the agreements."""

from uuid import UUID

from services.documents.domain.rendering import Version
from shared.http import Peer


async def read_version(contracts: Peer, tenant_id: UUID, version_id: UUID) -> Version:
    answer = await contracts.ask("GET", f"/versions/{version_id}", tenant_id=tenant_id)
    return Version.model_validate(answer)


async def read_name(contracts: Peer, tenant_id: UUID) -> str:
    """What the provider is called in law, or else at all."""
    tenant = await contracts.ask("GET", "/tenant", tenant_id=tenant_id)
    return str(tenant.get("legal_name") or tenant["name"])
