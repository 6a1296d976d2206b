"""A form over a record that others may edit meanwhile: what it showed and what was typed.

A field is shown as plain text under its name, or under ``name.nl`` and ``name.en``.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

Kind = Literal[
    "line", "number", "yes", "text", "words", "texts", "lines", "codes", "term", "moment"
]
Shown = dict[str, str]
_HERE = ZoneInfo("Europe/Amsterdam")


class Field(NamedTuple):
    """``text`` is said in Dutch and English, ``words`` in one of them or both; ``texts``, ``lines``
    and ``codes`` are lists; ``term`` counts days, weeks or months; a ``moment`` is typed as it is
    in the Netherlands."""

    name: str
    kind: Kind = "line"

    @property
    def keys(self) -> tuple[str, ...]:
        if self.kind in ("text", "words", "texts"):
            return f"{self.name}.nl", f"{self.name}.en"
        if self.kind == "term":
            return f"{self.name}.count", f"{self.name}.unit"
        return (self.name,)


def shown(record: Mapping[str, Any], fields: Sequence[Field]) -> Shown:
    """What the form shows of a record."""
    return {
        key: text
        for field in fields
        for key, text in zip(field.keys, _texts(field, record.get(field.name)), strict=True)
    }


def _texts(field: Field, value: Any) -> tuple[str, ...]:
    match field.kind:
        case "yes":
            return ("yes" if value else "",)
        case "text" | "words":
            return tuple(str((value or {}).get(language) or "") for language in ("nl", "en"))
        case "texts":
            return tuple(
                "\n".join(one[language] for one in value or []) for language in ("nl", "en")
            )
        case "term":
            return tuple(str((value or {}).get(part) or "") for part in ("count", "unit"))
        case "moment":
            return (typed_moment(datetime.fromisoformat(value)) if value else "",)
        case "lines":
            return ("\n".join(value or []),)
        case "codes":
            return (", ".join(value or []),)
    return ("" if value is None else str(value),)


def typed(pairs: Sequence[tuple[str, str]], fields: Sequence[Field], prefix: str = "") -> Shown:
    """What the form sent, with the line ends of the record."""
    sent = {key: value.replace("\r\n", "\n").strip() for key, value in pairs}
    return {key: sent.get(prefix + key, "") for field in fields for key in field.keys}


def body(values: Shown, fields: Sequence[Field]) -> dict[str, Any]:
    """The request, with every field."""
    return {
        field.name: _value(field, [values.get(key, "") for key in field.keys]) for field in fields
    }


def _value(field: Field, said: list[str]) -> Any:
    first = said[0]
    match field.kind:
        case "yes":
            return first == "yes"
        case "number":
            return _number(first)
        case "term":
            return {"count": _number(first), "unit": said[1]} if first else None
        case "text":
            dutch, english = first or said[1], said[1] or first
            return {"nl": dutch, "en": english} if dutch else None
        case "words":
            return {"nl": first or None, "en": said[1] or None} if first or said[1] else None
        case "moment":
            return _moment(first)
        case "texts":
            return _pairs(_lines(first), _lines(said[1]))
        case "lines":
            return _lines(first)
        case "codes":
            return first.replace(",", " ").upper().split()
    return first or None


def _number(text: str) -> int | str | None:
    """What is no number goes on as it is, and is refused with its field."""
    return int(text) if text.isdecimal() else text or None


def typed_moment(moment: datetime) -> str:
    """As the field of a form shows it."""
    return moment.astimezone(_HERE).strftime("%Y-%m-%dT%H:%M")


def _moment(text: str) -> str | None:
    """What is no moment goes on as it is, and is refused with its field."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=_HERE).isoformat()
    except ValueError:
        return text or None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _pairs(dutch: list[str], english: list[str]) -> list[dict[str, str]]:
    """Line by line; what one language lacks is said in the other's words."""
    count = max(len(dutch), len(english))
    return [
        {
            "nl": dutch[i] if i < len(dutch) else english[i],
            "en": english[i] if i < len(english) else dutch[i],
        }
        for i in range(count)
    ]


def made(values: Shown, fields: Sequence[Field]) -> dict[str, Any]:
    """The request for a new record: what is left empty is left out."""
    return {name: value for name, value in body(values, fields).items() if value not in (None, [])}


def edit(values: Shown, was: Shown, fields: Sequence[Field]) -> dict[str, Any]:
    """Only what somebody changed since the form was opened."""
    return body(values, [field for field in fields if _differs(field, values, was)])


def merged(
    values: Shown, was: Shown, now: Shown, fields: Sequence[Field]
) -> tuple[Shown, dict[str, str]]:
    """The form after somebody else was first: nothing typed is lost, what was left alone follows
    the record, and what both changed is named with what the record says."""
    found, theirs = dict(now), {}
    for field in fields:
        if _differs(field, values, was):
            found |= {key: values.get(key, "") for key in field.keys}
            if _differs(field, now, was) and _differs(field, now, values):
                theirs[field.keys[0]] = " / ".join(now[key] for key in field.keys if now[key])
    return found, theirs


def _differs(field: Field, one: Shown, other: Shown) -> bool:
    return any(one.get(key, "") != other.get(key, "") for key in field.keys)
