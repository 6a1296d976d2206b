"""What differs between two frozen versions, part by part and line by line."""

from collections.abc import Mapping
from typing import Any, NamedTuple

Snapshot = Mapping[str, Any]


class Difference(NamedTuple):
    """``old`` null: it is new; ``new`` null: it is gone. ``field`` null: the whole thing."""

    part: str
    thing: str
    field: str | None
    old: Any
    new: Any


def differences(old: Snapshot, new: Snapshot) -> list[Difference]:
    """In the order in which a version is read."""
    found = []
    for part in ("provider", "client", "terms"):
        found += _fields(part, "", old.get(part) or {}, new.get(part) or {})
    lists = {"processings": _processing, "subprocessors": _subprocessor, "contacts": _contact}
    for part, name in lists.items():
        before = _named(old.get(part) or [], name)
        after = _named(new.get(part) or [], name)
        for thing in [*before, *(one for one in after if one not in before)]:
            found += _thing(part, thing, before.get(thing), after.get(thing))
    return found


def _thing(part: str, thing: str, old: Snapshot | None, new: Snapshot | None) -> list[Difference]:
    if old is None or new is None:
        return [Difference(part, thing, None, old, new)]
    return _fields(part, thing, old, new)


def _fields(part: str, thing: str, old: Snapshot, new: Snapshot) -> list[Difference]:
    names = [*old, *(name for name in new if name not in old)]
    return [
        Difference(part, thing, name, old.get(name), new.get(name))
        for name in names
        if old.get(name) != new.get(name) and name not in ("link_id", "valid_from")
    ]


def _named(things: list[Snapshot], name: Any) -> dict[str, Snapshot]:
    """By what a reader calls each; two of one name are told apart by their place."""
    found: dict[str, Snapshot] = {}
    for one in things:
        called = name(one)
        found[called if called not in found else f"{called} ({len(found) + 1})"] = one
    return found


def _processing(one: Snapshot) -> str:
    return f"{one.get('product')}: {one.get('subject_matter')}"


def _subprocessor(one: Snapshot) -> str:
    return f"{one.get('name')} ({one.get('product')})"


def _contact(one: Snapshot) -> str:
    return f"{one.get('name')}"
