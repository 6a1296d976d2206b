"""What the portal asks contracts of parties, products and links."""

from datetime import date
from typing import Any
from uuid import UUID

from services.portal.domain.catalogue import (
    ExceptionPage,
    LinkPage,
    PartyList,
    ProductList,
    ProductPage,
)
from services.portal.domain.clients import Link, Party
from services.portal.peers.call import Part


async def parties(part: Part, **asked: Any) -> PartyList:
    """``q``, ``stale``, ``parent_id`` and ``after``."""
    return PartyList.model_validate(await part.get("/subprocessors", **asked))


async def party(part: Part, party_id: UUID, on: date | None = None) -> Party:
    return Party.model_validate(await part.get(f"/subprocessors/{party_id}", on=on))


async def add_party(part: Part, body: dict[str, Any]) -> Party:
    return Party.model_validate(await part.post("/subprocessors", body))


async def products(part: Part, **asked: Any) -> ProductList:
    """``q`` and ``after``."""
    return ProductList.model_validate(await part.get("/products", **asked))


async def product(part: Part, product_id: UUID, on: date | None = None) -> ProductPage:
    return ProductPage.model_validate(await part.get(f"/products/{product_id}", on=on))


async def add_product(part: Part, body: dict[str, Any]) -> ProductPage:
    return ProductPage.model_validate(await part.post("/products", body))


async def add_processing(part: Part, product_id: UUID, body: dict[str, Any]) -> None:
    await part.post(f"/products/{product_id}/processings", body)


async def links(part: Part, **asked: Any) -> tuple[Link, ...]:
    """``product_id`` or ``subprocessor_id``; the first of a page that no product fills."""
    return LinkPage.model_validate(await part.get("/links", limit=200, **asked)).items


async def link(part: Part, link_id: UUID) -> Link:
    return Link.model_validate(await part.get(f"/links/{link_id}"))


async def add_link(part: Part, body: dict[str, Any]) -> None:
    await part.post("/links", body)


async def exceptions(part: Part, client_id: UUID, after: str = "") -> ExceptionPage:
    return ExceptionPage.model_validate(
        await part.get(f"/clients/{client_id}/exceptions", after=after)
    )


async def except_client(part: Part, link_id: UUID, body: dict[str, Any]) -> None:
    await part.post(f"/links/{link_id}/exceptions", body)
