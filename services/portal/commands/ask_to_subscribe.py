"""An address is filled in on a public page: the answer is the same whatever becomes of it."""

import hashlib
import hmac

from services.portal.domain.people import Provider
from services.portal.domain.reader import Language
from services.portal.domain.sign_in import normal_address
from services.portal.peers import subscriptions
from services.portal.peers.call import Peers
from services.portal.settings import PortalSettings
from services.portal.store import subscription_asks
from shared.database import Pool, system_transaction

# Of all providers here together: a stranger's mailbox is not filled by it.
PER_DAY = 3


async def ask_to_subscribe(
    pool: Pool,
    settings: PortalSettings,
    peers: Peers,
    provider: Provider,
    asked: tuple[str, Language],
) -> None:
    """``asked``: the address and the language. Over the rate nothing happens, and nothing tells so.
    ``Refused`` for what is no address."""
    address, language = asked
    key = settings.derived_key("subscriptions")
    mark = hmac.digest(key, normal_address(address).encode(), hashlib.sha256)
    async with system_transaction(pool) as connection:
        if not await subscription_asks.add(connection, mark, PER_DAY):
            return
    draft = {
        "address": address,
        "language": language,
        "provider": provider.name,
        "home": settings.public_page(provider.slug),
    }
    await subscriptions.ask(peers.as_portal("notifications", provider.tenant_id), draft)
