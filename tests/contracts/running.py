"""A change that was announced to three clients: one of each kind that a gate must tell apart."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.contracts.commands.settle_deliveries import settle_deliveries
from shared.database import tenant_transaction
from shared.events import DeliveriesAccepted, DeliveriesFailed, Settled
from tests.contracts.house import Catalogue, House, Json, Person, link, order, person, say, stock

CONTACTS = [
    person("Nora Notice", "notice"),
    person("Pim Privacy", "privacy"),
    person("Sien Signatory", "signatory"),
    person("Bram Breach", "breach"),
]
CLIENTS: dict[str, Json] = {
    "general": {},
    "specific": {"authorisation": "specific"},
    "mitigate": {"on_objection": "mitigate", "counted_from": "published"},
}


@dataclass
class Running:
    house: House
    goods: Catalogue
    change: Json
    clients: dict[str, Json]
    published_on: date

    @property
    def path(self) -> str:
        return f"/changes/{self.change['id']}"

    async def contact(self, client: str, duty: str) -> Person:
        made = self.clients[client]
        read = await self.house.owner.get(f"/clients/{made['client_id']}")
        found = next(one for one in read["contacts"] if duty in one["duties"])
        return self.house.contact(found["id"], made["client_id"])

    async def recipients(self, client: str | None = None) -> Json:
        page = await self.house.owner.get(f"{self.path}/recipients")
        wanted = client and self.clients[client]["client_id"]
        return [one for one in page["items"] if wanted in (None, one["client_id"])]

    async def standings(self) -> dict[str, str]:
        """The standing by kind of client."""
        names = {made["client_id"]: kind for kind, made in self.clients.items()}
        listed = await self.recipients()
        return {names[one["client_id"]]: one["standing"] for one in listed}

    async def settle(self, outcome: str, *recipients: Json, at: Any = None) -> None:
        """As the service of notices would tell it; ``at`` null: now, in legal time."""
        (now,) = await self.house.fetch("SELECT clock.now() AS at")
        kind = DeliveriesAccepted if outcome == "accepted" else DeliveriesFailed
        event = kind(
            tenant_id=self.house.tenant,
            notice_id=uuid4(),
            change_id=UUID(self.change["id"]),
            deliveries=[
                Settled(recipient_id=one["recipient_id"], at=at or now["at"]) for one in recipients
            ],
        )
        pool = self.house.app.state.pool
        async with tenant_transaction(pool, self.house.tenant) as connection:
            await settle_deliveries(connection, event)

    async def reach_all(self) -> None:
        await self.settle("accepted", *await self.recipients())

    async def names(self, client: str, on: date | None = None) -> list[str]:
        """Who processes the client's data on a day, today if none is given."""
        listed = await self.house.owner.get(
            f"/clients/{self.clients[client]['client_id']}/processors",
            params={"on": on.isoformat()} if on else {},
        )
        return [one["subprocessor"]["name"] for one in listed["processors"]]


async def draft(house: House, goods: Catalogue, *, days: int = 30, **more: Any) -> Json:
    """A replacement of the one party by the other, so many days ahead."""
    today = await house.today()
    body = {
        "title": say("Nieuwe Wolk vervangt Oude Wolk", "Nieuwe Wolk replaces Oude Wolk"),
        "effective_on": (today + timedelta(days=days)).isoformat(),
        "ends": [goods.old_link],
        "begins": [link(goods.product, goods.new_party)],
    }
    return await house.owner.post("/changes", body | more)


async def announce(house: House, **more: Any) -> Running:
    goods = await stock(house)
    clients = {
        kind: await house.owner.post(
            "/onboardings", order(f"Klant {kind}", contacts=CONTACTS, **terms)
        )
        for kind, terms in CLIENTS.items()
    }
    change = await draft(house, goods, **more)
    await house.owner.post(f"/changes/{change['id']}/publications")
    return Running(house, goods, change, clients, await house.today())
