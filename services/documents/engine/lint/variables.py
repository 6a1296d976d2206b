"""Whether a template asks for what the data model has, and does with it what can be done.

Walks the parsed tags with the names that hold at each place: a loop's own name knows the fields of
what it loops over, and a condition makes certain what may otherwise be absent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from jinja2 import nodes

from services.documents.domain.field import Field
from services.documents.domain.finding import Finding
from services.documents.engine.lint.comparing import compared
from services.documents.engine.lint.filtering import FILTERS, filtered
from services.documents.engine.lint.nearest import nearest, parts
from services.documents.engine.lint.tags import Tag
from services.documents.engine.lint.values import (
    ANYTHING,
    Scope,
    Value,
    constant,
    told,
)
from services.documents.engine.lint.words import FORBIDDEN, KINDS

_TESTS = ("defined", "undefined", "none")
_COUNTED = ("variable-may-be-empty", "date-plain", "boolean-printed")


@dataclass
class _Noticed:
    """Something told of a tag; what is no error is told once for a part, and counted."""

    tag: Tag
    code: str
    variable: str | None
    said: dict[str, Any]
    times: int = 1

    def found(self) -> Finding:
        return self.tag.found(self.code, variable=self.variable, times=self.times, **self.said)


class Variables:
    """``used``: the places in the data model that the template prints or decides on.

    ``complete``: whether all of the template could be read.
    """

    def __init__(self, model: Field) -> None:
        self.used: set[str] = set()
        self.complete = True
        self._repeating: set[int] = set()
        self._top = Scope({one.name: (one, one.name) for one in model.children})
        self._tags: list[Tag] = []
        self._noticed: dict[tuple[object, ...], _Noticed] = {}

    def read(self, tree: nodes.Template | None, tags: list[Tag]) -> list[Finding]:
        """``tags``: one for each line of the tree. RecursionError for what is nested too deep."""
        self._tags, self._noticed, self._repeating = tags, {}, set()
        complete, self.complete = self.complete and tree is not None, False
        self._body(tree.body if tree else [], self._top)
        self.complete = complete
        return [one.found() for one in self._noticed.values()]

    def report(self, line: int, code: str, variable: str | None = None, **said: Any) -> None:
        tag = self._tag(line)
        key = (code, variable) if code in _COUNTED else (code, variable, line)
        before = self._noticed.get(key)
        if before is None:
            self._noticed[key] = _Noticed(tag, code, variable, said)
        elif before.tag is not tag:
            before.times += 1

    def _tag(self, line: int) -> Tag:
        return self._tags[min(line, len(self._tags)) - 1]

    def repeating(self, tag: Tag) -> bool:
        """Whether this loop stands where its list is known to have rows."""
        return id(tag) in self._repeating

    def _body(self, body: list[nodes.Node], scope: Scope) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for printed in node.nodes:
                    if not isinstance(printed, nodes.TemplateData):
                        self._print(printed, scope)
            elif isinstance(node, nodes.If):
                self._if(node, scope)
            elif isinstance(node, nodes.For):
                self._for(node, scope)
            else:
                self._forbid(node)

    def _if(self, node: nodes.If, scope: Scope) -> None:
        self.value(node.test, scope)
        self._body(node.body, scope.knowing(told(node.test, True)))
        otherwise = scope.knowing(told(node.test, False))
        for branch in node.elif_:
            self.value(branch.test, otherwise)
            self._body(branch.body, otherwise.knowing(told(branch.test, True)))
            otherwise = otherwise.knowing(told(branch.test, False))
        self._body(node.else_, otherwise)

    def _for(self, node: nodes.For, scope: Scope) -> None:
        rows = self.value(node.iter, scope)
        if not isinstance(node.target, nodes.Name) or node.recursive:
            self._forbid(node.target if not node.recursive else node)
            return
        if rows.kind not in ("list", "anything", "none"):
            self.report(node.lineno, "loop-over-value", rows.path, type=KINDS[rows.kind])
        elif rows.presence != "always":
            self.missing(node.lineno, rows)
        if rows.path in scope.facts.present:
            self._repeating.add(id(self._tag(node.lineno)))
        inner = scope.knowing(told(node.iter, True)).within(node.target.name, self._row(rows, node))
        if node.test:
            self.value(node.test, inner)
            inner = inner.knowing(told(node.test, True))
        self._body(node.body, inner)
        self._body(node.else_, scope)

    def _row(self, rows: Value, node: nodes.For) -> tuple[Field, str]:
        name = node.target.name if isinstance(node.target, nodes.Name) else ""
        said = rows.field.description if rows.field else ""
        known = rows.kind == "list" and rows.field is not None
        kind = "record" if known and not rows.of_texts else "text"
        children = rows.field.children if rows.field and known else ()
        if not known:
            return (_UNKNOWN, rows.model)
        row = Field(name=name or "row", type=kind, description=said, children=children)
        return (row, f"{rows.model}[]")

    def _print(self, node: nodes.Expr, scope: Scope) -> None:
        value = self.value(node, scope)
        report = partial(self.report, node.lineno)
        path = value.path
        if value.kind == "list":
            inside = "{{ one }}" if value.of_texts else "{{ one.… }}"
            loop = f"{{% for one in {path} %}}{inside}{{% endfor %}}"
            remedy = f"{{{{ {path}|join(', ') }}}}" if value.of_texts else loop
            report("list-printed", path, remedy=remedy)
        elif value.kind == "record":
            report("record-printed", path, parts=parts(value))
        elif value.kind == "boolean":
            report("boolean-printed", path or None)
        elif value.presence != "always":
            report("variable-may-be-empty", path, remedy=_remedy(path))
        elif value.kind in ("date", "moment"):
            filter_ = "day" if value.kind == "date" else "moment"
            report("date-plain", path, suggestion=f"{{{{ {path}|{filter_} }}}}")

    def value(self, node: nodes.Node, scope: Scope, tolerant: bool = False) -> Value:
        """What an expression stands for; ``tolerant``: it may be absent here."""
        if isinstance(node, nodes.Const):
            return constant(node.value)
        if isinstance(node, nodes.Name):
            return self._name(node, scope, tolerant)
        if isinstance(node, nodes.Getattr):
            return self._part(node, node.node, node.attr, scope, tolerant)
        if isinstance(node, nodes.Getitem):
            return self._item(node, scope, tolerant)
        if isinstance(node, nodes.Filter) and node.node is not None:
            return self._filter(node, node.node, scope)
        if isinstance(node, nodes.Compare):
            return compared(self, node, scope)
        return self._decision(node, scope)

    def _decision(self, node: nodes.Node, scope: Scope) -> Value:
        if isinstance(node, nodes.Test):
            self.value(node.node, scope, tolerant=True)
            if node.name not in _TESTS:
                self.report(node.lineno, "tag-forbidden", what=f"is {node.name}")
        elif isinstance(node, nodes.Not):
            self.value(node.node, scope)
        elif isinstance(node, nodes.And):
            self.value(node.left, scope)
            self.value(node.right, scope.knowing(told(node.left, True)))
        elif isinstance(node, nodes.Or):
            return self._either(node, scope)
        elif isinstance(node, nodes.CondExpr) and node.expr2 is not None:
            return self._chosen(node, node.expr2, scope)
        else:
            self._forbid(node)
            return ANYTHING
        return Value("boolean") if not isinstance(node, nodes.And) else ANYTHING

    def _either(self, node: nodes.Or, scope: Scope) -> Value:
        """``a or 'unknown'`` prints the second where the first is not there."""
        left = self.value(node.left, scope)
        right = self.value(node.right, scope.knowing(told(node.left, False)))
        return right if left.kind == right.kind else ANYTHING

    def _chosen(self, node: nodes.CondExpr, otherwise: nodes.Expr, scope: Scope) -> Value:
        """``a if a else 'unknown'`` is as weak as the weaker of the two."""
        self.value(node.test, scope)
        one = self.value(node.expr1, scope.knowing(told(node.test, True)))
        two = self.value(otherwise, scope.knowing(told(node.test, False)))
        weaker = two if one.presence == "always" else one
        return weaker if one.kind == two.kind else ANYTHING

    def _name(self, node: nodes.Name, scope: Scope, tolerant: bool) -> Value:
        bound = scope.names.get(node.name)
        if bound is None:
            meant = nearest(node.name, scope)
            self.report(node.lineno, "variable-unknown", node.name, suggestion=meant)
            return ANYTHING
        return self._found(node, node.name, *bound, scope, tolerant)

    def _part(
        self, node: nodes.Node, whole: nodes.Node, name: str, scope: Scope, tolerant: bool
    ) -> Value:
        value = self.value(whole, scope)
        report = partial(self.report, node.lineno, variable=f"{value.path}.{name}")
        if value.kind == "anything" or value.field is None:
            return ANYTHING
        if value.kind == "list":
            report("list-without-loop", remedy=_looped(value, name))
            return ANYTHING
        if value.kind != "record":
            report("value-without-parts", type=KINDS[value.kind])
            return ANYTHING
        child = value.field.child(name)
        if child is None:
            report("variable-unknown", suggestion=nearest(name, scope, value))
            return ANYTHING
        if value.presence != "always" and not tolerant:
            self.missing(node.lineno, value)
        found = self._found(
            node, f"{value.path}.{name}", child, f"{value.model}.{name}", scope, tolerant
        )
        return found if value.presence == "always" or not tolerant else _weaker(found)

    def _item(self, node: nodes.Getitem, scope: Scope, tolerant: bool) -> Value:
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._part(node, node.node, node.arg.value, scope, tolerant)
        self.value(node.node, scope)
        self.report(node.lineno, "tag-forbidden", what=FORBIDDEN["Getitem"])
        return ANYTHING

    def _found(
        self, node: nodes.Node, path: str, field: Field, model: str, scope: Scope, tolerant: bool
    ) -> Value:
        if field is _UNKNOWN:
            return ANYTHING
        self.used.add(model)
        presence = scope.presence(path, field.presence)
        value = Value(field.type, path, model, field, presence, field.values)
        if presence == "absent" and not tolerant:
            self.missing(node.lineno, value)
            return value.known()
        return value

    def _filter(self, node: nodes.Filter, of: nodes.Expr, scope: Scope) -> Value:
        if node.name not in FILTERS:
            self.value(of, scope, tolerant=True)
            self.report(
                node.lineno, "filter-unknown", filter=node.name, suggestion=_near_filter(node.name)
            )
            return ANYTHING
        for argument in (*node.args, *(one.value for one in node.kwargs)):
            self.value(argument, scope)
        if node.dyn_args or node.dyn_kwargs:
            self._forbid(node)
        return filtered(self, node, self.value(of, scope, tolerant=node.name == "default"))

    def missing(self, line: int, value: Value) -> None:
        """Without it there is no document at all."""
        path = value.path
        remedy = _remedy(path)
        if value.presence == "absent":
            remedy = f"{{{{ {path}|default('…', true) }}}}"
        self.report(line, "variable-may-be-missing", path, remedy=remedy)

    def _forbid(self, node: nodes.Node) -> None:
        name = type(node).__name__
        self.report(node.lineno, "tag-forbidden", what=FORBIDDEN.get(name, name.lower()))


_UNKNOWN = Field(name="anything", type="text", description="What could not be read.")


def _weaker(value: Value) -> Value:
    return Value(value.kind, value.path, value.model, value.field, "null", value.words)


def _near_filter(name: str) -> str | None:
    from_known: Iterator[str] = (one for one in FILTERS if one.startswith(name[:3]))
    return next(from_known, None)


def _looped(value: Value, name: str) -> str:
    return f"{{% for one in {value.path} %}}{{{{ one.{name} }}}}{{% endfor %}}"


def _remedy(path: str) -> str:
    return f"{{% if {path} %}} … {{% endif %}}"
