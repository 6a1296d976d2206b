"""The calendar that somebody subscribes to by a secret address."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.portal.domain.reader import Kind, Language
from shared.identity import Role


class CalendarLink(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: UUID
    tenant_id: UUID
    kind: Kind
    person_id: UUID
    client_id: UUID | None
    reseller_id: UUID | None
    language: Language
    role: Role | None
    provider: str


class Due(BaseModel):
    """One day of the agenda that contracts tells."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str
    id: UUID
    day: str
    client: str | None = None
    reference: str | None = None
    title: dict[str, str] | None = None
    party: str | None = None
    change_id: UUID | None = None


class Agenda(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    items: tuple[Due, ...]
    complete_before: str | None = None


def draft_of(link: CalendarLink, agenda: Agenda, home: str) -> dict[str, Any]:
    """What notifications makes a calendar of: each day with the page about it. Who reads of one
    client alone needs not be told its name each time."""
    left_out = {"change_id"} | ({"client"} if link.kind == "contact" else set())
    items = [
        one.model_dump(mode="json", exclude=left_out) | {"url": home + _page(link.kind, one)}
        for one in agenda.items
    ]
    return {
        "id": str(link.id),
        "language": link.language,
        "provider": link.provider,
        "items": items,
        "complete_before": agenda.complete_before,
    }


def _page(kind: Kind, due: Due) -> str:
    if kind == "contact":
        return "/home"
    if kind == "reseller":
        return "/clients"
    return f"/changes/{due.change_id}" if due.change_id else "/registers/suppliers"
