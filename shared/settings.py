"""Settings from the environment: ``SCHAKEL_<NAME>``, or a file named by ``SCHAKEL_<NAME>_FILE``."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, Json, SecretStr

PREFIX = "SCHAKEL_"


class Settings(BaseModel):
    """What every service is told; a service adds its own fields.

    ``trusted_proxies`` are addresses or networks with commas between: what comes from there may say
    in X-Forwarded-For from where it came. ``rate_per_minute`` is what one caller may ask of a
    service; 0 sets no limit at all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: SecretStr
    host: str = "127.0.0.1"
    port: int
    signing_key: SecretStr
    public_keys: Annotated[dict[str, str], Json]
    demo: bool = False
    trusted_proxies: str = ""
    rate_per_minute: int = Field(default=3000, ge=0)

    @classmethod
    def load(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Raise ``pydantic.ValidationError`` naming each setting that is missing or wrong."""
        return cls.model_validate(
            {
                name: value
                for name in cls.model_fields
                if (value := _read(environment, PREFIX + name.upper())) is not None
            }
        )


def _read(environment: Mapping[str, str], key: str) -> str | None:
    if path := environment.get(f"{key}_FILE"):
        return Path(path).read_text().strip()
    return environment.get(key)
