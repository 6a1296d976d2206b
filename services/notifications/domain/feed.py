"""What has become public of a provider's parties, as contracts tells it, and a feed of it."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID, uuid5

from pydantic import BaseModel, ConfigDict

from services.notifications.domain.facts import Party
from shared.text import Language, Text

Happened = Literal["announced", "altered", "withdrawn", "began", "ended"]
Form = Literal["atom", "json"]

_NAMESPACE = UUID("0f6a1f1b-3f0e-5d0a-9a2c-6f4b9a3f7e10")


class Told(BaseModel):
    """Only what a feed says of it: contracts tells more."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Publisher(Told):
    name: str
    email: str | None


class Line(Told):
    """An addition has no `old`, a removal no `new`; no `product`: the own administration."""

    action: Literal["addition", "replacement", "removal", "alteration"]
    capacity: Literal["subprocessor", "own_administration", "controller"]
    product: Text | None
    old: Party | None
    new: Party | None


class Entry(Told):
    """`id` is the change where one was announced or withdrawn, the postponement where one was put
    off, elsewhere the link. `change_id` and `earlier_days` are of what was put off."""

    kind: Happened
    id: UUID
    at: datetime
    title: Text | None
    reason: Text | None
    effective_on: date | None
    change_id: UUID | None = None
    earlier_days: tuple[date, ...] = ()
    lines: tuple[Line, ...]


class History(Told):
    tenant: Publisher
    items: tuple[Entry, ...]
    next: str | None


class Feed(Told):
    """One page of a feed in one language. ``home`` is the public page of the provider; ``before``
    is the place at which this page begins, null for the newest; ``changed_at`` is when the newest
    page last changed."""

    tenant_id: UUID
    language: Language
    home: str
    before: str | None
    history: History
    changed_at: datetime

    @property
    def urn(self) -> str:
        """The same for every page and form of the feed in this language."""
        return uuid5(_NAMESPACE, f"{self.tenant_id}:{self.language}").urn

    def urn_of(self, entry: Entry) -> str:
        """Of one entry in one language, for ever."""
        return uuid5(_NAMESPACE, f"{self.tenant_id}:{entry.kind}:{entry.id}:{self.language}").urn

    def address(self, form: Form, before: str | None = None) -> str:
        path = f"{self.home}/feeds/{self.language}.{form}"
        return f"{path}?before={before}" if before else path

    @property
    def updated(self) -> datetime:
        """When the newest entry became known; of an empty page, when that was seen."""
        return max((one.at for one in self.history.items), default=self.changed_at)
