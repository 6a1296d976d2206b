"""The demonstration's data go in through the public APIs, and the record judges them."""

from typing import Any

import pytest

from deploy.demo import load
from deploy.demo.data import DemoProvider, read
from deploy.demo.site import Api, Refused, Site

pytestmark = pytest.mark.xdist_group("instance")


def _named(slug: str, name: str) -> DemoProvider:
    """The provider as another tenant, so that tests don't meet."""
    data = read(slug)
    provider = data.provider.model_copy(update={"slug": name})
    return data.model_copy(update={"provider": provider})


async def _counts(contracts: Api, data: DemoProvider) -> dict[str, int]:
    paths = ("/subprocessors", "/products", "/links")
    listed = {path: len(await contracts.all(path)) for path in paths}
    products = {p["key"]: p["id"] for p in await contracts.all("/products")}
    return listed | {
        key: len((await contracts.get(f"/products/{product_id}"))["processings"])
        for key, product_id in products.items()
    }


async def test_loading_twice_leaves_one_of_everything(site: Site) -> None:
    data = _named("de-kale-ict", "loaded-twice")
    contracts = Api(site.contracts, await load.provider(site, data))
    first = await _counts(contracts, data)
    answers = [await load.onboard(contracts, client) for client in data.clients]
    again = Api(site.contracts, await load.provider(site, data))
    assert await _counts(again, data) == first
    assert [await load.onboard(again, client) for client in data.clients] == answers
    assert first["/links"] == len(data.links)
    assert first["/subprocessors"] == len(data.parties)


async def test_own_administration_and_controllers_stand_in_no_annex(site: Site) -> None:
    data = _named("de-kale-ict", "loaded-twice")
    contracts = Api(site.contracts, await load.provider(site, data))
    made = await load.onboard(contracts, data.clients[0])
    version = await contracts.get(
        f"/agreements/{made['agreement_id']}/versions/{made['version_id']}"
    )
    annex = {(s["product"], s["name"]) for s in version["snapshot"]["subprocessors"]}
    assert annex == {
        ("webhosting en e-mail", "DNN Consulting"),
        ("webhosting en e-mail", "Managed.com"),
        ("webhosting en e-mail", "SMTP.com"),
        ("webwinkel met facturatie", "MoneyBird"),
        ("webwinkel met facturatie", "Mollie"),
    }


async def test_the_privacy_shield_that_a_provider_leans_on_is_refused_with_a_way_out(
    site: Site,
) -> None:
    data = _named("qarebase", "leans-on-shield")
    contracts = Api(site.contracts, await load.provider(site, data))
    findings: list[dict[str, Any]] = (await contracts.get("/transfer-findings"))["items"]
    shield = next(f for f in findings if f["finding"]["code"] == "privacy-shield")
    assert shield["link_id"] is None
    assert "2021/914" in shield["finding"]["instead"]["nl"]
    azure = next(p for p in await contracts.all("/subprocessors") if "Azure" in p["name"])
    product = (await contracts.all("/products"))[0]
    link = {
        "subprocessor_id": azure["id"],
        "product_id": product["id"],
        "capacity": "subprocessor",
        "zone": "third",
        "mechanism": "privacy_shield",
    }
    with pytest.raises(Refused) as refusal:
        await contracts.post("/links", link)
    assert refusal.value.problem["type"] == "urn:schakel:problem:privacy-shield"


async def test_what_a_statement_says_of_its_provider_is_in_the_record(site: Site) -> None:
    data = _named("calqi", "stated-facts")
    contracts = Api(site.contracts, await load.provider(site, data))
    tenant = await contracts.get("/tenant")
    assert tenant["reply_term"] == {"count": 4, "unit": "weeks"}
    assert tenant["statement_effective_on"] == "2018-05-25"
    assert tenant["registration"] is None
