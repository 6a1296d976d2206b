"""The two shapes of data: what somebody hands in, and what stands in the record."""

from datetime import date
from typing import Annotated, Any, ClassVar, LiteralString, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from services.contracts.domain.country import CODES
from shared.text import Text

# Of an identifier, in the API document.
EXAMPLE = "019a0000-0000-7000-8000-000000000001"

Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Email = Annotated[
    str,
    StringConstraints(max_length=254, pattern=r"^[^@\s<>,;:\"]{1,64}@[^@\s<>,;:\"]+$"),
    Field(examples=["anna@bakkerij.example"]),
]
Url = Annotated[
    str,
    StringConstraints(max_length=500, pattern=r"^https?://\S+$"),
    Field(examples=["https://bakkerij.example/"]),
]


def _assigned(code: str) -> str:
    if code not in CODES:
        raise PydanticCustomError("country-unknown", "is no country of ISO 3166-1")
    return code


Country = Annotated[
    str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(_assigned), Field(examples=["NL"])
]
Texts = Annotated[tuple[Text, ...], Field(max_length=100)]


def _exactly(kind: type) -> BeforeValidator:
    """Strict whatever the mode: the web framework validates leniently, and "30" is no number."""

    def check(value: object) -> object:
        if type(value) is not kind and not (kind is str and isinstance(value, date)):
            raise PydanticCustomError(*WRITTEN[kind])
        return value

    return BeforeValidator(check)


def _on_the_calendar(day: date) -> date:
    """The first and the last day that there are mean for ever to the driver of the database."""
    if day in (date.min, date.max):
        raise PydanticCustomError("day-out-of-reach", "must lie before 9999-12-31")
    return day


WRITTEN: dict[type, tuple[LiteralString, LiteralString]] = {
    int: ("int_type", "must be written as a whole number"),
    bool: ("bool_type", "must be written as true or false"),
    str: ("date_type", "must be written as YYYY-MM-DD"),
}
Whole = Annotated[int, _exactly(int)]
Days = Annotated[Whole, Field(ge=0, le=365)]
Yes = Annotated[bool, _exactly(bool)]
Day = Annotated[date, _exactly(str), AfterValidator(_on_the_calendar)]


class Draft(BaseModel):
    """Handed in by a caller: a field that we don't know is a mistake, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Edit(Draft):
    """Only the fields to change; one that is not named stays as it is, and null empties it."""

    never_empty: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="after")
    def _empties_nothing_that_is_needed(self) -> Self:
        emptied = [
            InitErrorDetails(
                type=PydanticCustomError("missing", "{name} can't be empty", {"name": name}),
                loc=(name,),
                input=None,
            )
            for name in sorted(self.model_fields_set & self.never_empty)
            if getattr(self, name) is None
        ]
        if emptied:
            raise ValidationError.from_exception_data(type(self).__name__, emptied)
        return self

    def given(self) -> dict[str, Any]:
        """What was named, as JSON takes it."""
        return self.model_dump(mode="json", exclude_unset=True)


class Record(BaseModel):
    """Read from the database."""

    model_config = ConfigDict(frozen=True)


class Made(Record):
    """The identifier of what was made now."""

    id: UUID
