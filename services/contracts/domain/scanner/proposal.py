"""The link that a statement describes, as far as it says so. What nobody says stays empty."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from services.contracts.domain.scan import Basis, ProposedLink
from services.contracts.domain.scanner import phrases, places
from services.contracts.domain.scanner.catalogue import KnownParty
from services.contracts.domain.scanner.mentions import Mention
from services.contracts.domain.scanner.structure import Span, Statement
from services.contracts.domain.transfer import Capacity
from shared.text import Text

MOST_SENTENCES = 12
MOST_PURPOSES = 3
LONGEST = 1500


class Surroundings:
    """The words that belong to one party: its own part of a sentence, and what follows on it."""

    def __init__(self, statement: Statement, everybody: Iterable[Mention]) -> None:
        self.statement = statement
        self.named: dict[int, list[tuple[int, int]]] = {}
        for one in everybody:
            index = statement.sentence_index(one.start)
            self.named.setdefault(index, []).append(one.span)

    def of(self, mentions: Sequence[Mention]) -> list[str]:
        """The nearest first: what says it of this party alone, then the sentences after it."""
        found: list[str] = []
        for mention in mentions[:MOST_SENTENCES]:
            found += self.sentences_of([mention])
            found += self._what_follows(mention)
        return list(dict.fromkeys(found))

    def sentences_of(self, mentions: Sequence[Mention]) -> list[str]:
        """Of each what it says of this party alone, then what it says before and after all that it
        names.
        """
        found: list[str] = []
        for one in mentions[:MOST_SENTENCES]:
            named = self.named.get(self.statement.sentence_index(one.start), [one.span])
            first, last = min(start for start, _ in named), max(end for _, end in named)
            found.append(self._own_part(one))
            found.append(self.statement.text[one.sentence[0] : first][:LONGEST])
            found.append(self.statement.text[last : one.sentence[1]][:LONGEST])
        return found

    def own_parts(self, mentions: Sequence[Mention]) -> list[str]:
        """Only what is said of this party and of no other in the same sentence."""
        parts: list[str] = []
        for mention in mentions[:MOST_SENTENCES]:
            parts += [self._own_part(mention), *self._what_follows(mention)]
        return list(dict.fromkeys(parts))

    def _own_part(self, mention: Mention) -> str:
        """Between the party named before it and the one named after it."""
        text = self.statement.text
        start, end = mention.sentence
        for left, right in self.named.get(self.statement.sentence_index(mention.start), ()):
            if right <= mention.start:
                start = max(start, right)
            elif left >= mention.end:
                end = min(end, left)
        before, after = text[start : mention.start], text[mention.end : end]
        if start > mention.sentence[0]:
            before = before[before.find(",") + 1 :] if "," in before else before
        if end < mention.sentence[1]:
            after = after[: after.rfind(",")] if "," in after else ""
        return f"{before} {text[mention.start : mention.end]}{after}"[:LONGEST]

    def _what_follows(self, mention: Mention) -> list[str]:
        """The sentences after it that name nobody else, as far as its paragraph or section goes."""
        statement = self.statement
        index = statement.sentence_index(mention.start)
        block = statement.block_index(mention.start)
        last = self._last_block(block)
        found = []
        for at in range(index + 1, min(index + 4, len(statement.sentences))):
            span = statement.sentences[at]
            if at in self.named or statement.block_index(span[0]) > last:
                break
            found.append(statement.words(span)[:LONGEST])
        return found

    def _last_block(self, block: int) -> int:
        blocks = self.statement.blocks
        if blocks[block].kind == "heading" and block + 1 < len(blocks):
            return block + (0 if blocks[block + 1].kind == "heading" else 1)
        return block

    def headings(self, mentions: Sequence[Mention]) -> list[str]:
        statement = self.statement
        found = []
        for mention in mentions[:MOST_SENTENCES]:
            block = statement.block_index(mention.start)
            for heading in reversed([one for one in statement.above[block][-2:] if one > 0]):
                span = (statement.blocks[heading].start, statement.blocks[heading].end)
                found.append(statement.words(span)[:200])
        return list(dict.fromkeys(found))


def proposal(
    around: Surroundings, mentions: Sequence[Mention], party: KnownParty | None, on: date
) -> ProposedLink:
    near, own = around.of(mentions), around.own_parts(mentions)
    said: dict[str, Any] = {}
    purposes = _purposes([*around.sentences_of(mentions), *around.headings(mentions), *near])
    if purposes:
        said["purpose"] = _together([one.says for one in purposes])
    said |= {
        "capacity": _capacity(near, purposes),
        "data_categories": _all(phrases.DATA, own),
        "data_subjects": _all(phrases.SUBJECTS, own),
        "mechanism": next((m for cue, m in phrases.MECHANISMS if _any(cue, own)), None),
        **_location(own, on),
    }
    said = {name: value for name, value in said.items() if value}
    basis: dict[str, Basis] = dict.fromkeys(said, "text")
    for name, value in _known(party).items():
        if value and (name not in said or name in ("capacity", "reason")):
            said[name], basis[name] = value, "catalogue"
    if said.get("capacity") != "controller":
        said.pop("reason", None)
        basis.pop("reason", None)
    return ProposedLink(**said, basis=basis)


def _known(party: KnownParty | None) -> dict[str, Any]:
    if party is None:
        return {}
    return {name: getattr(party, name) for name in ("capacity", "reason", "location", "zone")}


def _purposes(words: Iterable[str]) -> list[phrases.Phrase]:
    """Of the first words that tell one, in the order in which they tell them."""
    for said in words:
        found = [
            (match.start(), one) for one in phrases.PURPOSES if (match := one.cue.search(said))
        ]
        if found:
            found.sort(key=lambda pair: pair[0])
            return [one for _, one in found[:MOST_PURPOSES]]
    return []


def _capacity(near: Sequence[str], purposes: Sequence[phrases.Phrase]) -> Capacity | None:
    if any(phrases.CONTROLLER.search(words) for words in near):
        return "controller"
    if any(phrases.OWN_BOOKS.search(words) for words in near):
        return "own_administration"
    told = {one.capacity for one in purposes}
    return told.pop() if len(told) == 1 else None


def _location(words: Sequence[str], on: date) -> dict[str, Any]:
    countries = tuple(dict.fromkeys(code for said in words for code in places.countries_in(said)))
    if countries:
        return {
            "countries": countries,
            "location": places.location_of(countries),
            "zone": places.zone(countries, on),
        }
    area = next((zone for said in words if (zone := places.inside(said))), None)
    if area is None:
        return {}
    nl, en = ("EER", "EEA") if area == "EEA" else ("EU", "EU")
    return {"zone": area, "location": Text(nl=f"binnen de {nl}", en=f"within the {en}")}


def _all(found: Iterable[phrases.Phrase], words: Sequence[str]) -> tuple[Text, ...]:
    return tuple(one.says for one in found if _any(one.cue, words))


def _any(cue: Any, words: Iterable[str]) -> bool:
    return any(cue.search(said) for said in words)


def _together(texts: Sequence[Text]) -> Text:
    return Text(nl="; ".join(one.nl for one in texts), en="; ".join(one.en for one in texts))


def shortened(words: str, span: Span, most: int = 600) -> Span:
    """A long sentence as the part around what stands in it."""
    start, end = span
    if len(words) <= most:
        return 0, len(words)
    left = max(0, start - (most - (end - start)) // 2)
    return left, min(len(words), left + most)
