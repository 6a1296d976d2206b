"""A client whose agreement may be accepted, amended, renewed and ended."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from tests.contracts.house import PROCESSING, TERMS, House, Json, link, order, say, stock
from tests.contracts.test_signature_routes import signature

FILE = {"id": str(uuid4()), "digest": "ab" * 32, "name": "getekend.pdf"}


@dataclass
class Agreed:
    house: House
    made: Json
    goods: Any

    @property
    def path(self) -> str:
        return f"/agreements/{self.made['agreement_id']}"

    @property
    def client(self) -> str:
        return f"/clients/{self.made['client_id']}"

    async def read(self) -> Json:
        return await self.house.owner.get(self.path)

    async def on(self, day: date) -> Json:
        return await self.house.owner.get(
            f"{self.client}/agreement", params={"on": day.isoformat()}
        )

    async def sign(self, **more: Any) -> Json:
        """What awaits a yes gets it from the signatory; ``expect`` may be given."""
        expect = more.pop("expect", 201)
        contacts = (await self.house.owner.get(self.client))["contacts"]
        signatory = next(one for one in contacts if "signatory" in one["duties"])
        version = more.pop("version", None) or (await self.read())["to_accept"]
        read = await self.house.owner.get(f"/versions/{version}")
        body = signature({"version_id": version, "digest": read["digest"]}, **more)
        person = self.house.contact(signatory["id"], self.made["client_id"])
        return await person.post(f"{self.path}/signatures", body, expect=expect)

    async def propose(self, expect: int = 201, **amendment: Any) -> Json:
        return await self.house.owner.post(f"{self.path}/amendments", amendment, expect=expect)


async def agreed(house: House, *, signed: bool = True) -> Agreed:
    goods = await stock(house)
    made = await house.owner.post("/onboardings", order("Bakkerij"))
    found = Agreed(house, made, goods)
    if signed:
        await found.sign()
    return found


async def add_product(house: House, key: str, party: str) -> str:
    """Another product with a processing and a link of that party."""
    product = await house.owner.post("/products", {"key": key, "name": say(key)})
    await house.owner.post(f"/products/{product['id']}/processings", PROCESSING)
    await house.owner.post("/links", link(product["id"], party, valid_from="2025-01-01"))
    found: str = product["id"]
    return found


def terms(**more: Any) -> Json:
    return TERMS | more


def later(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()
