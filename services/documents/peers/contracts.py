"""What documents asks of contracts, which keeps the agreements."""

from typing import Any
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


async def read_agreement(contracts: Peer, tenant_id: UUID, agreement_id: UUID) -> dict[str, Any]:
    """State, reference and versions."""
    answer = await contracts.ask("GET", f"/agreements/{agreement_id}", tenant_id=tenant_id)
    return dict(answer)


async def read_in_force(contracts: Peer, tenant_id: UUID, client_id: UUID) -> dict[str, Any]:
    """What counts for this client today."""
    answer = await contracts.ask("GET", f"/clients/{client_id}/agreement", tenant_id=tenant_id)
    return dict(answer)
