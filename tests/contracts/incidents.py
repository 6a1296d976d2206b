"""What a breach is reported with."""

from datetime import date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from services.contracts.worker import settle_incident
from shared.database import tenant_transaction
from shared.events import Fared, IncidentDeliveriesSettled
from tests.contracts.house import (
    PROCESSING,
    Catalogue,
    House,
    Json,
    link,
    order,
    person,
    say,
    stock,
)

Level = Literal["accepted", "failed", "in_doubt", "posted", "delivered"]
START = datetime.fromisoformat("2026-11-20T10:00:00+00:00")
POSTED = date(2026, 11, 21)
WHOLE = {
    "nature": {"nl": "Iemand las een postvak.", "en": "Somebody read a mailbox."},
    "subjects": {"nl": "klanten van de webwinkel", "en": None},
    "subjects_number": 250,
    "records": {"nl": "namen en adressen", "en": "names and addresses"},
    "records_number": 300,
    "contact_point": "FG, fg@voorbeeldhost.example, 050 123 45 67",
    "consequences": {"nl": "Gerichte nepmail.", "en": "Targeted phishing."},
    "measures": {"nl": "Wachtwoorden vervangen.", "en": "Passwords replaced."},
}


def breach(goods: Catalogue, **more: Any) -> Json:
    """Of one product, with next to nothing known."""
    return {"title": "Postvak gelezen", "product_ids": [goods.product]} | more


async def moment(house: House, words: str = "now") -> str:
    """A legal moment: ``now``, or as much before it as is said (``2 days``)."""
    ago = "0 days" if words == "now" else words
    (row,) = await house.fetch("SELECT clock.now() - $1::text::interval AS at", ago)
    return str(row["at"].isoformat())


async def clients_of(house: House) -> tuple[Catalogue, dict[str, Json]]:
    """Three clients of one product: with a breach contact, with a notice contact alone, and one
    that is written to in English."""
    goods = await stock(house)
    made = {}
    for name, contacts in {
        "Met Wacht": [person("Bram Breach", "breach"), person("Nora Eén", "signatory", "notice")],
        "Zonder Wacht": [person("Nora Twee", "notice"), person("Sien Twee", "signatory")],
        "In English": [
            person("Bob Breach", "breach", "signatory", "notice", language="en"),
        ],
    }.items():
        made[name] = await house.owner.post("/onboardings", order(name, contacts=contacts))
    return goods, made


async def another_product(house: House, key: str = "mail") -> str:
    """With a sub-processor of its own."""
    product = await house.owner.post("/products", {"key": key, "name": say(key, key)})
    await house.owner.post(f"/products/{product['id']}/processings", PROCESSING)
    party = await house.owner.post("/subprocessors", {"name": f"Partij {key}", "country": "NL"})
    await house.owner.post("/links", link(product["id"], party["id"], valid_from="2025-01-01"))
    return str(product["id"])


async def released(house: House, goods: Catalogue, **more: Any) -> Json:
    made = await house.owner.post("/incidents", breach(goods, **more))
    return await house.owner.post(f"/incidents/{made['id']}/stages", {})


async def told(house: House, stage: Json) -> Json:
    """The people of a stage, by name, as the service of notices reads them."""
    page = await house.service("notifications").get(
        f"/incident-stages/{stage['id']}/recipients", params={"limit": 1000}
    )
    return {one["name"]: one for one in page["items"]}


async def taken(house: House, agreement: str, product: str, days: str) -> None:
    """The days on which an agreement has a product, as if it had always been on record so."""
    await house.fetch(
        "UPDATE contracts.agreement_product SET valid = $3::text::daterange"
        " WHERE agreement_id = $1 AND product_id = $2",
        UUID(agreement),
        UUID(product),
        days,
    )


async def heard(
    house: House,
    incident: Json,
    who: Json,
    level: Level,
    minute: int,
    *,
    number: int = 0,
    tenant: UUID | None = None,
) -> None:
    """What became of a mail or a letter to somebody, as the service of notices tells it."""
    at = START + timedelta(minutes=minute)
    day = POSTED if level == "posted" else None
    event = IncidentDeliveriesSettled(
        tenant_id=tenant or house.tenant,
        notice_id=UUID(int=7 + number),
        incident_id=UUID(incident["id"]),
        stage_id=UUID(incident["stages"][number]["id"]),
        level=level,
        deliveries=[Fared(recipient_id=who["recipient_id"], at=at, posted_on=day)],
    )
    async with tenant_transaction(house.app.state.pool, tenant or house.tenant) as connection:
        await settle_incident(connection, event)


async def edited(house: House, incident: Json, **facts: Any) -> Json:
    path = f"/incidents/{incident['id']}"
    answer = await house.client.get(path, headers={"Authorization": f"Bearer {house.owner.token}"})
    tag = {"If-Match": answer.headers["etag"]}
    return await house.owner.ask("PATCH", path, facts, headers=tag)


async def add_facts(house: House, incident: Json, **facts: Any) -> Json:
    """Edited, and clients told so."""
    await edited(house, incident, **facts)
    return await house.owner.post(f"/incidents/{incident['id']}/stages", {})


async def bare(house: House, client_id: str) -> None:
    """Nobody is left at this client, as after everybody there has gone."""
    await house.fetch(
        "UPDATE contracts.contact SET duties = '{}' WHERE client_id = $1", UUID(client_id)
    )
