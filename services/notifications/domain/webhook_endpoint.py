"""Where another system of the provider hears of facts."""

import base64
import hashlib
import hmac
import re
from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, AnyUrl, BaseModel, ConfigDict, Field, TypeAdapter

from services.notifications.domain.delivery import Frozen
from services.notifications.domain.webhook_event import EventType
from shared.errors import Invalid

Cause = Literal["owner", "failing", "gone"]
AT_MOST = 50
"""Endpoints of one provider."""

_URL = TypeAdapter(AnyUrl)
_WHOLE = re.compile(r"https?://[^/]", re.IGNORECASE)
# No control characters, line breaks, or signs that turn the direction of what follows.
_VISIBLE = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+$"


def _address(value: str) -> str:
    """In the form in which it is used: host in small letters and as DNS knows it, a path. What
    would be left out or read as something else on the way there is refused."""
    if not value.isprintable() or " " in value or "\\" in value:
        raise ValueError("leave out spaces, line breaks, backslashes and other invisible signs")
    url = _URL.validate_python(value)
    if url.scheme not in ("https", "http") or not url.host or not _WHOLE.match(value):
        raise ValueError("give a whole address, such as https://boekhouding.example/schakel")
    if url.username or url.password or url.fragment:
        raise ValueError("leave name, password and fragment out; the signature is the proof")
    return str(url)


def _each_once(value: list[EventType]) -> list[EventType]:
    return sorted(set(value))


Address = Annotated[
    str,
    Field(min_length=8, max_length=2000, examples=["https://boekhouding.example/schakel"]),
    AfterValidator(_address),
]
Events = Annotated[
    list[EventType],
    Field(min_length=1, max_length=50, examples=[["agreement.signed", "objection.received"]]),
    AfterValidator(_each_once),
]
Name = Annotated[
    str, Field(min_length=1, max_length=200, pattern=_VISIBLE, examples=["Boekhouding"])
]


class EndpointDraft(BaseModel):
    """``events``: what it hears of. ``url`` is kept, and told, in the form in which it is used."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: Name
    url: Address
    events: Events


class EndpointEdit(BaseModel):
    """What is left out stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: Name | None = None
    url: Address | None = None
    events: Events | None = None

    def over(self, standing: "Endpoint") -> EndpointDraft:
        told: dict[str, Any] = standing.model_dump(include={"name", "url", "events"})
        return EndpointDraft(**told | self.model_dump(exclude_none=True))


class Endpoint(Frozen):
    """``halted_because`` is null while messages go out. ``former_secret_until``: as long as that,
    messages are signed with the secret before the last one as well."""

    id: UUID
    name: str
    url: str
    events: tuple[EventType, ...]
    added_at: datetime
    halted_because: Cause | None
    halted_at: datetime | None
    former_secret_until: datetime | None


class EndpointPage(Frozen):
    items: tuple[Endpoint, ...]
    next: UUID | None


class EndpointMade(Endpoint):
    """``secret`` is told this once."""

    secret: str


class SecretMade(Frozen):
    """``secret`` is told this once; the one before it signs as well until ``former_until``."""

    secret: str
    former_until: datetime | None


def require_https(url: str, *, inside: bool) -> None:
    """``inside``: the administrator opened a network of their own, in which plain HTTP may do."""
    if urlsplit(url).scheme != "https" and not inside:
        raise Invalid(
            "https-needed", "Messages go over HTTPS alone; give an address with https.", field="url"
        )


def key_of(signing_key: bytes) -> bytes:
    """The key from which secrets are derived, and nothing else is."""
    return hmac.digest(signing_key, b"webhook secrets", "sha256")


def derive(key: bytes, secret_id: UUID) -> str:
    """As Standard Webhooks writes a secret; the same one for the same id and key."""
    return "whsec_" + base64.b64encode(hmac.digest(key, secret_id.bytes, "sha256")).decode()


def fingerprint(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
