"""The form of what the portal sees of other services: it reads what it knows, no more."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Seen(BaseModel):
    """Tolerant: new fields of a peer never break a page."""

    model_config = ConfigDict(extra="ignore", frozen=True)


Words = str | dict[str, str | None] | None
"""Text for people: plain, or in both languages."""

WordList = Annotated[tuple[Words, ...], BeforeValidator(lambda v: _split(v))]
"""Several texts; a peer may give one list per language."""


def _split(value: Any) -> Any:
    if isinstance(value, dict):
        pairs = zip(value.get("nl") or [], value.get("en") or [], strict=False)
        return [{"nl": nl, "en": en} for nl, en in pairs]
    return () if value is None else value
