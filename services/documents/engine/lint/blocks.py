"""Which `if` and `for` a tag belongs to, and whether the document holds together without them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz import process

from services.documents.domain.finding import Finding
from services.documents.engine.lint.package import W
from services.documents.engine.lint.tags import UNITS, Tag
from shared.text import Text

_ENDS = {"endif": "if", "endfor": "for"}
_BRANCHES = ("elif", "else")
_KNOWN = ("if", "elif", "else", "endif", "for", "endfor")
_FORBIDDEN = {
    "set", "macro", "endmacro", "include", "import", "from", "extends", "block", "endblock", "call",
    "endcall", "filter", "endfilter", "raw", "endraw", "with", "endwith", "autoescape",
    "endautoescape", "do", "break", "continue", "endset", "trans", "endtrans", "debug",
}  # fmt: skip
_ALIKE = 60
_CELL = f"{W}tc"
_IN_TEXT = Text(en="in the text", nl="in de tekst")
_ELSEWHERE = Text(en="beside the text", nl="naast de tekst")
_AFTER_ELSE = Text(en="the else came before it", nl="de else kwam al eerder")
_NONE_OPEN = Text(en="none is open here", nl="er staat hier geen if open")


@dataclass
class Block:
    """An ``if`` or ``for`` with what belongs to it, in order."""

    opening: Tag
    followers: list[Tag] = field(default_factory=list)

    @property
    def word(self) -> str:
        return self.opening.word

    @property
    def closing(self) -> str:
        return f"end{self.word}"


@dataclass(frozen=True)
class Step:
    """One tag as the renderer should read it; an end that was forgotten has the tag it ends."""

    tag: Tag
    source: str


class Matching:
    """The tags of one story put in pairs: ``steps`` are sound even where the template is not."""

    def __init__(self, found: list[Tag]) -> None:
        self.findings: list[Finding] = []
        self.steps: list[Step] = []
        self._open: list[Block] = []
        for tag in found:
            if tag.form == "print":
                self.steps.append(Step(tag, f"{{{{{tag.inner}}}}}"))
            elif tag.form == "block":
                self._take(tag)
        while self._open:
            self._forgotten(self._open.pop())

    def _take(self, tag: Tag) -> None:
        if tag.word in _ENDS:
            self._end(tag)
        elif tag.word in _BRANCHES:
            self._branch(tag)
        elif tag.word in ("if", "for"):
            self._open.append(Block(tag))
            self._step(tag)
        elif tag.word in _FORBIDDEN:
            self.findings.append(tag.found("tag-forbidden", what=tag.word))
        else:
            self._unknown(tag)

    def _unknown(self, tag: Tag) -> None:
        near = process.extractOne(tag.word, _KNOWN, score_cutoff=_ALIKE)
        suggestion = near[0] if near else None
        self.findings.append(tag.found("tag-unknown", word=tag.word, suggestion=suggestion))

    def _end(self, tag: Tag) -> None:
        opening = _ENDS[tag.word]
        standing = [block for block in self._open if block.word == opening]
        if not standing:
            self.findings.append(tag.found("block-end-extra", word=tag.word, opening=opening))
            return
        block = next((one for one in reversed(standing) if _even(one.opening, tag)), standing[-1])
        # Of two that fit, the one whose own end is plainly missing is the one in between.
        while self._open[-1] is not block:
            self._forgotten(self._open.pop())
        self._open.pop()
        block.followers.append(tag)
        self._step(tag)
        self.findings += _uneven(block)

    def _branch(self, tag: Tag) -> None:
        """A for may have an else too; an elif belongs to an if alone."""
        block = self._open[-1] if self._open else None
        if block is None or (tag.word == "elif" and block.word == "for"):
            self.findings.append(tag.found("block-branch", word=tag.word, why=_NONE_OPEN))
        elif any(one.word == "else" for one in block.followers):
            self.findings.append(tag.found("block-branch", word=tag.word, why=_AFTER_ELSE))
        else:
            block.followers.append(tag)
            self._step(tag)

    def _forgotten(self, block: Block) -> None:
        found = block.opening.found("block-open", word=block.word, closing=block.closing)
        self.findings.append(found)
        self.steps.append(Step(block.opening, f"{{% {block.closing} %}}"))

    def _step(self, tag: Tag) -> None:
        self.steps.append(Step(tag, f"{{%{tag.inner}%}}"))


def _even(one: Tag, other: Tag) -> bool:
    """What stands between is whole XML when both stand at the same depth, in the same elements."""
    return one.path == other.path


def _uneven(block: Block) -> Iterator[Finding]:
    opening = block.opening
    for tag in block.followers:
        if not _even(opening, tag):
            prefix = opening.prefix or tag.prefix or "p"
            yield tag.found(
                "block-uneven",
                word=tag.word,
                other=opening.quoted,
                one=_depth(opening),
                two=_depth(tag),
                unit=f"{{%{prefix}",
            )
        elif opening.prefix is None and _cell(opening) is not _cell(tag):
            yield tag.found("block-crosses-cells", word=tag.word, other=opening.quoted)


def _depth(tag: Tag) -> Text | str:
    if tag.prefix:
        unit = UNITS[tag.prefix]
        return Text(en=f"around a {unit.en}", nl=f"om een {unit.nl} heen")
    return _IN_TEXT if tag.element.tag == f"{W}t" else _ELSEWHERE


def _cell(tag: Tag) -> object:
    return next(tag.element.iterancestors(_CELL), None)
