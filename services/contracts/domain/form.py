"""The two shapes of data: what somebody hands in, and what stands in the record."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.text import Text

Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Email = Annotated[
    str, StringConstraints(max_length=254, pattern=r"^[^@\s<>,;:\"]{1,64}@[^@\s<>,;:\"]+$")
]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Url = Annotated[str, StringConstraints(max_length=500, pattern=r"^https?://\S+$")]
Texts = Annotated[tuple[Text, ...], Field(max_length=100)]
Days = Annotated[int, Field(strict=True, ge=0, le=365)]
Yes = Annotated[bool, Field(strict=True)]


class Draft(BaseModel):
    """Handed in by a caller: a field that we don't know is a mistake, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Record(BaseModel):
    """Read from the database."""

    model_config = ConfigDict(frozen=True)
