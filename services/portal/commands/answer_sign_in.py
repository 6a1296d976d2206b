"""Mail a sign-in link to everybody who is known under the address of a request."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from services.portal.commands.links import address_of
from services.portal.domain.reader import Language
from services.portal.peers import contracts, notifications
from services.portal.peers.call import Peers
from services.portal.settings import PortalSettings
from services.portal.store import people, sign_in_links, sign_in_requests
from services.portal.store.sign_in_requests import SignInRequest
from shared.database import Pool, system_transaction, tenant_transaction


async def answer_sign_in(
    pool: Pool, settings: PortalSettings, peers: Peers, request_id: UUID
) -> None:
    """The request stays locked meanwhile; when a part is down it stays unhandled, for the sweep.

    Link and message have ids that follow from the request, so that doing it twice mails once.
    """
    async with system_transaction(pool) as connection:
        request = await sign_in_requests.claim(connection, request_id)
        if request is None:
            return
        for values in [
            *await _staff(pool, request),
            *await _contacts(peers, request),
        ]:
            await _mail(pool, settings, peers, request, values)
        await sign_in_requests.handled(connection, request_id)


async def _staff(pool: Pool, request: SignInRequest) -> Iterable[dict[str, Any]]:
    async with system_transaction(pool) as connection:
        found = await people.find_staff(connection, request.address)
    return [
        {"tenant_id": tenant_id, "kind": "staff", "person_id": staff_id, "client_id": None}
        for tenant_id, staff_id in found
    ]


async def _contacts(peers: Peers, request: SignInRequest) -> Iterable[dict[str, Any]]:
    found = await contracts.sign_in_contacts(peers.as_portal("contracts", None), request.address)
    return [
        {
            "tenant_id": one.tenant_id,
            "kind": one.kind,
            "person_id": one.contact_id,
            "client_id": one.client_id,
            "reseller_id": one.reseller_id,
            "language": one.language,
        }
        for one in found
    ]


async def _mail(
    pool: Pool, settings: PortalSettings, peers: Peers, request: SignInRequest, who: dict[str, Any]
) -> None:
    tenant_id = who.pop("tenant_id")
    async with tenant_transaction(pool, tenant_id) as connection:
        staff = await people.staff(connection, who["person_id"]) if who["kind"] == "staff" else None
        if staff is None and who["kind"] == "staff":
            return  # they left
        language: Language = staff.language if staff else who.get("language", request.language)
        values = {
            **who,
            "id": uuid5(request.id, f"{tenant_id}:{who['person_id']}"),
            "path": request.path,
            "purpose": "sign_in",
            "language": language,
        }
        link = await sign_in_links.add(connection, values, settings.sign_in_link)
        provider = await people.provider(connection)
    await notifications.send_sign_in(
        peers.as_portal("notifications", tenant_id),
        link,
        request.address,
        url=address_of(link.id, settings),
        provider=provider.name,
    )
