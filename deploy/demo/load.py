"""Loads the demonstration's providers through the public APIs of a running instance.

Whatever is there already is left as it is, so a load that was cut off may simply be done again.
"""

from collections.abc import Sequence
from typing import Any

import httpx
from rich.console import Console

from deploy.demo import sign_in
from deploy.demo.data import Client, DemoProvider, Link, Party, Product, Provider, read_all
from deploy.demo.site import Api, Refused, Site
from deploy.demo.visitor import Visitor
from deploy.local.instance import Instance

DONE = "demo-loaded"
FACTS = {
    "legal_name",
    "registration",
    "address",
    "country",
    "email",
    "phone",
    "website",
    "privacy_contact",
    "eu_only",
    "transfer_basis",
}
PARTY = {"name", "legal_entity", "registration", "address", "country", "contact", "website"}


async def everything(instance: Instance, console: Console) -> None:
    """All providers with their clients, once in the life of a data folder."""
    done = instance.folder / DONE
    if done.exists():
        return
    site = Site.at(instance.ports, instance.secrets.setup_token)
    with console.status("Demo data …") as status:
        for data in read_all():
            status.update(f"Demo data: {data.provider.name} …")
            token = await provider(site, data)
            contracts = Api(site.contracts, token)
            for client in data.clients:
                await onboard(contracts, client)
            await contracts.close()
            console.print(f"Demo data: {summary(data)}")
    done.touch()


def summary(data: DemoProvider) -> str:
    counts = {
        "parties": len(data.parties),
        "links": len(data.links),
        "products": len(data.products),
        "clients": len(data.clients),
    }
    listed = ", ".join(f"{count} {what}" for what, count in counts.items())
    return f"{data.provider.name} ({listed})"


async def provider(site: Site, data: DemoProvider) -> str:
    """The provider with what it sells and whom it works with; an access token of its owner."""
    token = await set_up(site, data)
    contracts = Api(site.contracts, token)
    try:
        await describe(contracts, data)
    finally:
        await contracts.close()
    return token


async def set_up(site: Site, data: DemoProvider) -> str:
    """Add the provider, follow the owner's sign-in link, and take an access token."""
    body = {
        "name": data.provider.name,
        "slug": data.provider.slug,
        "owner": data.owner.model_dump(),
        "facts": facts_of(data.provider),
        "setup_token": site.setup_token,
    }
    async with httpx.AsyncClient(base_url=site.portal, timeout=60) as administrator:
        made = _read(await administrator.post("/providers", json=body))
    async with Visitor(site.portal) as owner:
        await sign_in.enter(owner, made["sign_in_url"])
        token: str = _read(await owner.post("/access-tokens"))["token"]
    return token


def _read(answer: httpx.Response) -> Any:
    if answer.is_error:
        raise Refused(answer.request.method, str(answer.url), answer)
    return answer.json()


def facts_of(facts: Provider) -> dict[str, Any]:
    """What the record keeps of a provider's own statement."""
    term = facts.reply_term
    dated = facts.statement_date
    told = {"website": "site", "email": "email"}.get(facts.changes_told)
    return {
        **facts.model_dump(include=FACTS),
        "reply_term": term and term.model_dump(include={"count", "unit"}),
        # A statement that gives the month alone holds from its first day.
        "statement_effective_on": dated and f"{dated}-01"[:10],
        "changes_told_by": told,
    }


async def describe(contracts: Api, data: DemoProvider) -> None:
    parties = await _parties(contracts, data.parties)
    products = await _products(contracts, data.products)
    await _links(contracts, data.links, parties, products)


async def _parties(contracts: Api, wanted: Sequence[Party]) -> dict[str, str]:
    """Key to id."""
    there = {party["name"]: party["id"] for party in await contracts.all("/subprocessors")}
    return {
        party.key: there.get(party.name)
        or (await contracts.post("/subprocessors", party.model_dump(include=PARTY)))["id"]
        for party in wanted
    }


async def _products(contracts: Api, wanted: Sequence[Product]) -> dict[str, str]:
    """Key to id."""
    ids = {product["key"]: product["id"] for product in await contracts.all("/products")}
    for product in wanted:
        if product.key not in ids:
            body = product.model_dump(include={"key", "name", "description"})
            ids[product.key] = (await contracts.post("/products", body))["id"]
        path = f"/products/{ids[product.key]}"
        there = len((await contracts.get(path))["processings"])
        for processing in product.processings[there:]:
            body = processing.model_dump(exclude={"invented"})
            await contracts.post(f"{path}/processings", body)
    return ids


async def _links(
    contracts: Api, wanted: Sequence[Link], parties: dict[str, str], products: dict[str, str]
) -> None:
    there = {
        (link["subprocessor"]["id"], link["product_id"], link["capacity"])
        for link in await contracts.all("/links")
    }
    for link in wanted:
        party, product = parties[link.party], link.product and products[link.product]
        if (party, product, link.capacity) not in there:
            content = link.model_dump(mode="json", exclude={"party", "product", "unconfirmed"})
            body = {**content, "subprocessor_id": party, "product_id": product}
            await contracts.post("/links", body)


async def onboard(contracts: Api, client: Client) -> dict[str, Any]:
    """The answer to the onboarding; the same client again gives the same answer."""
    who = client.model_dump(include={"external_id", "name", "address", "country", "language"})
    body = {
        "client": who,
        "contacts": [contact.model_dump() for contact in client.contacts],
        "products": client.products,
        "terms": client.terms.model_dump(),
    }
    answer: dict[str, Any] = await contracts.post(
        "/onboardings", body, key=f"demo-{client.external_id}"
    )
    return answer
