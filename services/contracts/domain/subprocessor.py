"""A legal entity that processes for the provider, or for another processor in the chain."""

from uuid import UUID

from services.contracts.domain.form import Country, Draft, Line, Record, Url


class SubprocessorDraft(Draft):
    """``name`` is what people know it by; a null is a fact that nobody has confirmed yet."""

    name: Line
    legal_entity: Line | None = None
    registration: Line | None = None
    address: Line | None = None
    country: Country | None = None
    contact: Line | None = None
    website: Url | None = None
    parent_id: UUID | None = None


class ChainLink(Record):
    name: str
    country: str | None


class Subprocessor(Record):
    """``chain``: the processors above it, the nearest first (EDPB Opinion 22/2024)."""

    id: UUID
    name: str
    legal_entity: str | None
    registration: str | None
    address: str | None
    country: str | None
    contact: str | None
    website: str | None
    parent_id: UUID | None
    chain: tuple[ChainLink, ...]
