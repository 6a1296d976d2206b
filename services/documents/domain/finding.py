"""What the lint finds in a template: how bad it is, where it stands, and what to do about it."""

from typing import Literal

from pydantic import Field

from services.documents.domain.finding_words import MEANT, SENTENCES, TIMES
from services.documents.domain.rendering import Record
from shared.text import Language, Text

# An error keeps a template from being published; a hint only tells what could be printed too.
Level = Literal["error", "warning", "hint"]


class Place(Record):
    """Where something stands: ``paragraph`` counts from 1 through all paragraphs of the part."""

    part: str
    paragraph: int | None = None
    heading: str | None = None
    quoted: str | None = None


class Finding(Record):
    """``detail`` and ``detail_nl`` say it in both languages, with the way out.

    Without a ``part`` it is about the template as a whole; ``times`` is how often it stands in the
    part, of which this is the first.
    """

    level: Level
    code: str = Field(examples=["variable-unknown"])
    part: str | None = Field(default=None, examples=["word/document.xml"])
    paragraph: int | None = Field(default=None, examples=[11])
    heading: str | None = Field(default=None, examples=["Artikel 1. Definities"])
    quoted: str | None = Field(default=None, examples=["{{ provider.nmae }}"])
    variable: str | None = Field(default=None, examples=["provider.nmae"])
    suggestion: str | None = Field(default=None, examples=["provider.name"])
    times: int = 1
    detail: str = Field(
        examples=["There is no provider.nmae to print. Did you mean provider.name?"]
    )
    detail_nl: str = Field(
        examples=["Er is geen provider.nmae om af te drukken. Bedoelt u provider.name?"]
    )

    def say(self, language: Language) -> str:
        return self.detail_nl if language == "nl" else self.detail


def finding(
    code: str,
    place: Place | None = None,
    *,
    variable: str | None = None,
    suggestion: str | None = None,
    times: int = 1,
    **values: str | Text,
) -> Finding:
    """``times``: how often it stands in the part, of which this is the first."""
    level, sentence = SENTENCES[code]

    def said(language: Language) -> str:
        words = {
            name: one if isinstance(one, str) else one.say(language) for name, one in values.items()
        }
        told = sentence.say(language).format(variable=variable, **words)
        meant = MEANT.say(language).format(suggestion=suggestion) if suggestion else ""
        often = TIMES.say(language).format(count=times) if times > 1 else ""
        return " ".join(part for part in (told, meant, often) if part)

    return Finding(
        level=level,
        code=code,
        **(place.model_dump() if place else {}),
        variable=variable,
        suggestion=suggestion,
        times=times,
        detail=said("en"),
        detail_nl=said("nl"),
    )
