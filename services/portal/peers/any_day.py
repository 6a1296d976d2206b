"""What the portal asks contracts of any day."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from services.portal.domain.any_day import AgreementOn, ByCategory, ProductLinks, ToldList
from services.portal.domain.clients import Client
from services.portal.domain.problem import Refused
from services.portal.domain.seen import Seen
from services.portal.peers.call import Part

T = TypeVar("T", bound=Seen)


async def by_category(part: Part, client_id: UUID, on: date | None) -> ByCategory:
    found = await part.get(f"/clients/{client_id}/processors/by-category", on=on)
    return ByCategory.model_validate(found)


async def client(part: Part, client_id: UUID, on: date) -> Client | None:
    """As it stood on a day; nothing where it was not there yet."""
    return await _if_there(Client, part, f"/clients/{client_id}", on)


async def agreement(part: Part, client_id: UUID, on: date) -> AgreementOn | None:
    """What it had agreed on a day; nothing where it had agreed nothing."""
    return await _if_there(AgreementOn, part, f"/clients/{client_id}/agreement", on)


async def _if_there(kind: type[T], part: Part, path: str, on: date) -> T | None:
    try:
        return kind.model_validate(await part.get(path, on=on))
    except Refused as error:
        if error.refusal.status == 404:
            return None
        raise


async def product_links(part: Part, product_id: UUID, on: date, after: str) -> ProductLinks:
    found = await part.get(f"/products/{product_id}/links", on=on, after=after, limit=100)
    return ProductLinks.model_validate(found)


async def recipients(part: Part, product_id: UUID, on: date, after: str) -> ToldList:
    found = await part.get(f"/products/{product_id}/recipients", on=on, after=after)
    return ToldList.model_validate(found)
