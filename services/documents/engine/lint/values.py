"""What an expression stands for in the data model, and what is known of it at this place."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from jinja2 import nodes

from services.documents.domain.field import Field, Presence

Kind = Literal[
    "text", "number", "boolean", "date", "moment", "list", "record", "none", "anything"
]  # fmt: skip
Group = Literal["text", "number", "boolean", "list", "record", "none", "anything"]


@dataclass(frozen=True)
class Value:
    """``path``: as the template writes it; ``model``: where in the data model that is.

    ``rows``: what the rows of a list are, None for texts. ``words``: the only words it can be.
    """

    kind: Kind
    path: str = ""
    model: str = ""
    field: Field | None = None
    presence: Presence = "always"
    words: tuple[str, ...] = ()
    constant: object = None

    @property
    def group(self) -> Group:
        """Dates and moments are texts to the renderer."""
        return "text" if self.kind == "date" or self.kind == "moment" else self.kind

    @property
    def of_texts(self) -> bool:
        return self.kind == "list" and not (self.field and self.field.children)

    def known(self) -> "Value":
        return replace(self, presence="always")


ANYTHING = Value("anything")


def constant(value: object) -> Value:
    kinds: dict[type, Kind] = {str: "text", bool: "boolean", int: "number", float: "number"}
    kind = "none" if value is None else kinds.get(type(value), "anything")
    return Value(kind, path=repr(value), constant=value)


@dataclass(frozen=True)
class Facts:
    """Names of which a condition around them tells that they are there, or there and filled."""

    defined: frozenset[str] = frozenset()
    present: frozenset[str] = frozenset()

    def __or__(self, other: "Facts") -> "Facts":
        return Facts(self.defined | other.defined, self.present | other.present)

    def __and__(self, other: "Facts") -> "Facts":
        return Facts(self.defined & other.defined, self.present & other.present)

    def without(self, name: str) -> "Facts":
        """A loop gives its name a new meaning."""

        def others(paths: frozenset[str]) -> frozenset[str]:
            return frozenset(one for one in paths if one.split(".")[0] != name)

        return Facts(others(self.defined), others(self.present))


@dataclass(frozen=True)
class Scope:
    """``names``: each with its field and its place in the data model."""

    names: Mapping[str, tuple[Field, str]]
    facts: Facts = field(default_factory=Facts)

    def knowing(self, facts: Facts) -> "Scope":
        return replace(self, facts=self.facts | facts)

    def presence(self, path: str, said: Presence) -> Presence:
        if said == "absent" and path not in self.facts.defined:
            return "absent"
        if path in self.facts.present:
            return "always"
        return "null" if said == "absent" else said

    def within(self, name: str, bound: tuple[Field, str]) -> "Scope":
        named = {**self.names, name: bound, "loop": (LOOP, "loop")}
        return Scope(named, self.facts.without(name).without("loop"))


def _counter(name: str, kind: Literal["number", "boolean"]) -> Field:
    return Field(name=name, type=kind, description="Of the loop.")


LOOP = Field(
    name="loop",
    type="record",
    description="The loop itself.",
    children=(
        *(_counter(name, "number") for name in ("index", "index0", "revindex", "revindex0")),
        _counter("length", "number"),
        *(_counter(name, "boolean") for name in ("first", "last")),
    ),
)


def dotted(node: nodes.Node) -> str | None:
    """``client.name`` for what is written so; None for any other expression."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        before = dotted(node.node)
        return before and f"{before}.{node.attr}"
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        before = dotted(node.node)
        return before and f"{before}.{node.arg.value}"
    return None


def told(test: nodes.Node, holds: bool) -> Facts:
    """What is certain of the data when this condition holds, or when it does not."""
    path = dotted(test)
    if path:
        return _there(path) if holds else Facts()
    if isinstance(test, nodes.Not):
        return told(test.node, not holds)
    if isinstance(test, nodes.And):
        return told(test.left, True) | told(test.right, True) if holds else Facts()
    if isinstance(test, nodes.Or):
        if holds:
            return told(test.left, True) & told(test.right, True)
        return told(test.left, False) | told(test.right, False)
    return _of_test(test, holds)


def _there(path: str) -> Facts:
    return Facts(frozenset({path}), frozenset({path}))


def _of_test(test: nodes.Node, holds: bool) -> Facts:
    if isinstance(test, nodes.Test) and (path := dotted(test.node)):
        if (test.name, holds) in (("defined", True), ("undefined", False)):
            return Facts(defined=frozenset({path}))
        return (
            Facts(present=frozenset({path})) if (test.name, holds) == ("none", False) else Facts()
        )
    if isinstance(test, nodes.Filter) and test.node is not None and holds:
        return told(test.node, True) if _false_without(test) else Facts()
    if isinstance(test, nodes.Compare) and len(test.ops) == 1 and (path := dotted(test.expr)):
        other = test.ops[0].expr
        is_none = isinstance(other, nodes.Const) and other.value is None
        equal = test.ops[0].op if test.ops[0].op in ("eq", "ne") else ""
        same = isinstance(other, nodes.Const) and (equal == "eq") is holds
        return _there(path) if equal and same is not is_none and (same or is_none) else Facts()
    return Facts()


def _false_without(test: nodes.Filter) -> bool:
    if test.name == "default":
        return all(isinstance(one, nodes.Const) and not one.value for one in test.args[:1])
    return test.name == "length"
