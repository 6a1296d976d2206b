"""What a template may say: names, attributes, conditions, loops, comparisons and listed filters.

Judged over the syntax tree, because a look at the text misses what is written in another way.
Whatever is not named here is refused, so that a new version of Jinja brings nothing in.
"""

import re

from jinja2 import TemplateSyntaxError, nodes

FILTERS = frozenset(
    {"join", "length", "default", "upper", "lower", "sort", "day", "moment", "hex_groups"}
)
TESTS = frozenset({"defined", "undefined", "none"})
LOOP = frozenset({"index", "index0", "revindex", "revindex0", "first", "last", "length"})
_MOST_NODES = 50_000
_MOST_DEPTH = 30
_MOST_LOOPS = 3
_MOST_CONDITIONS = 20
_LONGEST_TEXT = 1_000
_LARGEST_NUMBER = 10**15
# Jinja keeps what stands between raw and endraw out of the tree.
_RAW = re.compile(r"\{%[-+]?\s*(?:end)?raw\b")
_ATTRIBUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9_]*(?:\.[a-zA-Z][a-zA-Z0-9_]*)*")
_RESERVED = {"self", "super", "caller", "varargs", "kwargs", "loop"}
_LIKE_IT = {
    nodes.Call: "a call",
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter as a block",
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "import",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.With: "with",
    nodes.Scope: "autoescape",
    nodes.Concat: "~; put the two next to each other",
    nodes.Dict: "a dictionary",
    nodes.List: "a list",
    nodes.Tuple: "a list",
    nodes.Slice: "a slice",
}


class Refusal(TemplateSyntaxError):
    """Jinja would take it and a template may not say it; ``too_much``: there is only too much."""

    def __init__(self, message: str, lineno: int, too_much: bool = False) -> None:
        super().__init__(message, lineno)
        self.too_much = too_much


def refuse_raw(source: str) -> None:
    found = _RAW.search(source)
    if found:
        raise Refusal("raw is not for templates", source.count("\n", 0, found.start()) + 1)


def judge(tree: nodes.Template) -> None:
    """Refusal for the first thing that is not allowed."""
    _Judge().statements(tree.body, 0, 0)


