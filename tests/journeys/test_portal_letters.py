"""Whom no mail reaches gets a letter: asked for in the portal, made by documents, posted, and on
record as that, with every part real."""

import csv
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4

import pypdf
import pytest
from babel.dates import format_date

from deploy.demo import load, sign_in
from deploy.demo.data import read
from deploy.demo.site import Api, Site, legal_day
from deploy.demo.visitor import Visitor
from deploy.demo.waiting import until

pytestmark = pytest.mark.xdist_group("instance")

KEY = uuid4().hex[:8]
OWNER, REACHED = f"eigenaar-{KEY}@kale.example", f"hoort-{KEY}@museum.example"
LOST = f"nergens-{KEY}@onbestelbaar.example"
ABROAD = {
    "name": f"Drukkerij {KEY} & Zonen",
    "country": "BE",
    "language": "nl",
    "address": "Koopstraat 12, 9000 Gent",
}


@dataclass
class Lost:
    """A change that reached one client and not the other, which is in Belgium."""

    site: Site
    contracts: Api
    notifications: Api
    owner: Visitor
    change: str
    today: date

    async def account(self) -> dict[str, int]:
        """By the rows of the chain, checked on the way."""
        (notice,) = [
            one
            for one in (await self.notifications.get("/notices"))["items"]
            if one["kind"] == "change_announced"
        ]
        found = await self.notifications.get(f"/notices/{notice['id']}/check")
        assert found["sound"], found["faults"]
        account: dict[str, int] = found["account"]
        return account


async def onboard(contracts: Api, terms: dict[str, Any], products: Any, **client: Any) -> None:
    email = client.pop("email")
    person = {"name": "Nelis Nergens", "email": email, "language": "nl"}
    await contracts.post(
        "/onboardings",
        {
            "client": client,
            "contacts": [{**person, "duties": ["notice", "signatory"]}],
            "products": products,
            "terms": terms,
        },
    )


async def publish(contracts: Api, day: date) -> str:
    links = await contracts.all("/links")
    (old, *_) = [x for x in links if x["subprocessor"]["name"] == "MoneyBird" and x["product_id"]]
    body = {
        "title": {"nl": "MoneyBird gaat weg", "en": "MoneyBird goes"},
        "effective_on": str(day),
        "ends": [old["link_id"]],
        "begins": [],
    }
    made = await contracts.post("/changes", body)
    await contracts.post(f"/changes/{made['id']}/publications")
    return f"/changes/{made['id']}"


@pytest.fixture
async def lost(site: Site) -> AsyncIterator[Lost]:
    data = read("de-kale-ict")
    provider = data.provider.model_copy(update={"slug": f"letters-{KEY}"})
    owner = data.owner.model_copy(update={"email": OWNER})
    data = data.model_copy(update={"provider": provider, "owner": owner})
    token = await load.provider(site, data)
    contracts, notifications = Api(site.contracts, token), Api(site.notifications, token)
    model = data.clients[0]
    terms = model.terms.model_dump() | {"authorisation": "general"}
    museum = {"name": f"Museum {KEY}", "country": "NL", "language": "nl", "email": REACHED}
    for client in (museum, ABROAD | {"email": LOST}):
        await onboard(contracts, terms, model.products, **client)
    today = legal_day(await contracts.get("/clock"))
    change = await publish(contracts, today + timedelta(days=60))
    async with Visitor(site.portal) as visitor:
        link = await sign_in.request_link(site.portal, site.mailbox, OWNER)
        await sign_in.enter(visitor, link)
        yield Lost(site, contracts, notifications, visitor, change, today)
    await contracts.close()
    await notifications.close()


async def there(visitor: Visitor, path: str, ends: str) -> str:
    """The link to a file on a page, once it is there."""

    async def look() -> str | None:
        await visitor.open(path)
        found = [str(one) for one in visitor.page.xpath("//main//a/@href")]
        return next((one for one in found if one.endswith(ends)), None)

    return await until(f"a file at {path}", look, seconds=120)


