"""Who hears of the public list by mail: how they say yes, and how they leave."""

import base64
import hashlib
import hmac
import re
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.notifications.domain.facts import Kind, PublicFacts, SubscriptionFacts
from shared.text import Language

PUBLIC: tuple[Kind, ...] = ("public_announced", "public_altered", "public_withdrawn")
"""What subscribers are told; they can leave, and nobody else is told it."""
VISITORS: tuple[Kind, ...] = (*PUBLIC, "subscription_asked")
"""Mails to visitors: staff need to know how many, and not who."""

Purpose = Literal["confirm", "leave"]
_PATHS: dict[Purpose, str] = {"confirm": "subscriptions", "leave": "unsubscribe"}
_MAC_BYTES = 18
_TOKEN = re.compile(r"[\w-]{22}\.[\w-]{24}", re.ASCII)


class SubscriptionDraft(BaseModel):
    """``home`` is the public page of the provider, where the links of the mail begin."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str = Field(max_length=1000, examples=["anna@bakkerij.example"])
    language: Language
    provider: str = Field(min_length=1, max_length=300, examples=["Voorbeeldhost B.V."])
    home: str = Field(
        pattern=r"^https?://[^\s]+$",
        max_length=500,
        examples=["https://portal.example/p/voorbeeldhost"],
    )


class Subscriber(BaseModel):
    """``address`` as an envelope bears it."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    address: str
    language: Language


class Counted(BaseModel):
    """``asked`` have not confirmed yet; ``since`` is when the first of those that are there did."""

    nl: int
    en: int
    asked: int
    since: datetime | None


class Tickets:
    """Links that work without signing in: ``<id>.<mac>``, for one person and one purpose, the same
    every time, so that no secret has to be kept."""

    def __init__(self, secret: bytes) -> None:
        self._key = hashlib.sha256(b"schakel:subscriptions:" + secret).digest()

    def link(self, facts: PublicFacts | SubscriptionFacts, subscriber_id: UUID) -> str:
        """To say yes for who was not there yet, to leave for everybody else."""
        asked = isinstance(facts, SubscriptionFacts) and not facts.standing
        purpose: Purpose = "confirm" if asked else "leave"
        return f"{facts.home}/{_PATHS[purpose]}/{self.token(purpose, subscriber_id)}"

    def token(self, purpose: Purpose, subscriber_id: UUID) -> str:
        return f"{_text(subscriber_id.bytes)}.{self._mac(purpose, subscriber_id)}"

    def read(self, purpose: Purpose, token: str) -> UUID | None:
        """Whom a token is for; nothing for one that was not made here, or for something else."""
        if not _TOKEN.fullmatch(token):
            return None
        name, _, mac = token.partition(".")
        subscriber_id = UUID(bytes=base64.urlsafe_b64decode(name + "=="))
        whole = hmac.compare_digest(mac, self._mac(purpose, subscriber_id))
        return subscriber_id if whole else None

    def _mac(self, purpose: Purpose, subscriber_id: UUID) -> str:
        said = purpose.encode() + b":" + subscriber_id.bytes
        return _text(hmac.digest(self._key, said, "sha256")[:_MAC_BYTES])


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
