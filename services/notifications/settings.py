"""What this service is told by its environment."""

from datetime import timedelta
from typing import Literal

from pydantic import Field, SecretStr

from shared import settings


class Settings(settings.Settings):
    """``lease_seconds`` is how long a silent worker keeps its work; a crash waits that long."""

    port: int = 18083
    contracts_url: str
    portal_url: str
    smtp_host: str
    smtp_port: int
    smtp_tls: Literal["none", "starttls", "tls"] = "none"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_connections: int = Field(default=8, ge=1, le=64)
    mail_from: str = Field(pattern=r"^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$")
    lease_seconds: float = Field(default=20, ge=1, le=600)

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_seconds)

    @property
    def mail_domain(self) -> str:
        return self.mail_from.rpartition("@")[2]