class _Judge:
    def __init__(self) -> None:
        self._seen = 0

    def statements(self, found: list[nodes.Node], loops: int, conditions: int) -> None:
        for node in found:
            self._count(node, 0)
            if isinstance(node, nodes.Output):
                for printed in node.nodes:
                    if not isinstance(printed, nodes.TemplateData):
                        self._expression(printed, 0)
            elif isinstance(node, nodes.If):
                self._condition(node, loops, conditions + 1)
            elif isinstance(node, nodes.For):
                self._loop(node, loops + 1, conditions)
            else:
                raise _refusal(node)

    def _condition(self, node: nodes.If, loops: int, conditions: int) -> None:
        if conditions > _MOST_CONDITIONS:
            why = f"more than {_MOST_CONDITIONS} conditions within each other"
            raise Refusal(why, node.lineno, too_much=True)
        for branch in (node, *node.elif_):
            self._expression(branch.test, 0)
            self.statements(branch.body, loops, conditions)
        self.statements(node.else_, loops, conditions)

    def _loop(self, node: nodes.For, loops: int, conditions: int) -> None:
        if loops > _MOST_LOOPS:
            why = f"more than {_MOST_LOOPS} loops within each other"
            raise Refusal(why, node.lineno, too_much=True)
        if node.recursive or not isinstance(node.target, nodes.Name):
            raise Refusal("a loop takes one name, and does not call itself", node.lineno)
        self._name(node.target)
        self._expression(node.iter, 0)
        if node.test is not None:
            self._expression(node.test, 0)
        self.statements(node.body, loops, conditions)
        self.statements(node.else_, loops, conditions)

    def _expression(self, node: nodes.Node, depth: int) -> None:
        self._count(node, depth)
        deeper = depth + 1
        match node:
            case nodes.Const():
                self._constant(node)
            case nodes.Name():
                self._name(node)
            case nodes.Getattr():
                self._attribute(node, deeper)
            case nodes.Compare():
                self._comparison(node, deeper)
            case nodes.Filter():
                self._filter(node, deeper)
            case _:
                for inner in self._within(node):
                    self._expression(inner, deeper)

    def _within(self, node: nodes.Node) -> list[nodes.Expr]:
        """The expressions that one of a plain kind is made of."""
        match node:
            case nodes.And() | nodes.Or():
                return [node.left, node.right]
            case nodes.Not():
                return [node.node]
            case nodes.Test(name=name) if name in TESTS and not node.args:
                return [node.node]
            case nodes.CondExpr():
                return [one for one in (node.test, node.expr1, node.expr2) if one is not None]
            case nodes.Getitem(arg=nodes.Const(value=str() | int() as key)):
                self._key(str(key), node.lineno)
                return [node.node]
            # What docxtpl makes of {% hm %}: the width of a cell for each in a row.
            case nodes.Mul(
                left=nodes.Const(value=int()), right=nodes.Getattr(node=nodes.Name(name="loop"))
            ):
                return [node.right]
        raise _refusal(node)

    def _constant(self, node: nodes.Const) -> None:
        value = node.value
        large = isinstance(value, int) and abs(value) > _LARGEST_NUMBER
        if large or (isinstance(value, str) and len(value) > _LONGEST_TEXT):
            raise Refusal("a value that is too large", node.lineno, too_much=True)

    def _name(self, node: nodes.Name) -> None:
        if node.name in _RESERVED:
            raise Refusal(f"“{node.name}” by itself is not for templates", node.lineno)
        self._key(node.name, node.lineno)

    def _attribute(self, node: nodes.Getattr, depth: int) -> None:
        if isinstance(node.node, nodes.Name) and node.node.name == "loop":
            if node.attr not in LOOP:
                raise Refusal(f"a loop has {', '.join(sorted(LOOP))}", node.lineno)
            return
        self._key(node.attr, node.lineno)
        self._expression(node.node, depth)

    def _key(self, name: str, lineno: int) -> None:
        if name.startswith("_") or "__" in name:
            raise Refusal(f"no name may begin with an underscore: {name[:40]}", lineno)

    def _comparison(self, node: nodes.Compare, depth: int) -> None:
        self._expression(node.expr, depth)
        for operand in node.ops:
            if operand.op in ("in", "notin") and isinstance(operand.expr, nodes.List | nodes.Tuple):
                for item in operand.expr.items:
                    self._expression(item, depth + 1)
            else:
                self._expression(operand.expr, depth)

    def _filter(self, node: nodes.Filter, depth: int) -> None:
        if node.name not in FILTERS:
            raise Refusal(
                f"there is no filter {node.name[:40]}; there are {', '.join(sorted(FILTERS))}",
                node.lineno,
            )
        if node.node is None or node.dyn_args is not None or node.dyn_kwargs is not None:
            raise _refusal(node)
        self._expression(node.node, depth)
        for value in (*node.args, *(one.value for one in node.kwargs)):
            self._expression(value, depth)
        if node.name in ("join", "sort"):
            named = (one.value for one in node.kwargs if one.key == "attribute")
            self._by_attribute([*node.args[1:], *named])

    def _by_attribute(self, told: list[nodes.Expr]) -> None:
        for one in told:
            if not isinstance(one, nodes.Const) or (
                isinstance(one.value, str) and not _ATTRIBUTE.fullmatch(one.value)
            ):
                raise Refusal("an attribute is a plain name", one.lineno)
            self._key(str(one.value), one.lineno)

    def _count(self, node: nodes.Node, depth: int) -> None:
        self._seen += 1
        if self._seen > _MOST_NODES or depth > _MOST_DEPTH:
            raise Refusal("too many tags, or one nested too deep", node.lineno, too_much=True)


def _refusal(node: nodes.Node) -> Refusal:
    said = _LIKE_IT.get(type(node))
    if said is None:
        kind = type(node).__name__.lower()
        said = f"the test “{node.name}”" if isinstance(node, nodes.Test) else f"“{kind}”"
        said = "arithmetic" if isinstance(node, nodes.BinExpr | nodes.UnaryExpr) else said
    first = next(node.iter_child_nodes(), node)
    return Refusal(f"{said} is not for templates", node.lineno or first.lineno or 1)
