"""What a person reads, in both languages of the product."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["nl", "en"]


class Text(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        json_schema_extra={"examples": [{"nl": "back-ups bewaren", "en": "keeping backups"}]},
    )

    nl: str = Field(min_length=1, max_length=4000)
    en: str = Field(min_length=1, max_length=4000)

    def say(self, language: Language) -> str:
        return self.nl if language == "nl" else self.en
