"""What the words of a message may say to the template engine: names of the kind's own data, if,
for, comparisons and a few filters. Judged over the tree; whatever is not named here is refused."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TypeAlias, Union

from jinja2 import nodes

from services.notifications.channels.mail.wording import Slot
from shared.text import Text

FILTERS = frozenset({"default", "length", "lower", "upper"})
_MOST_CONDITIONS = 10
_MOST_NODES = 5000
_DEEPEST = 20
_MOST_REFUSALS = 100

# What a name stands for: a value to print, one that differs per person, parts, or a list of those.
Model: TypeAlias = Mapping[str, Union["Model", "Each", Slot, None]]


class Each:
    """A list to go through, each of these parts."""

    def __init__(self, parts: Model) -> None:
        self.parts = parts


class Refusal(Exception):
    """``line`` of the template, from 1."""

    def __init__(self, code: str, detail: Text, line: int, name: str | None = None) -> None:
        super().__init__(detail.en)
        self.code, self.detail, self.line, self.name = code, detail, line, name


class _TooMuch(Refusal):
    """Nothing after it is looked at."""


def judge(tree: nodes.Template, model: Model) -> list[Refusal]:
    """Everything that is not allowed, as it comes; a hundred at most."""
    one = _Judge()
    try:
        one.statements(tree.body, dict(model), 0)
    except _TooMuch as last:
        one.found.append(last)
    return one.found[:_MOST_REFUSALS]


class _Judge:
    def __init__(self) -> None:
        self._seen = 0
        self.found: list[Refusal] = []

    @contextmanager
    def _kept(self) -> Iterator[None]:
        """What follows is looked at all the same."""
        try:
            yield
        except _TooMuch:
            raise
        except Refusal as refusal:
            self.found.append(refusal)

    def statements(
        self, found: list[nodes.Node], model: Model, conditions: int, within: bool = False
    ) -> None:
        for node in found:
            self._count(node, conditions)
            if isinstance(node, nodes.Output):
                for printed in node.nodes:
                    if not isinstance(printed, nodes.TemplateData):
                        with self._kept():
                            self._printed(printed, model)
            elif isinstance(node, nodes.If):
                self._if(node, model, conditions + 1, within)
            elif isinstance(node, nodes.For) and not within:
                with self._kept():
                    self._for(node, model, conditions)
            else:
                self.found.append(_refused(node))

    def _if(self, node: nodes.If, model: Model, conditions: int, within: bool) -> None:
        if conditions > _MOST_CONDITIONS:
            raise _too_much(node)
        for branch in (node, *node.elif_):
            with self._kept():
                self._value(branch.test, model, 0)
            self.statements(branch.body, model, conditions, within)
        self.statements(node.else_, model, conditions, within)

    def _for(self, node: nodes.For, model: Model, conditions: int) -> None:
        if node.recursive or node.test is not None or not isinstance(node.target, nodes.Name):
            raise _refused(node)
        target = node.target.name
        found = self._path(node.iter, model)
        if not isinstance(found, Each):
            raise Refusal(
                "not-a-list",
                Text(
                    nl="Dit is geen lijst om doorheen te gaan.", en="This is no list to go through."
                ),
                node.lineno,
            )
        if target in model or target == "loop" or target.startswith("_"):
            raise _refused(node.target)
        self.statements(node.body, {**model, target: found.parts}, conditions, within=True)
        self.statements(node.else_, model, conditions, within=True)

    def _printed(self, node: nodes.Node, model: Model) -> None:
        """A name, with filters behind it where it is the same for everybody."""
        self._count(node, 0)
        filtered = False
        while isinstance(node, nodes.Filter) and node.node is not None:
            self._filter(node)
            node, filtered = node.node, True
        found = self._path(node, model)
        if isinstance(found, Slot) and filtered:
            raise _personal(node, found.name)
        if found is not None and not isinstance(found, Slot):
            raise Refusal(
                "not-a-value",
                Text(
                    nl="Dit bestaat uit delen; noem er een, met een punt ertussen.",
                    en="This consists of parts; name one, with a dot between.",
                ),
                node.lineno,
            )

    def _value(self, node: nodes.Node, model: Model, depth: int) -> None:
        """What a condition may be made of."""
        self._count(node, depth)
        match node:
            case nodes.Const(value=str() | int() | bool() | None):
                pass
            case nodes.And() | nodes.Or():
                self._value(node.left, model, depth + 1)
                self._value(node.right, model, depth + 1)
            case nodes.Not():
                self._value(node.node, model, depth + 1)
            case nodes.Compare():
                self._value(node.expr, model, depth + 1)
                for operand in node.ops:
                    self._value(operand.expr, model, depth + 1)
            case nodes.Filter() if node.node is not None:
                self._filter(node)
                self._value(node.node, model, depth + 1)
            case nodes.Name() | nodes.Getattr():
                found = self._path(node, model)
                if isinstance(found, Slot):
                    raise _personal(node, found.name)
            case _:
                raise _refused(node)

    def _filter(self, node: nodes.Filter) -> None:
        told = [*node.args, *(one.value for one in node.kwargs)]
        plain = all(isinstance(one, nodes.Const) for one in told)
        if node.name not in FILTERS or not plain or node.dyn_args or node.dyn_kwargs:
            raise _refused(node)

    def _path(self, node: nodes.Node, model: Model) -> Union["Model", Each, Slot, None]:
        parts: list[str] = []
        while isinstance(node, nodes.Getattr):
            parts.insert(0, node.attr)
            node = node.node
        if not isinstance(node, nodes.Name):
            raise _refused(node)
        parts.insert(0, node.name)
        found: Model | Each | Slot | None = model
        for part in parts:
            if not isinstance(found, Mapping) or part not in found:
                raise _unknown(node, ".".join(parts))
            found = found[part]
        return found

    def _count(self, node: nodes.Node, depth: int) -> None:
        self._seen += 1
        if self._seen > _MOST_NODES or depth > _DEEPEST:
            raise _too_much(node)


def _line(node: nodes.Node) -> int:
    return node.lineno or 1


def _refused(node: nodes.Node) -> Refusal:
    told = type(node).__name__.lower()
    return Refusal(
        "tag-refused",
        Text(
            nl="Hier mogen alleen namen, if, for, vergelijkingen en de filters"
            f" {', '.join(sorted(FILTERS))} staan (gevonden: {told}).",
            en="Only names, if, for, comparisons and the filters"
            f" {', '.join(sorted(FILTERS))} may stand here (found: {told}).",
        ),
        _line(node),
    )


def _unknown(node: nodes.Node, name: str) -> Refusal:
    return Refusal(
        "name-unknown",
        Text(
            nl=f"Dit bericht kent de naam “{name[:80]}” niet.",
            en=f"This message does not know the name “{name[:80]}”.",
        ),
        _line(node),
        name[:80],
    )


def _personal(node: nodes.Node, name: str) -> Refusal:
    return Refusal(
        "name-personal",
        Text(
            nl=f"“{name}” verschilt per ontvanger: u kunt die naam alleen laten afdrukken.",
            en=f"“{name}” differs per recipient: it can be printed and nothing else.",
        ),
        _line(node),
        name,
    )


def _too_much(node: nodes.Node) -> Refusal:
    return _TooMuch(
        "tags-too-many",
        Text(
            nl="Dit zijn te veel of te diep geneste tags.", en="Too many tags, or nested too deep."
        ),
        _line(node),
    )
