"""The words of a message as a provider wrote them, and the looks: which hold, and which held when a
notice was made."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from services.notifications.domain.delivery import Frozen
from services.notifications.domain.facts import Kind
from shared.errors import Conflict, Invalid
from shared.text import Language, Text

State = Literal["draft", "in_force", "replaced", "retired"]
Origin = Literal["own", "builtin"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
_LINES = re.compile(r"\r\n?")
ACCENT = "#0b5b6d"
# WCAG 2.2, 1.4.3: text of normal size on its ground.
_CONTRAST = 4.5


def _plain_lines(value: str) -> str:
    return _LINES.sub("\n", value).strip("\n")


class WordingDraft(BaseModel):
    """``text`` in blocks with an empty line between: a heading (``# ``), facts (``| label |
    value``), an action (``-> link | label``), small print (``~ ``) or a paragraph."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "subject": "Uw aanmeldlink voor {{ provider }}",
                    "text": "De link werkt tot {{ expires_at }}.\n\n-> {{ link }} | Aanmelden",
                }
            ]
        },
    )

    subject: Annotated[str, AfterValidator(str.strip)] = Field(
        min_length=1, max_length=300, pattern=r"^[^\r\n]*$"
    )
    text: Annotated[str, AfterValidator(_plain_lines)] = Field(min_length=1, max_length=20_000)

    @property
    def digest(self) -> bytes:
        told = json.dumps([self.subject, self.text], ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(told.encode()).digest()

    @property
    def source(self) -> str:
        """One template: the subject, then the blocks."""
        return f"{self.subject}\n\n{self.text}"


class WordingVersion(Frozen):
    """``digest``: SHA-256 in hexadecimal over subject and text as a JSON array without spaces. A
    version of the origin ``builtin`` came with the product and something was told in it."""

    id: UUID
    kind: Kind
    language: Language
    origin: Origin
    subject: str
    text: str
    digest: str
    written_at: datetime
    written_by: UUID | None = None
    state: State
    published_at: datetime | None = None
    published_by: UUID | None = None
    retired_at: datetime | None = None
    retired_by: UUID | None = None
    reason: str | None = None

    @property
    def draft(self) -> WordingDraft:
        return WordingDraft.model_construct(subject=self.subject, text=self.text)


class Finding(Frozen):
    """What keeps a wording from being published. ``name``: the fact or the name at fault;
    ``field``: where it stands, or should; ``line``: in the text, from 1, or null for the subject or
    the whole."""

    code: str
    name: str | None = None
    field: Literal["subject", "text"] = "text"
    line: int | None = None
    detail: Text


class BrandDraft(BaseModel):
    """``accent``: colour of heads and buttons. ``name`` stands above each message, the provider's
    own name otherwise; the footer below it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str | None = Field(default=None, min_length=1, max_length=100, examples=["Voorbeeldhost"])
    accent: str = Field(default=ACCENT, pattern="^#[0-9a-f]{6}$", examples=["#0b5b6d"])
    footer_nl: str | None = Field(
        default=None, min_length=1, max_length=500, examples=["Voorbeeldhost B.V., KvK 12345678"]
    )
    footer_en: str | None = Field(
        default=None, min_length=1, max_length=500, examples=["Voorbeeldhost B.V., CoC 12345678"]
    )

    def footer(self, language: Language) -> str | None:
        """The other language stands in for one that lacks."""
        first, second = (self.footer_nl, self.footer_en)
        if language == "en":
            first, second = second, first
        return first or second


class Brand(BrandDraft):
    id: UUID
    set_at: datetime
    set_by: UUID | None = None


class Dress(Frozen):
    """In which words and looks one notice is told; nothing in it: the built-in ones. ``test``: it
    says that it is one."""

    words: Mapping[Language, WordingDraft] = {}
    brand: BrandDraft | None = None
    test: bool = False


PLAIN = Dress()


def contrast(colour: str) -> float:
    """Of ``#rrggbb`` against white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def refuse_pale(brand: BrandDraft) -> None:
    found = contrast(brand.accent)
    if found < _CONTRAST:
        raise Invalid(
            "accent-too-light",
            f"Against white this colour has a contrast of {found:.1f}; readers need 4.5 at least."
            " Choose a darker one.",
            field="accent",
        )


def refuse_faulty(findings: list[Finding]) -> None:
    """``Conflict`` with all that is wrong, which may not go out to anybody."""
    if findings:
        raise Conflict(
            "wording-has-faults",
            f"This wording can't be published: {' '.join(one.detail.en for one in findings)}",
            errors=[
                {"field": one.field, "code": one.code, "message": one.detail.en} for one in findings
            ],
            findings=[one.model_dump(mode="json") for one in findings],
        )


def refuse_retirement(version: WordingVersion) -> None:
    if version.state != "in_force":
        raise Conflict(
            "wording-not-in-force",
            "Only the version in force can be retired; nothing is told in this one now.",
            state=version.state,
        )
