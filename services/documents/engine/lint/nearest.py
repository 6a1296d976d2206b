"""The name that an author probably meant, among those that hold at that place."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from services.documents.domain.field import Field
from services.documents.engine.lint.values import LOOP, Scope, Value

_ALIKE = 65
_SHOWN = 12


def nearest(name: str, scope: Scope, of: Value | None = None) -> str | None:
    """Of the parts of ``of`` first, of all that may be printed here after that; as written."""
    if of is not None and of.field is not None:
        part = _closest(name, (one.name for one in of.field.children))
        if part:
            return f"{of.path}.{part}"
        return _closest(f"{of.path}.{name}", _everything(scope))
    return _closest(name, _everything(scope))


def parts(value: Value) -> str:
    """The parts of a record that can be printed, as a template writes them."""
    children = value.field.children if value.field else ()
    shown = [f"{value.path}.{one.name}" for one in children[:_SHOWN]]
    return ", ".join([*shown, "…"] if len(children) > _SHOWN else shown)


def _everything(scope: Scope) -> Iterable[str]:
    for name, (field, _) in scope.names.items():
        if field is not LOOP:
            yield from _below(name, field)


def _below(path: str, field: Field) -> Iterable[str]:
    yield path
    if field.type == "record":
        for child in field.children:
            yield from _below(f"{path}.{child.name}", child)


def _closest(name: str, known: Iterable[str]) -> str | None:
    found = process.extractOne(
        name.lower(), list(known), scorer=fuzz.ratio, processor=str.lower, score_cutoff=_ALIKE
    )
    return found[0] if found else None
