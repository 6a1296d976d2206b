"""The numbers that Word will give to articles, clauses and annexes, for references to them.

A number must be the same in every agreement: both branches of a condition hold equally many
clauses, and a condition without an alternative holds none. Whole articles may be left out together
when none follows them.
"""

from collections.abc import Iterable

from services.documents.builtin.source import Block, Heading, Paragraph, SourceError, Tag


def numbers(blocks: Iterable[Block]) -> dict[str, tuple[str, str]]:
    """Label → (`article` or `annex`, number). Raises SourceError."""
    counter = _Counter()
    for block in blocks:
        counter.take(block)
    return counter.found


class _Counter:
    def __init__(self) -> None:
        self.found: dict[str, tuple[str, str]] = {}
        self._article = self._clause = self._annex = 0
        self._branches: list[tuple[int, int, int | None]] = []
        self._may_be_left_out = False

    def take(self, block: Block) -> None:
        if isinstance(block, Tag):
            self._branch(block.text.split()[1])
        elif isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Paragraph) and block.kind == "clause":
            self._clause += 1
            self._name(block.label, "article", f"{self._article}.{self._clause}")

    def _heading(self, heading: Heading) -> None:
        if heading.kind == "article":
            if self._may_be_left_out:
                raise SourceError(f"article {self._article} may be left out and another follows")
            self._article, self._clause = self._article + 1, 0
            self._name(heading.label, "article", str(self._article))
        elif heading.kind == "annex":
            self._annex += 1
            self._name(heading.label, "annex", str(self._annex))

    def _name(self, label: str | None, kind: str, number: str) -> None:
        if label and self.found.setdefault(label, (kind, number)) != (kind, number):
            raise SourceError(f"{label} has two numbers")

    def _branch(self, word: str) -> None:
        if word in ("if", "for"):
            self._branches.append((self._article, self._clause, None))
            return
        article, start, end = self._branches.pop()
        if article != self._article:
            self._may_be_left_out = True
            return
        if end not in (None, self._clause):
            raise SourceError(f"article {self._article}: branches differ in clauses")
        if word in ("elif", "else"):
            self._branches.append((article, start, self._clause))
            self._clause = start
        elif end is None and self._clause != start:
            raise SourceError(f"article {self._article}: clauses without an alternative")
