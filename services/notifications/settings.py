"""What this service is told by its environment."""

from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr

from shared import settings


def _networks(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(ip_network(one.strip()) for one in value.split(",") if one.strip())


Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], BeforeValidator(_networks)]


class Settings(settings.Settings):
    """``lease_seconds`` is how long a silent worker keeps its work; a crash waits that long.

    ``smtp_per_second``: no more messages than this leave one worker in a second; 0: no bound.
    ``bounce_port``: where the worker takes mail to its return paths (0: nowhere), at the address
    ``bounce_host``, over ``bounce_protocol``. ``smtp_reports``: what the mail server is asked to
    report, ``problems`` alone (delays and failures), ``all`` (deliveries too), or ``heard``: all
    where ``bounce_port`` takes it, problems elsewhere. ``api_url`` is where other systems find
    the API of contracts. ``webhook_networks``: networks of the administrator's own, with commas
    between, into which webhooks may go, over plain HTTP too.
    """

    port: int = 18083
    contracts_url: str
    portal_url: str
    documents_url: str = "http://127.0.0.1:18082"
    smtp_host: str
    smtp_port: int
    smtp_tls: Literal["none", "starttls", "tls"] = "none"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_connections: int = Field(default=32, ge=1, le=64)
    smtp_per_second: float = Field(default=0, ge=0, le=1_000_000)
    mail_from: str = Field(pattern=r"^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$")
    bounce_host: str = "127.0.0.1"
    bounce_port: int = Field(default=0, ge=0, le=65_535)
    bounce_protocol: Literal["smtp", "lmtp"] = "smtp"
    smtp_reports: Literal["heard", "all", "problems"] = "heard"
    lease_seconds: float = Field(default=20, ge=1, le=600)

    api_url: str | None = None
    webhook_networks: Networks = ()
    webhook_seconds: float = Field(default=15, ge=1, le=30)

    @property
    def public_api(self) -> str:
        return self.api_url or self.contracts_url

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_seconds)

    @property
    def asks_success(self) -> bool:
        if self.smtp_reports == "heard":
            return bool(self.bounce_port)
        return self.smtp_reports == "all"

    @property
    def mail_domain(self) -> str:
        return self.mail_from.rpartition("@")[2]
