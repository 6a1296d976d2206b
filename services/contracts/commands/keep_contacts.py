"""The people at a client: one more, other facts, and gone."""

from uuid import UUID

from services.contracts.commands.settle_deliveries import tell_unreached
from services.contracts.domain.contact import (
    Contact,
    ContactDraft,
    ContactEdit,
    Duty,
    missing_duty,
)
from services.contracts.domain.found import found
from services.contracts.store import clients, contacts, links
from shared.database import Connection
from shared.errors import Conflict
from shared.etag import refuse_stale
from shared.events import ContactDeparted
from shared.identity import Actor
from shared.outbox import append

LAST: dict[Duty, str] = {
    "signatory": "Nobody else at this client may sign; give another contact the duty signatory"
    " first.",
    "notice": "Nobody else at this client is told of changes; give another contact the duty notice"
    " first.",
}


async def add_contact(
    connection: Connection, tenant_id: UUID, client_id: UUID, draft: ContactDraft
) -> Contact:
    """Told of a change at once where nobody else at the client could be."""
    await links.hold(connection)
    found(await clients.lock(connection, client_id) or None, "client")
    added = await contacts.insert(connection, client_id, [draft])
    if not added:
        raise _address_taken()
    await tell_unreached(connection, tenant_id, client_id)
    return found(await contacts.read(connection, added[0]), "contact")


async def edit_contact(
    connection: Connection, tenant_id: UUID, contact_id: UUID, edit: ContactEdit, seen: str | None
) -> Contact:
    """``seen`` is the ETag of the state that the caller read; a notice that was sent keeps the old
    name and address, and one that reached nobody goes to the new address too."""
    await links.hold(connection)
    client_id = await _hold(connection, contact_id, seen)
    if not await contacts.edit(connection, contact_id, edit.given()):
        raise _address_taken()
    await _still_served(connection, client_id, field="duties")
    await tell_unreached(connection, tenant_id, client_id)
    return found(await contacts.read(connection, contact_id), "contact")


async def remove_contact(
    connection: Connection, actor: Actor, contact_id: UUID, seen: str | None
) -> Contact:
    """From now on nothing is sent to this person, who can't sign in any more either; what was not
    sent yet goes to somebody else at the client."""
    client_id = await _hold(connection, contact_id, seen)
    await contacts.depart(connection, contact_id, actor.id)
    await _still_served(connection, client_id)
    await append(
        connection,
        ContactDeparted(tenant_id=actor.tenant, client_id=client_id, contact_id=contact_id),
    )
    return found(await contacts.read(connection, contact_id), "contact")


async def _hold(connection: Connection, contact_id: UUID, seen: str | None) -> UUID:
    client_id = found(await contacts.lock_client(connection, contact_id), "contact")
    standing = found(await contacts.read(connection, contact_id), "contact")
    refuse_stale(seen, standing)
    if standing.departed_at:
        raise Conflict("contact-departed", "This person has left; add a new contact instead.")
    return client_id


async def _still_served(connection: Connection, client_id: UUID, field: str | None = None) -> None:
    if duty := missing_duty(await contacts.duties(connection, client_id)):
        raise Conflict(f"last-{duty}", LAST[duty], field=field, duty=duty)


def _address_taken() -> Conflict:
    return Conflict(
        "email-taken", "Another contact of this client has this e-mail address.", field="email"
    )