async def printed(visitor: Visitor, address: str) -> str:
    pdf = pypdf.PdfReader(BytesIO(await visitor.fetch(address)))
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


async def tell_of(lost: Lost) -> None:
    """Until nobody there is written to any more."""

    async def listed() -> bool | None:
        await lost.owner.open("/unreached?language=nl")
        return bool(lost.owner.page.xpath("//input[@name='item']")) or None

    await until("the refused mail to stand in the list", listed)


async def test_whom_no_mail_reaches_is_written_a_letter_that_stands_in_the_evidence(
    lost: Lost,
) -> None:
    before = {
        "recipients": 2, "delivered": 1, "unreached": 1, "in_doubt": 0, "waiting": 0, "stopped": 0,
    }  # fmt: skip
    owner = lost.owner
    await tell_of(lost)
    assert LOST in owner.text
    assert "550" in owner.text
    assert await lost.account() == before
    await ask_and_read(lost)
    await read_addresses(lost)
    await post(lost)
    assert await lost.account() == before, "paper is no mail that was accepted"
    await read_report(lost)


async def ask_and_read(lost: Lost) -> None:
    owner = lost.owner
    (chosen,) = owner.page.xpath("//input[@name='item']/@value")
    await owner.submit("/unreached/letters", item=str(chosen))
    letter = await printed(owner, await there(owner, "/unreached/letters", "/pdf"))
    provider = await lost.contracts.get("/tenant")
    listed = (await lost.notifications.get("/unreached"))["items"]
    (row,) = [one for one in listed if one["kind"] == "change_announced"]
    for said in (
        f"{ABROAD['name']} t.a.v. Nelis Nergens Koopstraat 12 9000 Gent BELGIË",
        f"Datum {format_date(lost.today, 'd MMMM y', 'nl')}",
        row["reference"],
        "MoneyBird gaat weg",
        format_date(lost.today + timedelta(days=60), "d MMMM y", "nl"),
        provider["name"],
    ):
        assert said in letter, (said, letter)
    assert "Museum" not in letter


async def read_addresses(lost: Lost) -> None:
    sheet = await lost.owner.fetch("/unreached/letters/addresses.csv")
    rows = list(csv.reader(StringIO(sheet.decode("utf-8-sig"))))
    assert rows[1][4:10] == [
        ABROAD["name"], "t.a.v. Nelis Nergens", "Koopstraat 12", "9000 Gent", "BELGIË", "",
    ]  # fmt: skip


async def post(lost: Lost) -> None:
    owner = lost.owner
    await owner.open("/unreached/letters")
    (letter,) = owner.page.xpath("//input[@name='letter']/@value")
    await owner.submit(
        "/unreached/letters/postings", letter=str(letter), posted_on=lost.today.isoformat()
    )
    await owner.open("/unreached/letters?show=posted")
    assert ABROAD["name"] in owner.text
    await owner.open("/unreached")
    assert "Er is een brief verzonden." in owner.text


async def read_report(lost: Lost) -> None:
    owner, path = lost.owner, f"{lost.change}/evidence"
    table = (await owner.fetch(f"{path}.csv")).decode("utf-8-sig")
    rows = {row["email"]: row for row in csv.DictReader(StringIO(table))}
    assert rows[LOST]["letter_posted_on"] == lost.today.isoformat()
    assert (rows[LOST]["state"], rows[REACHED]["letter_posted_on"]) == ("failed", "")
    await owner.open(path)
    await owner.submit(f"{path}/documents", language="nl")
    report = await printed(owner, await there(owner, path, "/pdf"))
    for said in (
        "Ontvangers 2 Overgedragen aan een mailserver 1",
        "Niet bereikt 1",
        "Een brief gepost in plaats van het bericht, volgens een medewerker 1",
        f"brief gepost {format_date(lost.today, 'd MMMM y', 'nl')}, volgens een medewerker",
    ):
        assert said in report, (said, report)
    # A long address goes over two lines in its column.
    assert LOST in report.replace(" ", "")
