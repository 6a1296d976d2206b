"""A person leaves between the publication of a change and the mail: across all services."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from deploy.demo import load
from deploy.demo.data import DemoProvider, read
from deploy.demo.site import Api, Site, legal_day
from deploy.demo.waiting import until
from deploy.local.instance import Instance

pytestmark = pytest.mark.xdist_group("instance")

KEY = uuid4().hex[:8]
LEAVES, COMES = f"vertrekt-{KEY}@museum.example", f"komt-{KEY}@museum.example"


@pytest.fixture
async def record(site: Site) -> AsyncIterator[tuple[Api, str, DemoProvider]]:
    """A provider of its own with everything but clients, and the token of its owner."""
    data = read("de-kale-ict")
    provider = data.provider.model_copy(update={"slug": f"departure-{KEY}"})
    data = data.model_copy(update={"provider": provider})
    token = await load.provider(site, data)
    api = Api(site.contracts, token)
    yield api, token, data
    await api.close()


def someone(name: str, email: str, *duties: str) -> dict[str, Any]:
    return {"name": name, "email": email, "language": "nl", "duties": list(duties)}


async def onboard(api: Api, data: DemoProvider) -> dict[str, Any]:
    """A client at which one person is told of changes, who does not sign."""
    client = data.clients[0]
    body = {
        "client": {"name": f"Museum {KEY}", "country": "NL", "language": "nl"},
        "contacts": [
            someone("Vera Vertrekt", LEAVES, "notice"),
            someone("Sien Tekent", f"sien-{KEY}@museum.example", "signatory"),
        ],
        "products": client.products,
        "terms": client.terms.model_dump() | {"authorisation": "general"},
    }
    made: dict[str, Any] = await api.post("/onboardings", body)
    return made


async def publish(api: Api) -> str:
    links = await api.all("/links")
    old = next(
        one for one in links if one["subprocessor"]["name"] == "MoneyBird" and one["product_id"]
    )
    made = await api.post(
        "/changes",
        {
            "title": {"nl": "MoneyBird gaat weg", "en": "MoneyBird goes"},
            "effective_on": str(legal_day(await api.get("/clock"))),
            "ends": [old["link_id"]],
            "begins": [],
        },
    )
    await api.post(f"/changes/{made['id']}/publications")
    return f"/changes/{made['id']}"


async def depart(site: Site, token: str, contact_id: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=site.contracts, headers=headers) as client:
        read = await client.get(f"/contacts/{contact_id}")
        gone = await client.post(
            f"/contacts/{contact_id}/departures", headers={"If-Match": read.headers["etag"]}
        )
        assert gone.status_code == 201, gone.text


async def test_the_successor_gets_the_mail_of_who_left_and_the_evidence_says_why(
    instance: Instance, site: Site, record: tuple[Api, str, DemoProvider]
) -> None:
    api, token, data = record
    made = await onboard(api, data)
    client = f"/clients/{made['client_id']}"
    vera = next(one for one in (await api.get(client))["contacts"] if one["email"] == LEAVES)
    await instance.crash("notifications worker")
    change = await publish(api)
    await api.post(f"{client}/contacts", someone("Koos Komt", COMES, "notice"))
    await depart(site, token, vera["id"])
    (before,) = (await api.get(f"{change}/recipients"))["items"]
    assert (before["standing"], before["departed"]) == ("unreached", True)
    await instance.restart("notifications worker")

    async def reached() -> Any:
        items = (await api.get(f"{change}/recipients"))["items"]
        return items if [one["outcome"] for one in items] == ["failed", "accepted"] else None

    told = await until("the successor to be told", reached, seconds=120)
    assert [one["email"] for one in told] == [LEAVES, COMES]
    assert {one["standing"] for one in told} == {"notice_running"}
    assert await site.mailbox.count(COMES, says="MoneyBird") == 1
    assert await site.mailbox.count(LEAVES, says="MoneyBird") == 0
    await evidence_says_why(site, token, change.rpartition("/")[2])


async def evidence_says_why(site: Site, token: str, change_id: str) -> None:
    notices = Api(site.notifications, token)
    (notice,) = (await notices.get("/notices", subject_id=change_id))["items"]
    deliveries = (await notices.get(f"/notices/{notice['id']}/deliveries"))["items"]
    failed = next(one for one in deliveries if one["state"] == "failed")
    assert failed["reason"] == "contact-departed"
    await notices.close()
