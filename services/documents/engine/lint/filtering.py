"""What each filter can be given, and what comes out of it."""

from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from jinja2 import nodes

from services.documents.engine.lint.values import ANYTHING, Scope, Value
from services.documents.engine.lint.words import KINDS

# What each takes between parentheses, in order.
_TAKES: dict[str, tuple[str, ...]] = {
    "join": ("d", "attribute"),
    "length": (),
    "default": ("default_value", "boolean"),
    "upper": (),
    "lower": (),
    "sort": ("reverse", "case_sensitive", "attribute"),
    "day": (),
    "moment": (),
    "hex_groups": (),
}
FILTERS = tuple(_TAKES)
_DAY = ("day", "moment")
_ON_TEXT = ("upper", "lower", "hex_groups")


class Reader(Protocol):
    def value(self, node: nodes.Node, scope: Scope, tolerant: bool = False) -> Value: ...

    def missing(self, line: int, value: Value) -> None: ...

    def report(self, line: int, code: str, variable: str | None = None, **said: Any) -> None: ...


class Filtering:
    """One use of a filter."""

    def __init__(self, reader: Reader, node: nodes.Filter, value: Value) -> None:
        self._reader, self._node, self._value = reader, node, value

    def result(self) -> Value:
        name, value = self._node.name, self._value
        if not self._has_its_arguments():
            self._reader.report(self._node.lineno, "filter-arguments", filter=name)
            return ANYTHING
        if name == "default":
            return self._default()
        if value.kind in ("anything", "none"):
            return ANYTHING
        if name in ("join", "length", "sort"):
            return self._of_list()
        return self._written_day() if name in _DAY else self._of_text()

    def _has_its_arguments(self) -> bool:
        takes = _TAKES[self._node.name]
        named = [one.key for one in self._node.kwargs]
        left = takes[len(self._node.args) :]
        return len(self._node.args) <= len(takes) and set(named) <= set(left)

    def _default(self) -> Value:
        """Of what is null it takes care only when told so; without that, null stays null."""
        said = [*self._node.args[1:2], *(o.value for o in self._node.kwargs if o.key == "boolean")]
        of_null = any(isinstance(one, nodes.Const) and one.value for one in said)
        always = self._value.presence == "always" or of_null
        return replace(self._value, presence="always" if always else "null")

    def _of_list(self) -> Value:
        name, value = self._node.name, self._value
        if value.kind != "list" and not (name == "length" and value.kind == "text"):
            return self._unfit()
        if value.presence != "always":
            self._reader.missing(self._node.lineno, value)
        if name == "length":
            return Value("number", path=value.path)
        if not value.of_texts:
            self._by_part(name, value)
        return Value("text", path=value.path) if name == "join" else value.known()

    def _by_part(self, name: str, value: Value) -> None:
        """Rows are joined or sorted by one of their parts; null is no text, and has no order."""
        at = {"join": 1, "sort": 2}[name]
        said = [o.value for o in self._node.kwargs if o.key == "attribute"] + self._node.args[at:]
        part = said[0].value if said and isinstance(said[0], nodes.Const) else None
        field = value.field.child(str(part)) if value.field else None
        report = partial(self._reader.report, self._node.lineno)
        if part is None:
            report("filter-unfit", value.path, filter=name, type=KINDS["list"])
        elif field is None:
            report("variable-unknown", f"{value.path}.{part}")
        elif field.type in ("list", "record"):
            report("filter-unfit", f"{value.path}.{part}", filter=name, type=KINDS[field.type])
        elif field.presence != "always":
            self._reader.missing(self._node.lineno, Value("text", f"{value.path}.{part}"))

    def _of_text(self) -> Value:
        value = self._value
        if value.kind in ("list", "record", "boolean"):
            return self._unfit()
        if self._node.name == "hex_groups":
            return self._unfit() if value.kind == "number" else replace(value, words=())
        change = str.upper if self._node.name == "upper" else str.lower
        return replace(value, words=tuple(change(word) for word in value.words))

    def _written_day(self) -> Value:
        """``day`` writes a day, ``moment`` a moment; each fails on the other."""
        value, name = self._value, self._node.name
        if value.kind == ("date" if name == "day" else "moment"):
            return Value("text", value.path, value.model, value.field, value.presence)
        meant = "moment" if name == "day" else "day"
        fits = value.kind in ("date", "moment")
        return self._unfit(f"{{{{ {value.path}|{meant} }}}}" if fits else None)

    def _unfit(self, suggestion: str | None = None) -> Value:
        value = self._value
        self._reader.report(
            self._node.lineno,
            "filter-unfit",
            value.path,
            filter=self._node.name,
            type=KINDS[value.kind],
            suggestion=suggestion,
        )
        return ANYTHING


def filtered(reader: Reader, node: nodes.Filter, value: Value) -> Value:
    return Filtering(reader, node, value).result()
