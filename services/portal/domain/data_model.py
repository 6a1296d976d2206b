"""What a template may print, as its author writes it."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from services.portal.domain.seen import Seen, Words

_LONGEST = 80
_SHOWN = 3


class Field(Seen):
    """``description_nl`` says the same in Dutch; ``presence``: always there, or maybe not."""

    name: str
    type: str
    description: str
    description_nl: str = ""
    presence: str = "always"
    children: tuple["Field", ...] = ()
    values: tuple[str, ...] = ()
    article: str | None = None

    @property
    def told(self) -> Words:
        return {"en": self.description, "nl": self.description_nl or self.description}


class Line(NamedTuple):
    """``written`` goes into a template; ``example`` is what it stands for then."""

    written: str
    field: Field
    example: str | bool | date | datetime | None = None


class Group(NamedTuple):
    """A name at the top with all that is below it, or those that have nothing below."""

    field: Field | None
    lines: list[Line]


class DataModel(Seen):
    name: Words
    fields: tuple[Field, ...]
    sample_on: dict[str, Any]

    def groups(self) -> list[Group]:
        single = [one for one in self.fields if not one.children]
        whole = [one for one in self.fields if one.children]
        return [
            *(Group(one, list(_lines((one,), "", self.sample_on))) for one in whole),
            Group(None, list(_lines(single, "", self.sample_on))),
        ]


def _lines(fields: Any, before: str, sample: Any) -> Iterator[Line]:
    for one in fields:
        path = f"{before}{one.name}"
        value = sample.get(one.name) if isinstance(sample, dict) else None
        if not one.children:
            yield Line(_written(path, one), one, _example(one, value))
        elif one.type == "list":
            row = one.name.removesuffix("s") if one.name.endswith("s") else "one"
            yield Line(f"{{% for {row} in {path} %}} … {{% endfor %}}", one)
            yield from _lines(one.children, f"{row}.", _told(value or []))
        else:
            if one.presence != "always":
                yield Line(f"{{% if {path} %}} … {{% endif %}}", one)
            yield from _lines(one.children, f"{path}.", value)


def _told(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Of each name what the first row says that says something."""
    names = {name for row in rows for name in row}
    return {name: next((row[name] for row in rows if row.get(name)), None) for name in names}


def _written(path: str, field: Field) -> str:
    if field.type == "boolean":
        return f"{{% if {path} %}} … {{% endif %}}"
    filters = {"date": "|day", "moment": "|moment", "list": "|join(', ')"}
    filters["text"] = "|default('', true)" if field.presence == "absent" else ""
    return f"{{{{ {path}{filters.get(field.type, '')} }}}}"


def _example(field: Field, value: Any) -> str | bool | date | datetime | None:
    if value is None or isinstance(value, bool):
        return value
    if field.type == "date":
        return date.fromisoformat(value)
    if field.type == "moment":
        return datetime.fromisoformat(value)
    said = ", ".join(value[:_SHOWN]) if isinstance(value, list) else str(value)
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}…"
