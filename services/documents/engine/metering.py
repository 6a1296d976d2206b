"""How much one document may take to render: what a small template repeats need not be small."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice
from typing import Any

_MOST_CHARACTERS = 64 << 20
# A step is one tag in one turn of a loop; so many take a second or two.
_MOST_STEPS = 20_000_000
_LARGEST_BATCH = 4096
_SMALLEST_BATCH = 16
# Escaped, a sign takes six at most.
_ESCAPED = 6


class TooMuch(Exception):
    """The data and the loops of the template make a document that nobody can read."""


@dataclass
class Meter:
    """``batch``: how many pieces may be put together before they are counted."""

    batch: int = _SMALLEST_BATCH
    characters: int = _MOST_CHARACTERS
    steps: int = _MOST_STEPS

    def joined(self, pieces: Iterable[str]) -> str:
        """All pieces as one text, held against the limit before memory is full of them."""
        left, texts = iter(pieces), []
        while batch := list(islice(left, self.batch)):
            text = "".join(batch)
            self.characters -= len(text)
            if self.characters < 0:
                raise TooMuch
            texts.append(text)
        return texts[0] if len(texts) == 1 else "".join(texts)

    def charge(self, steps: int) -> None:
        self.steps -= steps
        if self.steps < 0:
            raise TooMuch


_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


def meter() -> Meter:
    return _METER.get() or Meter()


@contextmanager
def metered(data: int) -> Iterator[None]:
    """One document; no value that it prints is longer than all its data, in bytes."""
    batch = _MOST_CHARACTERS // (_ESCAPED * data + 1)
    told = _METER.set(Meter(max(_SMALLEST_BATCH, min(_LARGEST_BATCH, batch))))
    try:
        yield
    finally:
        _METER.reset(told)


def charged(found: Any, weight: int) -> Any:
    """What a loop goes through, its turns charged beforehand."""
    try:
        turns = len(found)
    except TypeError:  # which the loop itself says better
        return found
    meter().charge(turns * weight)
    return found
