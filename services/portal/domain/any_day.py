"""Who has whose data on a day, as contracts tells it."""

from datetime import date
from uuid import UUID

from services.portal.domain.clients import Link, TakenProduct, Terms, VersionLine
from services.portal.domain.seen import Seen, Words


class AgreementOn(Seen):
    """What a client had agreed on a day; ``version`` holds the annex of it."""

    agreement_id: UUID
    reference: str = ""
    state: str
    terms: Terms = Terms()
    products: tuple[TakenProduct, ...] = ()
    version: VersionLine | None = None
    runs_until: date | None = None


class ProductLink(Link):
    holds: str = "everybody"


class ProductLinks(Seen):
    on: date
    product_id: UUID
    product: Words = None
    items: tuple[ProductLink, ...] = ()
    next: str | None = None


class Told(Seen):
    """Who would be told, and until when the client could object if it were told on that day."""

    client_id: UUID
    client: str
    name: str
    email: str
    authorisation: str = "general"
    deadline: date


class ToldList(Seen):
    items: tuple[Told, ...] = ()
    next: str | None = None


class Category(Seen):
    """Without a category: which data these parties have is to be confirmed."""

    category: Words = None
    holders: tuple[Link, ...] = ()


class ByCategory(Seen):
    on: date
    client: str
    client_id: UUID
    entrusted: tuple[Category, ...] = ()
    administration: tuple[Category, ...] = ()
