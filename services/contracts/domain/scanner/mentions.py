"""Where a statement names a party that the catalogue knows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from services.contracts.domain.scanner.catalogue import LONG_NAME, Alias, Catalogue, squeeze
from services.contracts.domain.scanner.cues import (
    COLOUR,
    CUE,
    FOLLOW,
    GLOSS,
    NO_NAME_AFTER,
    NO_NAME_BEFORE,
    NO_PARTY_LIST,
    PARTY_LIST,
    REFERENCE,
)
from services.contracts.domain.scanner.negation import OWN_HANDS, negated
from services.contracts.domain.scanner.structure import NEAR, Block, Span, Statement, Token

MOST_WORDS = 6
# So many places where a name stands are looked at: no statement holds them, hostile text does.
MOST = 6_000
# Words that lie one letter from a name.
_WORDS_ALIKE = frozenset({"teamleider", "teamleiders", "teamleaders", "fundament", "equinox"})
_JOINTS = frozenset(" \t\n\r.-‐–'’&\u00a0\u00ad*_/")


@dataclass(frozen=True)
class Mention:
    """``misspelled``: one letter differs from the name. ``denied``: said not to be used."""

    party: int
    start: int
    end: int
    sentence: Span
    misspelled: bool = False
    denied: bool = False

    @property
    def span(self) -> Span:
        return self.start, self.end


def mentions(statement: Statement, known: Catalogue) -> list[Mention]:
    """All that count, with those that are denied; a heading goes with the text under it."""
    found = [
        mention for mention in _named(statement, known) if not _own_hands(statement, known, mention)
    ]
    return _headings_follow(statement, found)


def _named(statement: Statement, known: Catalogue) -> Iterator[Mention]:
    tokens = statement.tokens
    small = {token.word for token in tokens if token.word.islower()}
    index = looked = 0
    while index < len(tokens) and looked < MOST:
        end, alias = _longest(statement, known, index)
        misspelled = False
        if alias is None:
            end, alias = _misspelled(statement, known, index, small)
            misspelled = alias is not None
        if alias is None:
            index += 1
            continue
        looked += 1
        span = (tokens[index].start, tokens[end].end)
        sentence = statement.sentences[statement.sentence_index(span[0])]
        if _counts(statement, alias, span, sentence):
            denied = negated(statement, sentence, span) or _denied_list(statement, span)
            yield Mention(alias.party, *span, sentence, misspelled, denied)
            index = end + 1
        else:
            index += 1


def _longest(statement: Statement, known: Catalogue, index: int) -> tuple[int, Alias | None]:
    tokens, key = statement.tokens, ""
    found: tuple[int, Alias | None] = (index, None)
    for at in range(index, min(index + MOST_WORDS, len(tokens))):
        if at > index and not _joined(statement, tokens[at - 1], tokens[at]):
            break
        key += squeeze(tokens[at].word)
        if key not in known.beginnings:
            break
        alias = known.aliases.get(key)
        if alias and _as_written(statement, known, alias, tokens[index : at + 1]):
            found = (at, alias)
    return found


def _joined(statement: Statement, left: Token, right: Token) -> bool:
    """Whether two words may be parts of one name: on one line, or broken over two."""
    between = statement.text[left.end : right.start]
    return (
        not statement.apart(left.end, right.start)
        and len(between) <= 4
        and not set(between) - _JOINTS
        and between.count("\n") < 2
        and "/" not in between
        and not between.startswith(". ")
    )


def _as_written(statement: Statement, known: Catalogue, alias: Alias, words: list[Token]) -> bool:
    """A name that is also a word has its capital, as has each part of a name of one word that is
    written as several. A bare domain is a name only as a whole.
    """
    domain = statement.domain_at(words[0].start)
    if domain and (domain[0] != words[0].start or domain[1] > words[-1].end):
        return False
    parted = len(words) > 1 and known.parties[alias.party].name.isalpha()
    if domain is None and (alias.ordinary or parted):
        return all(token.word[0].isupper() or token.word[0].isdigit() for token in words)
    return True


def _misspelled(
    statement: Statement, known: Catalogue, index: int, small: set[str]
) -> tuple[int, Alias | None]:
    tokens = statement.tokens
    first = tokens[index]
    if (
        not first.word[0].isupper()
        or first.word.lower() in small
        or statement.domain_at(first.start)
    ):
        return index, None
    key = squeeze(first.word)
    if key in _WORDS_ALIKE:
        return index, None
    for end in (index, index + 1):
        if end > index:
            if end >= len(tokens) or not _joined(statement, first, tokens[end]):
                break
            if not tokens[end].word[0].isupper():
                break
            key += squeeze(tokens[end].word)
        if len(key) >= LONG_NAME:
            for name in known.alike(key):
                if OSA.distance(key, name, score_cutoff=1) <= 1:
                    return end, known.aliases[name]
    return index, None


def _denied_list(statement: Statement, span: Span) -> bool:
    """Whether the line that leads the list says that none of it is used."""
    index = statement.block_index(span[0])
    intro = statement.intros[index]
    if intro is None or statement.blocks[index].kind == "heading":
        return False
    block = statement.blocks[intro]
    words = statement.text[block.start : block.end].rstrip(" *_\n")
    if not words.endswith(":"):
        return False
    colon = block.start + len(words) - 1
    sentence = statement.sentences[statement.sentence_index(colon)]
    return negated(statement, sentence, (colon, colon))


def _counts(statement: Statement, alias: Alias, span: Span, sentence: Span) -> bool:
    block = statement.blocks[statement.block_index(span[0])]
    if block.dead or not block.start <= span[0] < block.end:
        return False
    if statement.says(FOLLOW, sentence):
        return False
    if statement.in_link(*span):
        return _link_in_a_sentence(statement, span, sentence)
    single = len(statement.words(span).split()) == 1
    return not (alias.ordinary and single) or _ordinary(statement, block, span, sentence)


def _link_in_a_sentence(statement: Statement, span: Span, sentence: Span) -> bool:
    """The words of a link count when the sentence around it says that the party is used."""
    around = statement.around(span, sentence)
    return CUE.search(around) is not None and REFERENCE.search(around) is None


def _ordinary(statement: Statement, block: Block, span: Span, sentence: Span) -> bool:
    text = statement.text
    before, after = text[sentence[0] : span[0]], text[span[1] : min(sentence[1], span[1] + NEAR)]
    if COLOUR.search(before) or COLOUR.search(after) or NO_NAME_AFTER.match(after):
        return False
    if NO_NAME_BEFORE.search(before[-40:]):
        return False
    if any(c.isalnum() for c in before):
        return CUE.search(statement.around(span, sentence)) is not None or party_list_above(
            statement, block
        )
    if block.kind == "heading":
        return party_list_above(statement, block) or _named_below(statement, block, span)
    return GLOSS.match(after[:40]) is not None and (
        party_list_above(statement, block) or CUE.search(after[:200]) is not None
    )


def _named_below(statement: Statement, block: Block, span: Span) -> bool:
    """A heading of one word is a party when the text under it says so in a sentence."""
    name = statement.words(span)
    index = statement.block_index(block.start) + 1
    if index >= len(statement.blocks):
        return False
    below = statement.blocks[index]
    words = statement.text[below.start : min(below.end, below.start + 1500)]
    at = words.find(name, 1)
    return below.kind != "heading" and at > 0 and CUE.search(words[:at]) is not None


def party_list_above(statement: Statement, block: Block, cue: re.Pattern[str] = PARTY_LIST) -> bool:
    """Whether the line that leads the list, or a heading above, speaks of parties or systems."""
    index = statement.block_index(block.start)
    intro = statement.intros[index]
    leads = [_last_words(statement, one) for one in statement.above[index][-2:]]
    nearest = _last_words(statement, intro) if intro is not None else (leads or [(0, 0)])[-1]
    if statement.says(NO_PARTY_LIST, nearest):
        return False
    return any(statement.says(cue, words) for words in (nearest, *leads))


def _last_words(statement: Statement, index: int) -> Span:
    block = statement.blocks[index]
    return max(block.start, block.end - 400), block.end


def _own_hands(statement: Statement, known: Catalogue, mention: Mention) -> bool:
    """Software that the provider runs itself makes nobody a processor."""
    return known.parties[mention.party].software and statement.says(OWN_HANDS, mention.sentence)


def _headings_follow(statement: Statement, found: list[Mention]) -> list[Mention]:
    """A heading proposes nothing by itself when the text under it denies the party."""
    denied = {
        (one.party, heading)
        for one in found
        if one.denied
        for heading in statement.above[statement.block_index(one.start)]
    }
    kept = []
    for one in found:
        index = statement.block_index(one.start)
        heading = statement.blocks[index].kind == "heading"
        kept.append(
            Mention(one.party, one.start, one.end, one.sentence, one.misspelled, denied=True)
            if heading and (one.party, index) in denied
            else one
        )
    return kept
