"""Words and looks of messages as notifications tells of them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from services.portal.domain.seen import Seen, Words

SITUATIONS = ("full", "approval", "least")
LANGUAGES = ("nl", "en")
ACCENT = "#0b5b6d"
# Whoever is not named here is a client, or signs in.
_READERS = {
    "subscription_asked": "followers",
    "public_announced": "followers",
    "public_altered": "followers",
    "public_withdrawn": "followers",
    "upstream_expiring": "staff",
    "webhook_halted": "staff",
}

# As long as one of these is there, what else is wrong can't be seen.
UNREAD = frozenset(
    {
        *("tag-broken", "tag-refused", "tags-too-many", "sign-refused"),
        *("name-unknown", "name-personal", "not-a-list", "not-a-value"),
    }
)


def by_reader(kinds: Iterable[str]) -> dict[str, list[str]]:
    """Each kind of message under whom it is for, in the order in which they come."""
    found: dict[str, list[str]] = {}
    for kind in dict.fromkeys(kinds):
        found.setdefault(_READERS.get(kind, "clients"), []).append(kind)
    return found


class Finding(Seen):
    code: str
    name: str | None = None
    field: str = "text"
    line: int | None = None
    detail: Words


class Version(Seen):
    """``findings`` are told of a single one alone."""

    id: UUID
    kind: str
    language: str
    subject: str
    text: str
    digest: str
    written_at: datetime
    written_by: UUID | None = None
    state: str
    published_at: datetime | None = None
    published_by: UUID | None = None
    retired_at: datetime | None = None
    retired_by: UUID | None = None
    reason: str | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def unread(self) -> bool:
        return any(one.code in UNREAD for one in self.findings)

    def wrong(self, field: str) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.field == field)


class Wording(Seen):
    kind: str
    language: str
    in_force: Version | None = None
    versions: int


class WordingList(Seen):
    items: tuple[Wording, ...]


class Builtin(Seen):
    subject: str
    text: str


class Name(Seen):
    name: str
    meaning: Words
    personal: bool


class Fact(Seen):
    fact: str
    words: Words


class Rules(Wording):
    builtin: Builtin
    names: tuple[Name, ...]
    mandatory: tuple[Fact, ...]


class VersionList(Seen):
    items: tuple[Version, ...]
    next: UUID | None = None


class Preview(Seen):
    subject: str
    text: str
    html: str


class Tested(Seen):
    address: str


class Brand(Seen):
    name: str | None = None
    accent: str
    footer_nl: str | None = None
    footer_en: str | None = None
    set_at: datetime
    set_by: UUID | None = None


class BrandList(Seen):
    items: tuple[Brand, ...]
