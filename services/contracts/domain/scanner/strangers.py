"""What looks like a party and isn't in the catalogue, found by where it stands in a sentence."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from services.contracts.domain.scanner import cues, no_names
from services.contracts.domain.scanner.catalogue import squeeze
from services.contracts.domain.scanner.mentions import Mention, party_list_above
from services.contracts.domain.scanner.negation import OWN_HANDS, negated
from services.contracts.domain.scanner.phrases import PURPOSES
from services.contracts.domain.scanner.provider import is_own
from services.contracts.domain.scanner.structure import Block, Span, Statement

MOST_WORDS = 5
MOST = 6_000
LOOK_BACK = 90
_JOINT = re.compile(r"[ \u00a0]|-|\.(?=[a-z0-9])|[ ]?&[ ]?|\n(?!\n)|['’]")
_INNER_CAPITAL = re.compile(r"^(?:[a-z]{1,3}[A-Z]|[A-Z][a-z0-9]{1,20}[A-Z])\w{1,30}$")
_DATACENTER = re.compile(r"^(?:data ?cent(?:er|re|rum))$", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    start: int
    end: int
    block: Block
    sentence: Span

    @property
    def span(self) -> Span:
        return self.start, self.end


@dataclass(frozen=True)
class Stranger:
    """A name that nobody knows, and where it stands."""

    name: str
    mentions: tuple[Mention, ...]


def strangers(
    statement: Statement, known: Sequence[Mention], own: frozenset[str]
) -> tuple[Stranger, ...]:
    finder = _Finder(statement, known, own)
    found: dict[str, list[Candidate]] = {}
    names: dict[str, str] = {}
    for candidate in finder.accepted():
        name = finder.name_of(candidate)
        found.setdefault(squeeze(name), []).append(candidate)
        names.setdefault(squeeze(name), name)
    return tuple(
        Stranger(
            names[key],
            tuple(Mention(-1, one.start, one.end, one.sentence) for one in places),
        )
        for key, places in found.items()
    )


class _Finder:
    def __init__(self, statement: Statement, known: Iterable[Mention], own: frozenset[str]) -> None:
        self.statement, self.text, self.own = statement, statement.text, own
        self.known = {place for one in known for place in range(one.start, one.end)}
        self.known_ends = {one.end for one in known if not one.denied}
        self.columns: dict[int, int | None] = {}
        self.small = Counter(token.word for token in statement.tokens if token.word.islower())

    def name_of(self, candidate: Candidate) -> str:
        return " ".join(self.text[candidate.start : candidate.end].split())

    def accepted(self) -> Iterator[Candidate]:
        """In order; a name that stands together with a party is one too."""
        ends = set(self.known_ends)
        taken: set[str] = set()
        rest: list[Candidate] = []
        for candidate in islice(self._candidates(), MOST):
            if self._stands_as_a_party(candidate, ends):
                if self._refused(candidate):
                    continue
                ends.add(candidate.end)
                taken.add(squeeze(self.name_of(candidate)))
                yield candidate
            else:
                rest.append(candidate)
        for one in rest:
            if squeeze(self.name_of(one)) in taken and not self._refused(one):
                yield one

    def _candidates(self) -> Iterator[Candidate]:
        tokens, index = self.statement.tokens, 0
        while index < len(tokens):
            last = self._run(index)
            if last is None:
                index += 1
                continue
            if stripped := self._stripped(index, last):
                first, end = stripped
                start = tokens[first].start
                block = self.statement.blocks[self.statement.block_index(start)]
                sentence = self.statement.sentences[self.statement.sentence_index(start)]
                if not block.dead and block.start <= start < block.end:
                    yield Candidate(start, tokens[end].end, block, sentence)
            index = last + 1

    def _run(self, index: int) -> int | None:
        """The last of the words with a capital that begin here; null where none begins."""
        tokens = self.statement.tokens
        if not self._may_begin(index):
            return None
        last = index
        while last + 1 < len(tokens) and last - index + 1 < MOST_WORDS:
            left, right = tokens[last], tokens[last + 1]
            between = self.text[left.end : right.start]
            if not _JOINT.fullmatch(between) or right.start in self.known:
                break
            if cues.LEGAL_FORM_AFTER.match(self.text, left.end):
                break
            if self.statement.apart(left.end, right.start):
                break
            if not (right.word[0].isupper() or right.word[0].isdigit() or between == "."):
                break
            last += 1
        return last

    def _may_begin(self, index: int) -> bool:
        token = self.statement.tokens[index]
        if token.start in self.known or self.statement.domain_at(token.start):
            return False
        return token.word[0].isupper() or bool(_INNER_CAPITAL.match(token.word))

    def _stripped(self, first: int, last: int) -> tuple[int, int] | None:
        """Without the words around it that belong to the sentence or say where it comes from."""
        tokens = self.statement.tokens
        around = no_names.OPENING | no_names.NATIONS
        while first <= last and tokens[first].word.lower() in around:
            first += 1
        while first < last and self._opens(first) and tokens[first].word.lower() in no_names.COMMON:
            if _DATACENTER.match(tokens[first].word):
                break
            first += 1
        while last > first and tokens[last].word.lower() in around:
            last -= 1
        if first > last or all(self._no_name(token.word) for token in tokens[first : last + 1]):
            return self._datacenter(first, last)
        return first, last

    def _opens(self, index: int) -> bool:
        """Whether a word has its capital because a sentence begins with it."""
        start = self.statement.tokens[index].start
        sentence = self.statement.sentences[self.statement.sentence_index(start)]
        return not any(c.isalnum() for c in self.text[sentence[0] : start])

    def _datacenter(self, first: int, last: int) -> tuple[int, int] | None:
        """``Datacenter Zwolle`` is a name, though each of its words is none."""
        tokens = self.statement.tokens
        named = last > first and _DATACENTER.match(tokens[first].word)
        return (first, last) if named else None

    def _no_name(self, word: str) -> bool:
        low = word.lower()
        return (
            low in no_names.COMMON
            or low in no_names.PLACES
            or low in no_names.NATIONS
            or low in no_names.OPENING
            or word.isdigit()
            or len(word) < 2
        )

    def _refused(self, candidate: Candidate) -> bool:
        name = self.name_of(candidate)
        low = name.lower()
        says = self.statement.says
        return (
            any(office in low for office in no_names.OFFICES)
            or is_own(name, self.own)
            or self._ordinary(name)
            or says(cues.FOLLOW, candidate.sentence)
            or self._person_or_address(candidate)
            or self._bare_link(candidate)
            or negated(self.statement, candidate.sentence, candidate.span)
            or (says(OWN_HANDS, candidate.sentence) and not self._has_form(candidate))
        )

    def _ordinary(self, name: str) -> bool:
        """A word that the text also writes small is a word: a defined term, or a title."""
        words = name.split()
        return len(words) == 1 and words[0].istitle() and self.small[words[0].lower()] > 0

    def _person_or_address(self, candidate: Candidate) -> bool:
        before = self.text[
            max(candidate.sentence[0], candidate.start - LOOK_BACK) : candidate.start
        ]
        after = self.text[candidate.end : candidate.end + 60]
        first, _, more = self.name_of(candidate).partition(" ")
        person = first.lower() in no_names.FIRST_NAMES and more and not self._has_form(candidate)
        return bool(
            person
            or cues.PERSON_BEFORE.search(before)
            or cues.PERSON_AFTER.match(after)
            or cues.ADDRESS_AFTER.match(after)
        )

    def _bare_link(self, candidate: Candidate) -> bool:
        """The words of a link count only in a sentence that says that the party is used."""
        if not self.statement.in_link(*candidate.span):
            return False
        around = self.statement.around(candidate.span, candidate.sentence)
        return not cues.CUE.search(around) or bool(cues.REFERENCE.search(around))

    def _has_form(self, candidate: Candidate) -> bool:
        return bool(cues.LEGAL_FORM_AFTER.match(self.text[candidate.end : candidate.end + 20]))

    def _stands_as_a_party(self, candidate: Candidate, ends: set[int]) -> bool:
        return (
            (self._has_form(candidate) and candidate.block.kind != "heading")
            or self._in_a_slot(candidate)
            or self._after_its_trade(candidate)
            or self._in_its_column(candidate)
            or self._leads_a_list(candidate)
            or self._stands_beside(candidate, ends)
            or self._acts(candidate)
        )

    def _in_a_slot(self, candidate: Candidate) -> bool:
        start = candidate.sentence[0]
        before = self.text[max(start, candidate.start - LOOK_BACK) : candidate.start]
        if cues.SLOT.search(before) is None or candidate.block.kind == "heading":
            return False
        if cues.REFERENCE.search(before) and not self._inner_capital(candidate):
            return False
        around = self.statement.around(candidate.span, candidate.sentence)
        return cues.CUE.search(around) is not None

    def _after_its_trade(self, candidate: Candidate) -> bool:
        """Directly after the word for what it is: ``antwoordservice Belbuddy``."""
        before = self.text[max(candidate.sentence[0], candidate.start - 50) : candidate.start]
        return candidate.block.kind != "heading" and cues.TRADE.search(before) is not None

    def _in_its_column(self, candidate: Candidate) -> bool:
        """First in a cell under a head that says party, or after the label of a line in a list of
        parties.
        """
        block = candidate.block
        if block.kind not in ("row", "item"):
            return False
        lead = self.text[block.start : candidate.start]
        if block.kind == "item":
            return self._is_label(block, lead) and party_list_above(self.statement, block)
        column = lead.strip().strip("|").count("|") + (1 if "|" in lead.strip("| ") else 0)
        return (
            lead.rstrip(" *_").endswith("|")
            and column > 0
            and column == self._party_column(self.statement.block_index(candidate.start))
        )

    def _is_label(self, block: Block, lead: str) -> bool:
        """Words that say what for, not a name of which the rest is told."""
        words = cues.LABEL.fullmatch(lead) and re.findall(r"[^\W_]+", lead)
        return bool(words) and all(
            self._no_name(word) or any(one.cue.search(word) for one in PURPOSES)
            for word in words or ()
        )

    def _party_column(self, index: int) -> int | None:
        """Of the table in which a row stands: which column names the parties, by its head."""
        blocks = self.statement.blocks
        while index > 0 and blocks[index - 1].kind == "row":
            index -= 1
        if index not in self.columns:
            head = self.text[blocks[index].start : blocks[index].end][:1000].strip().strip("|")
            found = (n for n, cell in enumerate(head.split("|")) if cues.PARTY_HEAD.search(cell))
            self.columns[index] = next(found, None)
        return self.columns[index]

    def _inner_capital(self, candidate: Candidate) -> bool:
        return bool(_INNER_CAPITAL.match(self.name_of(candidate)))

    def _leads_a_list(self, candidate: Candidate) -> bool:
        block = candidate.block
        lead = self.text[block.start : candidate.start]
        if any(c.isalpha() for c in lead) or block.kind == "text":
            return False
        after = self.text[candidate.end : min(block.end, candidate.end + 60)]
        if not cues.GLOSS.match(after) and not self._has_form(candidate):
            return False
        if after.startswith(":") and candidate.end + 2 in self.known:
            return False
        bare = not any(c.isalnum() for c in self.text[candidate.end : block.end])
        cue = cues.STRICT_PARTY_LIST if bare else cues.PARTY_LIST
        return party_list_above(self.statement, block, cue) and self._says_more(candidate)

    def _says_more(self, candidate: Candidate) -> bool:
        """A heading alone is a title, unless the text under it names it again as a party."""
        if candidate.block.kind != "heading":
            return True
        name = self.name_of(candidate)
        index = self.statement.block_index(candidate.start) + 1
        below = self.statement.blocks[index : index + 2]
        return any(
            re.search(
                rf"\b{re.escape(name)}\b", self.text[one.start : min(one.end, one.start + 1500)]
            )
            for one in below
        )

    def _stands_beside(self, candidate: Candidate, ends: set[int]) -> bool:
        before = self.text[max(candidate.sentence[0], candidate.start - 50) : candidate.start]
        joint = cues.TOGETHER.search(before)
        return joint is not None and candidate.start - len(before) + joint.start() in ends

    def _acts(self, candidate: Candidate) -> bool:
        """Does something with data, at the head of a sentence."""
        lead = self.text[candidate.sentence[0] : candidate.start]
        if any(c.isalpha() for c in lead) or candidate.block.kind == "heading":
            return False
        after = self.text[candidate.end : candidate.end + 200]
        strong = self._inner_capital(candidate) or len(self.name_of(candidate).split()) > 1
        return strong and cues.VERB_OF_A_PARTY.match(after) is not None
