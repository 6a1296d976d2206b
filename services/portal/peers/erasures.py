"""What the portal asks contracts about clients that left."""

from uuid import UUID

from services.portal.domain.erasures import Plan
from services.portal.peers.call import Part


async def plan(part: Part, client_id: UUID) -> Plan:
    return Plan.model_validate(await part.get(f"/clients/{client_id}/erasure"))


async def erase(part: Part, client_id: UUID) -> None:
    await part.post(f"/clients/{client_id}/erasures")
