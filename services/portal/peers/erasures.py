"""What the portal asks the other parts about clients that left."""

from typing import Any
from uuid import UUID

from services.portal.domain.erasures import FormerContacts, Plan
from services.portal.peers.call import Part


async def plan(part: Part, client_id: UUID) -> Plan:
    return Plan.model_validate(await part.get(f"/clients/{client_id}/erasure"))


async def holdings(part: Part, client_id: UUID) -> dict[str, int]:
    """What documents or notifications holds of a client, by category."""
    held: dict[str, int] = await part.get(f"/clients/{client_id}/holdings")
    return held


async def erase(part: Part, client_id: UUID) -> None:
    await part.post(f"/clients/{client_id}/erasures")


async def hold(part: Part, client_id: UUID, body: dict[str, Any]) -> None:
    await part.post(f"/clients/{client_id}/holds", body)


async def end_hold(part: Part, client_id: UUID, hold_id: UUID, reason: str) -> None:
    await part.post(f"/clients/{client_id}/holds/{hold_id}/ends", {"reason": reason})


async def former_contacts(part: Part, party_id: UUID) -> FormerContacts:
    told = await part.get(f"/subprocessors/{party_id}/former-contacts")
    return FormerContacts.model_validate(told)


async def erase_former_contacts(part: Part, party_id: UUID) -> None:
    await part.post(f"/subprocessors/{party_id}/former-contacts/erasures")
