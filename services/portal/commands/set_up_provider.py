"""A new provider: its record in contracts, its place in the portal, its owner and their way in."""

import hmac
from typing import Any
from uuid import UUID, uuid4, uuid5

from services.portal.commands.enter_act import enter_set_up
from services.portal.commands.links import address_of
from services.portal.commands.request_sign_in import request_sign_in
from services.portal.domain.people import Staff
from services.portal.domain.provider import ProviderDraft
from services.portal.peers import contracts
from services.portal.peers.call import Peers
from services.portal.settings import PortalSettings
from services.portal.store import people, sign_in_links
from shared.database import Pool, tenant_transaction

NAMESPACE = UUID("8a3b1d52-4f0e-5c6e-9d8b-6f7f0f5b1c90")


def may_set_up(settings: PortalSettings, token: str) -> bool:
    """Whether this is the set-up token; without one in the settings, nothing is."""
    known = settings.setup_token
    return known is not None and hmac.compare_digest(
        token.encode(), known.get_secret_value().encode()
    )


async def set_up_provider(
    pool: Pool,
    settings: PortalSettings,
    peers: Peers,
    draft: ProviderDraft,
    address: str | None,
) -> tuple[UUID, Staff]:
    """The number of the tenant follows from its slug, so that doing it twice makes one provider;
    ``address`` is where whoever does it comes from."""
    tenant_id = uuid5(NAMESPACE, draft.slug)
    record: dict[str, Any] = {**draft.provider(), "id": str(tenant_id)}
    await contracts.create_tenant(peers.as_portal("contracts", tenant_id), record)
    async with tenant_transaction(pool, tenant_id) as connection:
        await people.add_provider(connection, draft.slug, draft.name)
        owner = await people.add_staff(
            connection,
            email=draft.owner.email,
            name=draft.owner.name,
            language=draft.owner.language,
            role="owner",
        )
        await enter_set_up(connection, tenant_id, address, owner.id)
    await request_sign_in(pool, settings, owner.email, "/clients", owner.language)
    return tenant_id, owner


async def owner_link(pool: Pool, settings: PortalSettings, tenant_id: UUID, owner: Staff) -> str:
    """A way in for the owner, for whoever sets up: the mail may not work yet."""
    values = {
        "id": uuid4(),
        "kind": "staff",
        "person_id": owner.id,
        "client_id": None,
        "path": "/clients",
        "purpose": "sign_in",
        "language": owner.language,
    }
    async with tenant_transaction(pool, tenant_id) as connection:
        link = await sign_in_links.add(connection, values, settings.sign_in_link)
    return address_of(link.id, settings)
