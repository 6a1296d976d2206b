"""What it takes to set up a provider."""

import re
import unicodedata
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.portal.domain.reader import Language

Line = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Email = Annotated[
    str,
    StringConstraints(max_length=254, pattern=r"^[^@\s<>,;:\"]{1,64}@[^@\s<>,;:\"]+$"),
    Field(examples=["els@hosting.example"]),
]


class Owner(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    email: Email
    name: Annotated[str, StringConstraints(max_length=300)] = ""
    language: Language = "nl"

    @model_validator(mode="before")
    @classmethod
    def _named_after_the_address(cls, values: Any) -> Any:
        if isinstance(values, dict) and not values.get("name"):
            return {**values, "name": str(values.get("email", "")).partition("@")[0]}
        return values


class ProviderDraft(BaseModel):
    """``facts`` go to contracts as they are: legal name, address, contact data, promises."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    name: Line
    slug: Annotated[str, StringConstraints(max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")] = ""
    owner: Owner
    facts: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _slug_after_the_name(cls, values: Any) -> Any:
        if isinstance(values, dict) and not values.get("slug"):
            return {**values, "slug": slug_of(str(values.get("name", "")))}
        return values

    @model_validator(mode="after")
    def _facts_name_nothing_else(self) -> Self:
        if {"id", "slug", "name"} & set(self.facts):
            raise ValueError("id, slug and name don't belong in facts")
        return self

    def provider(self) -> dict[str, Any]:
        return {**self.facts, "slug": self.slug, "name": self.name}


def slug_of(name: str) -> str:
    """``De Kale ICT`` → ``de-kale-ict``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
