"""Templates as documents tells of them."""

from datetime import datetime
from uuid import UUID

from services.portal.domain.seen import Seen, Words

LANGUAGES = ("nl", "en")
CONDITIONS = ("on", "off")


class Kind(Seen):
    kind: str
    name: Words


class KindList(Seen):
    items: tuple[Kind, ...]


class Finding(Seen):
    """``detail_nl`` says the same in Dutch."""

    level: str
    code: str
    part: str | None = None
    paragraph: int | None = None
    heading: str | None = None
    quoted: str | None = None
    detail: str
    detail_nl: str

    @property
    def where(self) -> str:
        name = (self.part or "").rpartition("/")[2]
        known = {"document": "text", "header": "header", "footer": "footer"}
        known |= {"footnotes": "notes", "endnotes": "notes"}
        return next((word for stem, word in known.items() if name.startswith(stem)), "other")

    def said(self, language: str) -> str:
        return self.detail_nl if language == "nl" else self.detail


class Version(Seen):
    """``findings`` are told of a single one alone."""

    id: UUID
    kind: str
    language: str
    state: str
    origin: str
    name: str
    digest: str
    size: int
    uploaded_at: datetime
    uploaded_by: UUID | None = None
    published_at: datetime | None = None
    published_by: UUID | None = None
    retired_at: datetime | None = None
    retired_by: UUID | None = None
    reason: str | None = None
    findings: tuple[Finding, ...] = ()
    known: bool = False

    @property
    def standing(self) -> str:
        """A built-in that nobody published is no draft of anybody."""
        return "builtin" if (self.origin, self.state) == ("builtin", "draft") else self.state

    def of_level(self, level: str) -> list[Finding]:
        return [one for one in self.findings if one.level == level]


class VersionList(Seen):
    items: tuple[Version, ...]
    next: UUID | None = None


class Template(Seen):
    kind: str
    language: str
    in_force: Version | None = None
    versions: int = 0


class TemplateList(Seen):
    items: tuple[Template, ...]


class Page(Seen):
    number: int
    width: int
    height: int


class PageList(Seen):
    items: tuple[Page, ...]


class Line(Seen):
    story: str
    change: str
    text: str


class Difference(Seen):
    against: str
    lines: tuple[Line, ...]
