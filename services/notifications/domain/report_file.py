"""The members of a JSON object as they come, those of its lists one by one, however long it is."""

import json
from collections.abc import Iterator
from typing import Any, Protocol

_PIECE = 1 << 18
_SPACE = " \t\r\n"


class Source(Protocol):
    def read(self, size: int, /) -> str: ...


class Malformed(ValueError):
    """This is no JSON object, or one that ends too soon."""


class Members:
    """Goes through one object. A member that is a list of objects is told item by item, so that no
    more than one of them is held at a time."""

    def __init__(self, source: Source) -> None:
        self._source, self._text, self._at = source, "", 0
        self._decode = json.JSONDecoder().raw_decode

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        self._expect("{")
        if self._next() == "}":
            self._expect("}")
        else:
            yield from self._members()
        if self._next():
            raise Malformed("something follows the end of the report")

    def _members(self) -> Iterator[tuple[str, Any]]:
        seen = set()
        while True:
            name = self._value()
            if not isinstance(name, str) or name in seen:
                raise Malformed(f"{name!r} stands twice, or is no name")
            seen.add(name)
            self._expect(":")
            if self._next() == "[":
                for item in self._items():
                    yield name, item
            else:
                yield name, self._value()
            if self._either(",", "}") == "}":
                return

    def _items(self) -> Iterator[Any]:
        self._expect("[")
        if self._next() == "]":
            self._expect("]")
            return
        while True:
            yield self._value()
            if self._either(",", "]") == "]":
                return

    def _value(self) -> Any:
        self._next()
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._more():
                    raise Malformed("the report breaks off, or is no JSON") from error
                continue
            # A number goes on as long as there may be digits.
            if end < len(self._text) or not self._more():
                self._at = end
                return value

    def _either(self, one: str, other: str) -> str:
        found = self._next()
        if found not in (one, other):
            raise Malformed(f"{one} or {other} was expected instead of {found!r}")
        self._at += 1
        return found

    def _expect(self, character: str) -> None:
        self._either(character, character)

    def _next(self) -> str:
        """The character that comes, behind spaces; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _SPACE:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def _more(self) -> bool:
        piece = self._source.read(_PIECE)
        self._text, self._at = self._text[self._at :] + piece, 0
        return bool(piece)
