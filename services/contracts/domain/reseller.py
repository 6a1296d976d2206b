"""Who stands between the provider and its clients (wederverkoper), and the people there."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from services.contracts.domain.form import Draft, Edit, Email, Line, Record
from shared.text import Language

Brand = Annotated[Line, Field(examples=["Webbureau De Haven"])]


class ResellerDraft(Draft):
    """``brand`` is the name under which its own clients know it."""

    name: Annotated[Line, Field(examples=["De Haven Internet B.V."])]
    brand: Brand
    contact: Annotated[Line | None, Field(examples=["Mila Haven, 050 123 45 67"])] = None


class ResellerEdit(Edit):
    never_empty: ClassVar[frozenset[str]] = frozenset({"name", "brand"})

    name: Line | None = None
    brand: Brand | None = None
    contact: Line | None = None


class ResellerMark(Record):
    id: UUID
    name: str


class PersonDraft(Draft):
    name: Annotated[Line, Field(examples=["Mila Haven"])]
    email: Annotated[Email, Field(examples=["mila@dehaven.example"])]
    language: Language


class Person(Record):
    """``departed_at``: since when this person serves nobody any more."""

    id: UUID
    reseller_id: UUID
    name: str
    email: str
    language: Language
    departed_at: datetime | None


class ResellerLine(Record):
    id: UUID
    name: str
    brand: str
    contact: str | None


class ResellerPage(Record):
    """``next`` goes back as ``after``; null ends the list."""

    items: tuple[ResellerLine, ...]
    next: str | None


class Reseller(ResellerLine):
    """With the people who may sign in for it."""

    people: tuple[Person, ...]


class PlacementDraft(Draft):
    """``reseller_id`` null: the provider serves the client itself."""

    reseller_id: UUID | None


class Placement(Record):
    id: UUID
    reseller: ResellerMark | None
    placed_at: datetime


class PlacementPage(Record):
    """``next`` goes back as ``after``; null ends the list."""

    items: tuple[Placement, ...]
    next: UUID | None


class SignInPlace(Record):
    """One place at which somebody with an address may sign in: a client, or a reseller."""

    kind: Literal["contact", "reseller"]
    tenant_id: UUID
    tenant_name: str
    contact_id: UUID
    client_id: UUID | None
    reseller_id: UUID | None
    language: Language
