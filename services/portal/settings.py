"""What the portal is told."""

import base64
import hashlib
import hmac
from datetime import timedelta

from pydantic import SecretStr

from shared.settings import Settings


class PortalSettings(Settings):
    """``public_url`` is the portal as people's browsers see it; no ``setup_token`` shuts set-up."""

    port: int = 18080
    public_url: str = "http://127.0.0.1:18080"
    contracts_url: str = "http://127.0.0.1:18081"
    documents_url: str = "http://127.0.0.1:18082"
    notifications_url: str = "http://127.0.0.1:18083"
    setup_token: SecretStr | None = None
    sign_in_link: timedelta = timedelta(minutes=30)
    notice_link: timedelta = timedelta(days=7)
    session: timedelta = timedelta(hours=12)
    sign_in_requests_per_hour: int = 5

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

    def public_page(self, slug: str) -> str:
        """Where anybody reads of a provider, as people's browsers see it."""
        return f"{self.public_url.rstrip('/')}/p/{slug}"

    def derived_key(self, purpose: str) -> bytes:
        """32 bytes that only holders of this service's signing key can compute."""
        root = base64.b64decode(self.signing_key.get_secret_value())
        return hmac.digest(root, f"schakel portal {purpose}".encode(), hashlib.sha256)
