"""Make, open, use and renew sign-in links."""

import secrets
from typing import Any
from uuid import UUID, uuid5

from services.portal.commands.enter_act import enter_act, enter_deed
from services.portal.commands.request_sign_in import request_sign_in
from services.portal.commands.tell_view import queue_view
from services.portal.domain.clients import Onboarding
from services.portal.domain.reader import Reader
from services.portal.domain.sign_in import Link, digest, own_path, read_token, token
from services.portal.peers import contracts, resellers
from services.portal.peers.call import Peers
from services.portal.settings import PortalSettings
from services.portal.store import people, sessions, sign_in_links
from shared.database import Pool, system_transaction, tenant_transaction
from shared.identity import Actor, Role


def address_of(link_id: UUID, settings: PortalSettings) -> str:
    """What stands in the mail."""
    return f"{settings.public_url}/in/{token(link_id, settings.derived_key('link'))}"


async def make_notice_links(
    pool: Pool, settings: PortalSettings, tenant_id: UUID, wanted: list[dict[str, Any]]
) -> None:
    """A link for a contact for each, under the id that it was given; one that is there stays as it
    is. ``Conflict`` when another tenant has a link with one of these ids."""
    values = [
        link | {"kind": "contact", "person_id": link["contact_id"], "path": own_path(link["path"])}
        for link in wanted
    ]
    async with tenant_transaction(pool, tenant_id) as connection:
        await sign_in_links.add_notices(connection, values, settings.notice_link)


async def make_onboarding_link(
    pool: Pool, settings: PortalSettings, tenant_id: UUID, made: Onboarding
) -> Link:
    """The way in for who has to sign, for whoever brought the client in: the same onboarding gives
    the same link, single-use as any."""
    values = {
        "id": uuid5(made.version_id, str(made.sign_in.contact_id)),
        "kind": "contact",
        "person_id": made.sign_in.contact_id,
        "client_id": made.client_id,
        "path": f"/agreements/{made.agreement_id}/sign",
        "purpose": "onboarding",
        "language": made.sign_in.language,
    }
    async with tenant_transaction(pool, tenant_id) as connection:
        return await sign_in_links.add(connection, values, settings.notice_link)


async def open_link(pool: Pool, settings: PortalSettings, text: str) -> tuple[Link, bool] | None:
    """The link and whether it still opens; nothing for a token that is not ours."""
    link_id = read_token(text, settings.derived_key("link"))
    if link_id is None:
        return None
    async with system_transaction(pool) as connection:
        tenant_id = await sign_in_links.find(connection, link_id)
    if tenant_id is None:
        return None
    async with tenant_transaction(pool, tenant_id) as connection:
        link = await sign_in_links.link(connection, link_id)
        now = await sign_in_links.moment(connection)
    return (link, link.used_at is None and link.expires_at > now) if link else None


async def use_link(
    pool: Pool, settings: PortalSettings, peers: Peers, link: Link, address: str | None
) -> str | None:
    """The token of a new session; nothing when the link was used before, is too late, or
    is for somebody who left the staff.

    ``address`` is where they come from. Who it is for is asked first: a part that is down must not
    cost somebody the only link.
    """
    person = await _person(pool, peers, link)
    if person is None:
        return None
    role = person.pop("role", None)
    session = secrets.token_urlsafe(32)
    async with tenant_transaction(pool, link.tenant_id) as connection:
        if await sign_in_links.use(connection, link.id) is None:
            return None
        values = {
            "kind": link.kind,
            "person_id": link.person_id,
            "client_id": link.client_id,
            "reseller_id": link.reseller_id,
            "link_id": link.id,
            **person,
        }
        await sessions.forget_expired(connection)
        await sessions.add(connection, digest(session), values, settings.session)
        if link.purpose == "notice":
            await queue_view(connection, link.tenant_id, link.id)
        who = actor_through(link, role, address)
        await enter_deed(connection, who, "start_session", "sessions", link.id)
    return session


def actor_through(link: Link, role: Role | None, address: str | None) -> Actor:
    """Who comes in by a link."""
    return Actor(
        kind=link.kind,
        tenant_id=link.tenant_id,
        id=link.person_id,
        role=role,
        client_id=link.client_id,
        reseller_id=link.reseller_id,
        address=address,
    )


async def renew_link(pool: Pool, settings: PortalSettings, peers: Peers, link: Link) -> None:
    """Ask for a fresh link to where the old one led, mailed to the address that is known."""
    person = await _person(pool, peers, link)
    if person is None:
        return
    await request_sign_in(pool, settings, person["email"], link.path, person["language"])


async def _person(pool: Pool, peers: Peers, link: Link) -> dict[str, Any] | None:
    """Nothing for somebody who left the staff, or is no contact of the link's client."""
    if link.kind == "contact":
        part = peers.as_portal("contracts", link.tenant_id)
        contact = await contracts.contact(part, link.person_id)
        if contact.client_id != link.client_id:
            return None
        return {"name": contact.name, "email": contact.email, "language": contact.language}
    if link.kind == "reseller":
        part = peers.as_portal("contracts", link.tenant_id)
        person = await resellers.person(part, link.person_id)
        reseller = await resellers.reseller(part, person.reseller_id)
        known = {"name": person.name, "email": person.email, "language": person.language}
        return known | {"brand": reseller.brand}
    async with tenant_transaction(pool, link.tenant_id) as connection:
        staff = await people.staff(connection, link.person_id)
    if staff is None:
        return None
    known = {"name": staff.name, "email": staff.email, "language": staff.language}
    return known | {"role": staff.role}


async def end_session(pool: Pool, reader: Reader, session: str) -> None:
    async with tenant_transaction(pool, reader.tenant_id) as connection:
        await sessions.remove(connection, digest(session))
        await enter_act(connection, reader, "end_session", "sessions", reader.link_id)
