"""What the portal asks contracts."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from services.portal.domain.changes import (
    AnnouncedHere,
    Change,
    ChangeConcern,
    Concern,
    Impact,
    LinkFinding,
    Objection,
    RecipientList,
)
from services.portal.domain.clients import (
    Agreement,
    Client,
    ClientList,
    Contact,
    Link,
    Onboarding,
    Party,
    Processors,
    Product,
    PublicPage,
    Tenant,
    Version,
)
from services.portal.domain.seen import Seen
from services.portal.peers.call import Part

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SHOWN_CONCERNS = 10

T = TypeVar("T", bound=Seen)


class SignInContact(Seen):
    """``kind`` says whether somebody is known at a client or at a reseller."""

    tenant_id: UUID
    kind: Literal["contact", "reseller"] = "contact"
    contact_id: UUID
    client_id: UUID | None = None
    reseller_id: UUID | None = None
    language: str = "nl"


def _items(answer: Any) -> Any:
    """Lists come bare, or as the items of a page."""
    return answer.get("items", []) if isinstance(answer, dict) else answer


def _many(kind: type[T], answer: Any) -> list[T]:
    return [kind.model_validate(item) for item in _items(answer)]


async def _all(kind: type[T], part: Part, path: str, **asked: Any) -> list[T]:
    """Every item of a list, page after page."""
    answer = await part.get(path, limit=1000, **asked)
    found = _many(kind, answer)
    while isinstance(answer, dict) and answer.get("next"):
        answer = await part.get(path, limit=1000, after=answer["next"], **asked)
        found += _many(kind, answer)
    return found


async def sign_in_contacts(part: Part, address: str) -> list[SignInContact]:
    """Everybody at a client or a reseller who is known under this address, across tenants."""
    return _many(SignInContact, await part.get("/sign-in-contacts", email=address))


async def create_tenant(part: Part, record: dict[str, Any]) -> None:
    await part.post("/tenants", record)


async def tenant(part: Part) -> Tenant:
    return Tenant.model_validate(await part.get("/tenant"))


async def today(part: Part) -> date:
    """The legal day, which a demonstration may have moved."""
    clock = await part.get("/clock")
    return datetime.fromisoformat(clock["now"]).astimezone(AMSTERDAM).date()


async def contact(part: Part, contact_id: UUID) -> Contact:
    return Contact.model_validate(await part.get(f"/contacts/{contact_id}"))


async def clients(part: Part, asked: Mapping[str, str], limit: int = 50) -> ClientList:
    """``asked``: the filters of the list, and ``after``."""
    return ClientList.model_validate(await part.get("/clients", **asked, limit=limit))


async def client(part: Part, client_id: UUID) -> Client:
    return Client.model_validate(await part.get(f"/clients/{client_id}"))


async def changes_of(part: Part, client_id: UUID) -> list[AnnouncedHere]:
    """What was announced to one client, the newest first."""
    return _many(AnnouncedHere, await part.get(f"/clients/{client_id}/changes", limit=10))


async def processors(part: Part, client_id: UUID, on: date | None = None) -> Processors:
    return Processors.model_validate(await part.get(f"/clients/{client_id}/processors", on=on))


async def onboard(part: Part, body: dict[str, Any], key: str | None) -> Onboarding:
    return Onboarding.model_validate(await part.post("/onboardings", body, key))


async def agreement(part: Part, agreement_id: UUID) -> Agreement:
    return Agreement.model_validate(await part.get(f"/agreements/{agreement_id}"))


async def version(part: Part, agreement_id: UUID, version_id: UUID) -> Version:
    found = await part.get(f"/agreements/{agreement_id}/versions/{version_id}")
    return Version.model_validate({"version_id": version_id, **found})


async def sign(part: Part, agreement_id: UUID, body: dict[str, Any]) -> None:
    await part.post(f"/agreements/{agreement_id}/signatures", body)


async def renew_annex(part: Part, agreement_id: UUID) -> None:
    await part.post(f"/agreements/{agreement_id}/annexes")


async def products(part: Part) -> list[Product]:
    return await _all(Product, part, "/products")


async def parties(part: Part) -> list[Party]:
    return await _all(Party, part, "/subprocessors")


async def links(part: Part, on: date | None = None) -> list[Link]:
    return await _all(Link, part, "/links", on=on)


async def findings(part: Part, on: date | None = None) -> list[LinkFinding]:
    """What the transfer check says of the links of a day, at most 200 findings."""
    return _many(LinkFinding, await part.get("/transfer-findings", on=on, limit=200))


async def changes(part: Part) -> list[Change]:
    return _many(Change, await part.get("/changes"))


async def change(part: Part, change_id: UUID) -> Change:
    return Change.model_validate(await part.get(f"/changes/{change_id}"))


async def draft_change(part: Part, body: dict[str, Any]) -> Change:
    return Change.model_validate(await part.post("/changes", body))


async def impact(part: Part, change_id: UUID) -> Impact:
    return Impact.model_validate(await part.get(f"/changes/{change_id}/impact"))


async def recipients(part: Part, change_id: UUID, after: str = "") -> RecipientList:
    return RecipientList.model_validate(
        await part.get(f"/changes/{change_id}/recipients", after=after)
    )


async def object_to(part: Part, change_id: UUID, body: dict[str, Any]) -> None:
    await part.post(f"/changes/{change_id}/objections", body)


async def approve(part: Part, change_id: UUID, body: dict[str, Any]) -> None:
    await part.post(f"/changes/{change_id}/approvals", body)


async def objections(part: Part, change_id: UUID) -> list[Objection]:
    return _many(Objection, await part.get(f"/changes/{change_id}/objections"))


async def objection(part: Part, objection_id: UUID) -> Objection:
    return Objection.model_validate(await part.get(f"/objections/{objection_id}"))


async def decide(part: Part, objection_id: UUID, body: dict[str, Any]) -> None:
    await part.post(f"/objections/{objection_id}/decisions", body)


async def public_page(part: Part, slug: str) -> PublicPage:
    return PublicPage.model_validate(await part.get(f"/public/{slug}"))


async def concern(part: Part, change_id: UUID) -> Concern:
    """What a change means for the client of this contact, with its last objection."""
    found = await change(part, change_id)
    told = found.concern or ChangeConcern()
    refused = await objection(part, told.objection_id) if told.objection_id else None
    return Concern(change=found, told=told, objection=refused)


async def concerns(part: Part) -> list[Concern]:
    """The last changes that were announced to the client of this contact."""
    newest = await part.get("/changes", limit=SHOWN_CONCERNS)
    ids = [one.id for one in _many(Change, newest)]
    return list(await asyncio.gather(*(concern(part, one) for one in ids)))
