"""What isn't there, and what isn't for this reader, look the same."""

from typing import TypeVar

from shared.errors import Missing

T = TypeVar("T")


def found(thing: T | None, noun: str) -> T:
    """The thing; ``Missing`` with code ``<noun>-unknown`` when there is none."""
    if thing is None:
        raise Missing(f"{noun}-unknown", f"There is no such {noun}, or it is not yours to see.")
    return thing
