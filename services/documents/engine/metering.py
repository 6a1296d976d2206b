"""How much one document may take to render: what a small template repeats need not be small."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from itertools import islice
from typing import Any

from jinja2 import pass_context
from jinja2.filters import do_sort, make_attrgetter
from jinja2.runtime import Context

_MOST_CHARACTERS = 64 << 20
# A step is one tag in one turn of a loop; so many take a second or two.
_MOST_STEPS = 20_000_000
_LARGEST_BATCH = 4096
_SMALLEST_BATCH = 16
# Escaped, a sign takes six at most.
_ESCAPED = 6
# What a filter takes for a row, in steps; and how many signs are one.
_SORTED, _JOINED = 64, 16
_SIGNS = 16


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

    def hold(self, characters: int) -> None:
        """A text that is about to be put together, before it is there."""
        self.characters -= characters * _ESCAPED
        if self.characters < 0:
            raise TooMuch

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
    meter().charge(_length(found) * weight)
    return found


def looked_through(found: Any) -> Any:
    """What a comparison may have to look at to its end."""
    meter().charge(_length(found) // (_SIGNS if isinstance(found, str) else 1))
    return found


# These take the context so that Jinja works nothing out when it compiles, with nobody to count.
@pass_context
def joined(context: Context, value: Any, d: Any = "", attribute: str | int | None = None) -> str:
    """Jinja's ``join``: what joins may be longer than all that is joined."""
    meter().charge(_length(value) * _JOINED)
    if attribute is not None:
        value = map(make_attrgetter(context.environment, attribute), value)
    texts, between = [str(one) for one in value], str(d)
    meter().hold(sum(map(len, texts)) + len(between) * len(texts))
    return between.join(texts)


@pass_context
def ordered(context: Context, value: Any, *told: Any, **named: Any) -> list[Any]:
    """Jinja's ``sort``."""
    meter().charge(_length(value) * _SORTED)
    return do_sort(context.environment, value, *told, **named)


def rewritten(write: Callable[[str], str]) -> Callable[..., str]:
    """A filter that goes through a text once."""

    @pass_context
    @wraps(write)
    def written(context: Context, value: Any) -> str:
        text = str(value)
        meter().charge(len(text) // _SIGNS)
        return write(text)

    return written


def _length(found: Any) -> int:
    """Zero for what has no length, of which whoever uses it says more."""
    try:
        return len(found)
    except TypeError:
        return 0
