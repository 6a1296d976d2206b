"""A legal entity that processes for the provider, or for another processor in the chain."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue

from services.contracts.domain.form import Country, Day, Draft, Edit, Line, Record, Url

Aliases = Annotated[tuple[Line, ...], Field(max_length=50, examples=[["Wolk", "Wolk Cloud"]])]
# Identity of a processor: name, address and contact person (EDPB Opinion 22/2024).
Unknown = Literal["legal_entity", "address", "country", "contact"]

EXAMPLE: dict[str, JsonValue] = {
    "name": "Voorbeeldwolk",
    "legal_entity": "Voorbeeldwolk B.V.",
    "address": "Serverlaan 1, 9700 AA Groningen",
    "country": "NL",
    "contact": "privacy@voorbeeldwolk.example",
    "contact_person": "A. de Vries, privacy officer",
    "verified_on": "2026-01-31",
    "aliases": ["Wolk"],
}


class SubprocessorDraft(Draft):
    """``name`` is what people know it by; a null is a fact that nobody has confirmed yet.

    ``contact`` is where it is reached on privacy, ``contact_person`` who answers there;
    ``verified_on`` the day on which these facts were last checked; ``aliases`` other names under
    which texts speak of it.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    name: Line
    legal_entity: Line | None = None
    registration: Line | None = None
    address: Line | None = None
    country: Country | None = None
    contact: Line | None = None
    contact_person: Line | None = None
    website: Url | None = None
    parent_id: UUID | None = None
    verified_on: Day | None = None
    aliases: Aliases = ()


class SubprocessorEdit(Edit):
    """Facts that changed, or were confirmed now. Null: nobody knows it any more."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"address": "Serverlaan 2", "verified_on": "2026-02-01"}]}
    )
    never_empty: ClassVar[frozenset[str]] = frozenset({"name", "aliases"})

    name: Line | None = None
    legal_entity: Line | None = None
    registration: Line | None = None
    address: Line | None = None
    country: Country | None = None
    contact: Line | None = None
    contact_person: Line | None = None
    website: Url | None = None
    parent_id: UUID | None = None
    verified_on: Day | None = None
    aliases: Aliases | None = None


class SubprocessorFilter(Record):
    """``q``: part of a name, of the legal entity or of an alias. ``stale``: facts that are
    incomplete, were never verified, or were last verified more than so many days ago."""

    q: str | None = None
    parent_id: UUID | None = None
    country: str | None = None
    stale: int | None = None


class ChainLink(Record):
    """``verified_on`` null: nobody ever checked these facts."""

    id: UUID
    name: str
    legal_entity: str | None
    address: str | None
    country: str | None
    contact: str | None
    contact_person: str | None
    verified_on: date | None


class Subprocessor(Record):
    """``chain``: the processors above it, the nearest first; ``missing``: what EDPB Opinion 22/2024
    wants known of it and nobody has confirmed."""

    id: UUID
    name: str
    legal_entity: str | None
    registration: str | None
    address: str | None
    country: str | None
    contact: str | None
    contact_person: str | None
    website: str | None
    parent_id: UUID | None
    verified_on: date | None
    aliases: tuple[str, ...]
    missing: tuple[Unknown, ...]
    chain: tuple[ChainLink, ...]


class SubprocessorPage(Record):
    items: tuple[Subprocessor, ...]
    next: str | None
