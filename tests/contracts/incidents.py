"""What a breach is reported with."""

from typing import Any
from uuid import UUID

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
