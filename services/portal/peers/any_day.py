"""What the portal asks contracts of any day."""

from datetime import date
from uuid import UUID

from services.portal.domain.any_day import ByCategory, ProductLinks, ToldList
from services.portal.peers.call import Part


async def by_category(part: Part, client_id: UUID, on: date | None) -> ByCategory:
    found = await part.get(f"/clients/{client_id}/processors/by-category", on=on)
    return ByCategory.model_validate(found)


async def product_links(part: Part, product_id: UUID, on: date, after: str) -> ProductLinks:
    found = await part.get(f"/products/{product_id}/links", on=on, after=after, limit=100)
    return ProductLinks.model_validate(found)


async def recipients(part: Part, product_id: UUID, on: date, after: str) -> ToldList:
    found = await part.get(f"/products/{product_id}/recipients", on=on, after=after)
    return ToldList.model_validate(found)
