"""What the portal asks contracts about resellers."""

from typing import Any
from uuid import UUID

from services.portal.domain.resellers import Person, Placement, Reseller, ResellerList
from services.portal.peers.call import Part


async def resellers(part: Part, *, after: str = "", limit: int = 50) -> ResellerList:
    return ResellerList.model_validate(await part.get("/resellers", after=after, limit=limit))


async def reseller(part: Part, reseller_id: UUID) -> Reseller:
    return Reseller.model_validate(await part.get(f"/resellers/{reseller_id}"))


async def add_reseller(part: Part, body: dict[str, Any]) -> Reseller:
    return Reseller.model_validate(await part.post("/resellers", body))


async def person(part: Part, person_id: UUID) -> Person:
    return Person.model_validate(await part.get(f"/reseller-people/{person_id}"))


async def add_person(part: Part, reseller_id: UUID, body: dict[str, Any]) -> None:
    await part.post(f"/resellers/{reseller_id}/people", body)


async def remove_person(part: Part, person_id: UUID) -> None:
    await part.post(f"/reseller-people/{person_id}/departures")


async def placements(part: Part, client_id: UUID) -> list[Placement]:
    found = await part.get(f"/clients/{client_id}/placements")
    return [Placement.model_validate(one) for one in found["items"]]


async def place(part: Part, client_id: UUID, reseller_id: str | None) -> None:
    await part.post(f"/clients/{client_id}/placements", {"reseller_id": reseller_id})
