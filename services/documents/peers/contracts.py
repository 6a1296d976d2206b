"""What documents asks of contracts, which keeps the agreements."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.documents.domain.rendering import Version
from shared.errors import Missing
from shared.http import Peer


async def read_version(contracts: Peer, tenant_id: UUID, version_id: UUID) -> Version:
    answer = await contracts.ask("GET", f"/versions/{version_id}", tenant_id=tenant_id)
    return Version.model_validate(answer)


async def read_versions(
    contracts: Peer, tenant_id: UUID, version_ids: Sequence[UUID]
) -> dict[UUID, Version]:
    """At most a hundred, by identifier; without those that are not there."""
    asked = {"id": [str(one) for one in version_ids]}
    try:
        answer = await contracts.ask("GET", "/versions", tenant_id=tenant_id, params=asked)
    except Missing:
        return {}
    told = (Version.model_validate(one) for one in answer["items"])
    return {version.version_id: version for version in told}


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
