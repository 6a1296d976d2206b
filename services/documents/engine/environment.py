"""The sandbox in which templates run: plain data, a few filters, nothing else to reach."""

from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.filters import FILTERS
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.documents.domain.wording import day, hex_groups, moment
from services.documents.engine.allowed import FILTERS as ALLOWED
from services.documents.engine.allowed import judge, refuse_raw
from services.documents.engine.balance import refuse_crossings
from services.documents.engine.metering import (
    charged,
    joined,
    looked_through,
    meter,
    ordered,
    rewritten,
)
from shared.text import Language

# With a space before them, so that no template can name them.
_CHARGED, _LOOKED_THROUGH = " charged", " looked-through"


class Absent(StrictUndefined):
    """A name that the data does not have; any use of it raises with the bare name as message."""

    @property
    def _undefined_message(self) -> str:
        return self._undefined_hint or str(self._undefined_name)


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Dotted names reach the keys of plain dicts and the loop's counters, no method of anything.

    Nothing is compiled but what templates may say, and nothing is rendered without end.
    """

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        return meter().joined(pieces)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        refuse_raw(source)
        return super()._parse(source, name, filename)

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        judge(source)
        refuse_crossings(source)
        for loop in source.find_all(nodes.For):
            each = [*loop.body, *([loop.test] if loop.test else [])]
            weight = 1 + sum(1 for one in each for _ in one.find_all(nodes.Expr))
            loop.iter = _counted(loop.iter, _CHARGED, nodes.Const(weight))
        for comparison in source.find_all(nodes.Compare):
            _count(comparison)
        source.set_environment(self)
        return super()._generate(source, name, filename, defer_init)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict:
            try:
                return obj[attribute]
            except KeyError:
                return self.undefined(obj=obj, name=attribute)
        if type(obj) is LoopContext or isinstance(obj, Undefined):
            return super().getattr(obj, attribute)
        return self.unsafe_undefined(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        try:
            return obj[argument]
        except (LookupError, TypeError):
            return self.undefined(obj=obj, name=argument)


@cache
def environment(language: Language, autoescape: bool = True) -> TemplateEnvironment:
    made = TemplateEnvironment(
        autoescape=autoescape,
        undefined=Absent,
        finalize=_printed,
        keep_trailing_newline=True,
        cache_size=0,
    )
    made.globals.clear()
    made.filters = {name: FILTERS[name] for name in ALLOWED & FILTERS.keys()} | {
        "day": partial(_known, partial(day, language=language)),
        "moment": partial(_known, partial(moment, language=language)),
        "hex_groups": partial(_known, hex_groups),
        "join": joined,
        "sort": ordered,
        "upper": rewritten(str.upper),
        "lower": rewritten(str.lower),
        _CHARGED: charged,
        _LOOKED_THROUGH: looked_through,
    }
    return made


def _count(comparison: nodes.Compare) -> None:
    """What is held against a constant is done at once, unless it is looked for."""
    for operand in comparison.ops:
        within = operand.op in ("in", "notin")
        plain = isinstance(operand.expr, nodes.Const | nodes.Tuple | nodes.List)
        if not plain and (within or not isinstance(comparison.expr, nodes.Const)):
            operand.expr = _counted(operand.expr, _LOOKED_THROUGH)


def _counted(node: nodes.Node, how: str, *told: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, how, list(told), [], None, None, lineno=node.lineno)


def _printed(value: object) -> object:
    return "" if value is None else value


def _known(write: Callable[[str], str], value: str | None) -> str | None:
    if isinstance(value, Undefined):
        str(value)
    return None if value is None else write(charged(value, 1))
