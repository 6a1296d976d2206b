"""What documents asks the others for the whole file of a client, a page at a time."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from services.documents.domain.dossier import Row
from shared.http import Peer


async def rows_of(contracts: Peer, tenant_id: UUID, client_id: UUID) -> AsyncIterator[Row]:
    """``Missing`` for a client that the provider does not have."""
    async for item in _each(contracts, f"/clients/{client_id}/dossier", tenant_id):
        yield Row.model_validate(item)


async def evidence_of(
    notifications: Peer, tenant_id: UUID, client_id: UUID
) -> AsyncIterator[dict[str, Any]]:
    async for item in _each(notifications, f"/clients/{client_id}/evidence", tenant_id):
        yield item


async def require_client(contracts: Peer, tenant_id: UUID, client_id: UUID) -> None:
    """``Missing`` when there is none."""
    await contracts.ask("GET", f"/clients/{client_id}", tenant_id=tenant_id)


async def _each(peer: Peer, path: str, tenant_id: UUID) -> AsyncIterator[dict[str, Any]]:
    after: str | None = None
    while True:
        params = {"after": after} if after else None
        page = await peer.ask("GET", path, tenant_id=tenant_id, params=params)
        for item in page["items"]:
            yield item
        after = page["next"]
        if after is None:
            return
