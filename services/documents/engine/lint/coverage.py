"""What the template leaves out: elements that the law asks for, and what it could print too."""

from collections.abc import Iterator

from services.documents.domain.field import Element, Field
from services.documents.domain.finding import Finding, finding
from services.documents.engine.lint.words import ELEMENTS
from shared.text import Text

# For machines, or said by the choice of the template itself.
_TECHNICAL = {"schema", "id", "link_id", "language"}
_TOP = Text(en="what there is", nl="wat er is")
_SHOWN = 25


def coverage(model: Field, used: set[str]) -> Iterator[Finding]:
    """``used``: the places in the model that the template prints or decides on."""
    yield from _elements(model, used)
    yield from _unused(model, used)


def _elements(model: Field, used: set[str]) -> Iterator[Finding]:
    carriers: dict[Element, list[tuple[str, Field]]] = {}
    for top in model.children:
        for path, field in top.paths():
            if field.element:
                carriers.setdefault(field.element, []).append((path, field))
    for element, fields in carriers.items():
        if not any(_is_used(path, field, used) for path, field in fields):
            yield finding(
                "element-missing",
                article=str(fields[0][1].article),
                element=ELEMENTS[element],
                names=", ".join(_written(path) for path, _ in fields),
            )


def _is_used(path: str, field: Field, used: set[str]) -> bool:
    """Of a list of records a part is printed; to repeat it and print nothing is not enough."""
    if field.type == "list" and field.children:
        return any(one.startswith(f"{path}[].") for one in used)
    return path in used


def _unused(model: Field, used: set[str]) -> Iterator[Finding]:
    """One hint for each name at the top that is used in part, and one for those that are not."""
    whole = []
    for top in model.children:
        below = [
            (path, one)
            for path, one in top.paths()
            if one.name not in _TECHNICAL and one.type != "record"
        ]
        left = [path for path, one in below if path not in used]
        if top.name in _TECHNICAL:
            continue
        if len(left) == len(below):
            whole.append(top.name)
        elif left:
            yield _hint(top.name, [_below(path, top.name) for path in left])
    if whole:
        yield _hint(_TOP, whole)


def _hint(group: str | Text, left: list[str]) -> Finding:
    shown = left if len(left) <= _SHOWN else [*left[:_SHOWN], "…"]
    return finding("variables-unused", group=group, names=", ".join(shown))


def _below(path: str, top: str) -> str:
    return _written(path.removeprefix(top).removeprefix("[]").removeprefix("."))


def _written(path: str) -> str:
    return path.replace("[].", " → ").replace("[]", "")
