"""Whatever the data are, what a template prints is well-formed: shown before it prints anything.

A condition leaves out the markup between its tags, and a loop repeats it. That does no harm when
the markup closes and opens again the same elements, as from the midst of one paragraph into that
of another, and tears the document apart when it does not, as from a cell into a text beside it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from jinja2 import nodes

from services.documents.engine.allowed import Refusal

_ELEMENT = re.compile(
    r"<(/?)([A-Za-z_][\w:.-]*)(?:\"[^\"]*\"|'[^']*'|[^'\"<>])*?(/?)>|<(?!\?xml[^<>]*\?>)"
)
_BLOCK = nodes.If | nodes.For
_VALUE = "x"


class Crossing(Refusal):
    """A tag whose markup would tear the document apart when it is left out or repeated."""


@dataclass
class _Effect:
    """What a stretch closes that was open before it, innermost first, and leaves open, outermost
    first."""

    closed: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    @property
    def neutral(self) -> bool:
        return self.opened == self.closed[::-1]

    def close(self, name: str) -> bool:
        if self.opened:
            return self.opened.pop() == name
        self.closed.append(name)
        return True

    def follow(self, other: "_Effect") -> bool:
        if not all(map(self.close, other.closed)):
            return False
        self.opened += other.opened
        return True


def refuse_crossings(tree: nodes.Template) -> None:
    """Crossing with the line of the tag, or of the element, that is at fault."""
    effect = _sequence(tree.body)
    if effect.closed or effect.opened:
        raise Crossing("an element that is torn apart", 1)


def _sequence(found: Iterable[nodes.Node]) -> _Effect:
    """Text up to the next block that has markup in it is looked at as one."""
    effect, text, line = _Effect(), "", 1
    for node in found:
        if isinstance(node, nodes.Output):
            line = line if text else node.lineno
            text += "".join(_said(one) for one in node.nodes)
        elif isinstance(node, _BLOCK) and _speaks(node):
            text += _VALUE
        else:
            _read(text, line, effect)
            text = ""
            if not effect.follow(_block(node)):
                raise Crossing("it begins in one place and ends in another", node.lineno)
    _read(text, line, effect)
    return effect


def _said(node: nodes.Node) -> str:
    return node.data if isinstance(node, nodes.TemplateData) else _VALUE


def _speaks(node: nodes.Node) -> bool:
    """Whether it prints text alone, as in the description of a picture."""
    return not any("<" in one.data or ">" in one.data for one in node.find_all(nodes.TemplateData))


def _read(text: str, line: int, effect: _Effect) -> None:
    for found in _ELEMENT.finditer(text):
        closing, name, empty = found.groups()
        if name is None or (closing and not effect.close(name)):
            at = line + text.count("\n", 0, found.start())
            raise Crossing("an element that is torn apart", at)
        if not closing and not empty:
            effect.opened.append(name)


def _block(node: nodes.Node) -> _Effect:
    if isinstance(node, nodes.For):
        branches, always = [node.body, node.else_], False
    else:
        assert isinstance(node, nodes.If)
        bodies = [node.body, *(one.body for one in node.elif_)]
        branches, always = [*bodies, node.else_], bool(node.else_)
    effects = [_sequence(branch) for branch in branches]
    if always and all(one == effects[0] for one in effects):
        return effects[0]
    deepest = max(effects, key=lambda one: len(one.closed))
    for one in effects:
        if not one.neutral or one.closed != deepest.closed[: len(one.closed)]:
            raise Crossing("it begins in one place and ends in another", node.lineno)
    return deepest
