"""A contracts service over a fresh database, and people of two providers to ask it things."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
from litestar import Litestar
from pydantic import SecretStr

from services.contracts.app import create_app
from services.contracts.settings import ContractsSettings
from shared.database import connect
from shared.identity import Actor, Signer, new_key
from shared.web import token_checks

Json = Any
KEYS = {name: new_key() for name in ("portal", "documents", "notifications", "contracts")}
SIGNERS = {name: Signer(name, SecretStr(secret)) for name, (secret, _) in KEYS.items()}


def say(nl: str, en: str | None = None) -> dict[str, str]:
    return {"nl": nl, "en": en or f"{nl} (en)"}


@dataclass
class Person:
    """Somebody with a token; every answer must have the status that is expected."""

    client: httpx.AsyncClient
    token: str

    async def ask(
        self, method: str, path: str, body: Json = None, *, expect: int = 200, **more: Any
    ) -> Json:
        headers = {"Authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        answer = await self.client.request(method, path, json=body, headers=headers, **more)
        assert answer.status_code == expect, (answer.status_code, answer.text)
        return answer.json() if answer.content else None

    async def get(self, path: str, *, expect: int = 200, **more: Any) -> Json:
        return await self.ask("GET", path, expect=expect, **more)

    async def post(self, path: str, body: Json = None, *, expect: int = 201, **more: Any) -> Json:
        return await self.ask("POST", path, body, expect=expect, **more)


@dataclass
class House:
    """``tenant`` is the provider in whose name ``owner`` speaks."""

    app: Litestar
    client: httpx.AsyncClient
    database: Any
    tenant: UUID = field(default_factory=uuid4)

    def _person(self, signer: str, **claims: Any) -> Person:
        actor = Actor(tenant_id=claims.pop("tenant_id", self.tenant), **claims)
        return Person(self.client, SIGNERS[signer].sign(actor, "contracts", timedelta(minutes=5)))

    def staff(self, role: str = "owner") -> Person:
        return self._person("portal", kind="staff", id=uuid4(), role=role)

    @property
    def owner(self) -> Person:
        return self.staff()

    def contact(self, contact_id: str, client_id: str) -> Person:
        return self._person(
            "portal", kind="contact", id=UUID(contact_id), client_id=UUID(client_id)
        )

    def reseller(self, person_id: str, reseller_id: str | None) -> Person:
        """Somebody at a reseller, as their token says."""
        return self._person(
            "portal",
            kind="reseller",
            id=UUID(person_id),
            reseller_id=reseller_id and UUID(reseller_id),
        )

    def service(self, name: str, tenant_id: UUID | None = None) -> Person:
        return self._person(name, kind="service", service=name, tenant_id=tenant_id or self.tenant)

    async def fetch(self, query: str, *values: Any, role: str = "postgres") -> list[Any]:
        connection = await asyncpg.connect(self.database.url(role))
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()

    async def events(self, kind: str) -> list[Json]:
        rows = await self.fetch("SELECT payload FROM bus.event WHERE type = $1 ORDER BY id", kind)
        return [json.loads(row["payload"]) for row in rows]

    async def today(self) -> date:
        day: date = (await self.fetch("SELECT clock.today() AS day"))[0]["day"]
        return day

    async def go_to(self, day: date, hour: int = 12) -> None:
        """Move legal time to that hour of a day, UTC."""
        moment = datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001
        await self.owner.post("/clock", {"to": f"{moment.isoformat()}Z"})


@asynccontextmanager
async def open_house(database: Any, **tenant: Any) -> AsyncIterator[House]:
    """With one provider in it."""
    async with house_over(database) as house:
        await found_provider(house, "voorbeeldhost", **tenant)
        yield house


@cache
def built() -> Litestar:
    """Once for all tests, for it takes longer than most of them; ``house_over`` furnishes it."""
    settings = ContractsSettings(
        database_url=SecretStr(""),
        signing_key=SecretStr(KEYS["contracts"][0]),
        public_keys=json.dumps({name: public for name, (_, public) in KEYS.items()}),
        demo=True,
        rate_per_minute=0,
    )
    return create_app(settings)


@asynccontextmanager
async def house_over(database: Any) -> AsyncIterator[House]:
    """One at a time."""
    app = built()
    url = SecretStr(database.url("contracts"))
    settings = app.state.settings.model_copy(update={"database_url": url})
    served: Any = app
    async with (
        connect(url) as pool,
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app=served), base_url="http://contracts"
        ) as client,
    ):
        app.state.update(
            {"settings": settings, "pool": pool, **token_checks("contracts", settings)}
        )
        yield House(app, client, database)


async def found_provider(house: House, slug: str, **more: Any) -> UUID:
    made = await house.service("portal").post(
        "/tenants", {"id": str(house.tenant), "slug": slug, "name": slug.title()} | more
    )
    return UUID(made["id"])


PROCESSING = {
    "subject_matter": say("hosting", "hosting"),
    "duration": say("zolang de overeenkomst loopt", "as long as the agreement runs"),
    "nature": say("opslaan", "storing"),
    "purpose": say("website tonen", "showing a website"),
    "data_categories": [say("naam", "name")],
    "data_subjects": [say("bezoekers", "visitors")],
    "controller_rights": say("de klant geeft instructies", "the client gives instructions"),
    "retention": None,
    "measures": [say("versleuteling", "encryption")],
}


def link(product: str | None, party: str, **more: Any) -> Json:
    return {
        "product_id": product,
        "subprocessor_id": party,
        "capacity": "subprocessor",
        "purpose": say("opslag", "storage"),
        "data_categories": [say("naam", "name")],
        "data_subjects": [say("bezoekers", "visitors")],
        "location": say("Nederland", "the Netherlands"),
        "zone": "EU",
        "mechanism": "none_required",
    } | more


def forgotten(product: str, party: str, **more: Any) -> Json:
    """A link that had begun and that the record lacked: taken though clients have the product."""
    return link(product, party, valid_from="2025-01-01", correction="vergeten") | more


TERMS = {
    "language": "nl",
    "authorisation": "general",
    "notice_days": 30,
    "objection_days": 14,
    "day_kind": "calendar",
    "counted_from": "delivered",
    "on_objection": "block",
    "end_choice": "delete",
    "emergency_clause": False,
}


def person(name: str, *duties: str, language: str = "nl") -> Json:
    return {
        "name": name,
        "email": f"{name.lower().replace(' ', '.')}@klant.example",
        "language": language,
        "job_title": "directeur",
        "duties": list(duties),
    }


def order(name: str, *products: str, contacts: Json = None, **terms: Any) -> Json:
    """An onboarding of a client with one contact of every duty, unless others are given."""
    return {
        "client": {"name": name, "country": "NL", "language": "nl"},
        "contacts": contacts
        or [person(f"Tess {name}", "signatory", "notice", "privacy", "breach")],
        "products": list(products) or ["hosting"],
        "terms": TERMS | terms,
    }


@dataclass
class Catalogue:
    """One product with one sub-processor, and another that may take its place."""

    product: str
    old_party: str
    new_party: str
    old_link: str


async def stock(house: House) -> Catalogue:
    owner = house.owner
    product = await owner.post("/products", {"key": "hosting", "name": say("hosting", "hosting")})
    await owner.post(f"/products/{product['id']}/processings", PROCESSING)
    old = await owner.post("/subprocessors", {"name": "Oude Wolk", "country": "NL"})
    new = await owner.post("/subprocessors", {"name": "Nieuwe Wolk", "country": "NL"})
    held = await owner.post("/links", link(product["id"], old["id"], valid_from="2025-01-01"))
    return Catalogue(product["id"], old["id"], new["id"], held["id"])
