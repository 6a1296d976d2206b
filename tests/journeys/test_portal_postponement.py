"""A change is put off in the portal: who was told hears it, and every service says the new day."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from deploy.demo import load, sign_in
from deploy.demo.data import read
from deploy.demo.mailbox import text_of
from deploy.demo.site import Api, Site
from deploy.demo.visitor import Visitor
from deploy.demo.waiting import until

pytestmark = pytest.mark.xdist_group("instance")

KEY = uuid4().hex[:8]
TOLD, OWNER = f"hoort-{KEY}@museum.example", f"eigenaar-{KEY}@kale.example"
WHY = "De nieuwe leverancier is later klaar."


@dataclass
class Put:
    """A change of which somebody was told, at a provider of its own."""

    site: Site
    api: Api
    token: str
    change: str
    first: date


@pytest.fixture
async def told(site: Site) -> AsyncIterator[Put]:
    data = read("de-kale-ict")
    provider = data.provider.model_copy(update={"slug": f"postponed-{KEY}"})
    owner = data.owner.model_copy(update={"email": OWNER})
    data = data.model_copy(update={"provider": provider, "owner": owner})
    token = await load.provider(site, data)
    api = Api(site.contracts, token)
    client = data.clients[0]
    person = {"name": "Hanna Hoort", "email": TOLD, "language": "nl"}
    await api.post(
        "/onboardings",
        {
            "client": {"name": f"Museum {KEY}", "country": "NL", "language": "nl"},
            "contacts": [{**person, "duties": ["notice", "signatory"]}],
            "products": client.products,
            "terms": client.terms.model_dump() | {"authorisation": "general"},
        },
    )
    first = date.fromisoformat((await api.get("/clock"))["now"][:10]) + timedelta(days=60)
    links = await api.all("/links")
    old = next(
        one for one in links if one["subprocessor"]["name"] == "MoneyBird" and one["product_id"]
    )
    made = await api.post(
        "/changes",
        {
            "title": {"nl": "MoneyBird gaat weg", "en": "MoneyBird goes"},
            "effective_on": str(first),
            "ends": [old["link_id"]],
            "begins": [],
        },
    )
    await api.post(f"/changes/{made['id']}/publications")
    await site.mailbox.wait(TOLD, says="MoneyBird")
    yield Put(site, api, token, f"/changes/{made['id']}", first)
    await api.close()


async def notices(put: Put) -> dict[str, Any]:
    """States of the deliveries, by kind of notice."""
    api = Api(put.site.notifications, put.token)
    listed = (await api.get("/notices"))["items"]
    await api.close()
    return {one["kind"]: one["counts"] for one in listed}


async def test_staff_put_a_change_off_and_who_was_told_hears_it_once(told: Put) -> None:
    later = told.first + timedelta(days=30)
    async with Visitor(told.site.portal) as owner:
        await sign_in.enter(
            owner, await sign_in.request_link(told.site.portal, told.site.mailbox, OWNER)
        )
        form = f"{told.change}/postponement"
        await owner.open(f"{told.change}?language=nl")
        assert form in owner.page.xpath("//a/@href")
        await owner.open(form)
        reason = {"reason.nl": WHY, "reason.en": "The new supplier is ready later."}
        await owner.submit(form, effective_on=str(later), **reason)
        assert WHY in owner.text
        assert "Wie wat hoort" in owner.text
        assert (await told.api.get(told.change))["effective_on"] == str(told.first)
        await owner.submit(owner.address.partition(told.site.portal)[2])
        assert "aangekondigd voor" in owner.text
    mail = text_of(await told.site.mailbox.wait(TOLD, says=WHY))
    assert "uitgesteld" in mail

    async def all_sent() -> Any:
        counted = await notices(told)
        return counted if counted.get("change_altered") == {"accepted": 1} else None

    counted = await until("the alteration to be sent", all_sent)
    assert counted["change_announced"] == {"accepted": 1}
    assert await told.site.mailbox.count(TOLD, says=WHY) == 1
    agenda = (await told.api.get("/agenda"))["items"]
    assert [one["day"] for one in agenda if one["kind"] == "change_effective"] == [str(later)]
