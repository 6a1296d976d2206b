"""Whether data are what the published model of their kind says, field by field."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, create_model
from pydantic import Field as Told

from services.documents.domain.data_model import data_model
from services.documents.domain.field import Field
from services.documents.domain.kinds import TemplateKind

# Longer than this is no document that anybody reads.
MOST_ROWS = 1000
_LONGEST_TEXT = 20_000
_LARGEST = 2**53 - 1
_MADE_HERE = {"schema", "language", "digest"}
_CLOSED = ConfigDict(extra="forbid", strict=True)


def refuse_unlike(kind: TemplateKind, data: Mapping[str, Any]) -> None:
    """``pydantic.ValidationError`` naming each field that is missing, unknown or of another kind;
    ``schema``, ``language`` and ``digest`` are no part of what is handed in."""
    _handed_in(kind).model_validate_json(json.dumps({"data": data}), strict=True)


@cache
def _handed_in(kind: TemplateKind) -> type[BaseModel]:
    told = (one for one in data_model(kind).children if one.name not in _MADE_HERE)
    shape = _record(kind, tuple(told))
    return create_model(kind, __config__=_CLOSED, data=(shape, ...))


def _record(name: str, children: tuple[Field, ...]) -> type[BaseModel]:
    fields: dict[str, Any] = {one.name: _field(one) for one in children}
    return create_model(name, __config__=_CLOSED, **fields)


def _field(field: Field) -> tuple[Any, Any]:
    known = _kind(field)
    kind = known if field.presence == "always" else known | None
    return kind, None if field.presence == "absent" else ...


def _kind(field: Field) -> Any:
    if field.type == "record":
        return _record(field.name, field.children)
    if field.type == "list":
        row = _record(field.name, field.children) if field.children else _TEXT
        return Annotated[list[row], Told(max_length=MOST_ROWS)]  # type: ignore[valid-type]
    return Literal[field.values] if field.values else _PLAIN[field.type]


def _day(value: str) -> str:
    if date.fromisoformat(value).isoformat() != value:
        raise ValueError("write the day as 2026-01-31")
    return value


def _moment(value: str) -> str:
    if datetime.fromisoformat(value).tzinfo is None:
        raise ValueError("a moment needs an offset, as in 2026-01-31T12:00:00+01:00")
    return value


_TEXT = Annotated[str, StringConstraints(max_length=_LONGEST_TEXT)]
_PLAIN: dict[str, Any] = {
    "text": _TEXT,
    "number": Annotated[int, Told(ge=0, le=_LARGEST)],
    "boolean": bool,
    "date": Annotated[str, StringConstraints(max_length=10), AfterValidator(_day)],
    "moment": Annotated[str, StringConstraints(max_length=40), AfterValidator(_moment)],
}
