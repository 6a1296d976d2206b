"""What differs between the texts of two templates, paragraph by paragraph."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal, get_args

from pydantic import Field

from services.documents.domain.rendering import Record
from shared.errors import Conflict

# Where in a document a paragraph stands.
Story = Literal["text", "header", "footer", "notes"]
Change = Literal["same", "removed", "added", "gap"]
Texts = Mapping[Story, Sequence[str]]

STORIES: tuple[Story, ...] = get_args(Story)
_AROUND = 2
_MOST = 10_000


class Line(Record):
    """A paragraph, or a row of a table with `` | `` between its cells. A ``gap`` stands where
    paragraphs that are the same were left out."""

    story: Story = Field(examples=["text"])
    change: Change = Field(examples=["added"])
    text: str = Field(examples=["Artikel 3. Geheimhouding"])


def difference(old: Texts, new: Texts) -> list[Line]:
    """What has to be done to the old to get the new; empty when both say the same.

    ``Conflict`` for texts of more than 10,000 paragraphs.
    """
    return [line for story in STORIES for line in _of_story(story, old, new)]


def _of_story(story: Story, old: Texts, new: Texts) -> Iterator[Line]:
    before, after = old.get(story, ()), new.get(story, ())
    if max(len(before), len(after)) > _MOST:
        raise Conflict(
            "template-too-long",
            f"More than {_MOST:,} paragraphs are not compared; compare them in Word.",
        )
    matcher = SequenceMatcher(None, before, after)
    for number, group in enumerate(matcher.get_grouped_opcodes(_AROUND)):
        if number or group[0][1] or group[0][3]:
            yield Line(story=story, change="gap", text="")
        for tag, start, end, start_new, end_new in group:
            if tag == "equal":
                yield from _lines(story, "same", before[start:end])
            else:
                yield from _lines(story, "removed", before[start:end])
                yield from _lines(story, "added", after[start_new:end_new])


def _lines(story: Story, change: Change, texts: Sequence[str]) -> Iterator[Line]:
    for text in texts:
        yield Line(story=story, change=change, text=text)
