"""Resellers, the people there, and which of them serves which client."""

from uuid import UUID

from services.contracts.domain.found import found
from services.contracts.domain.reseller import (
    Person,
    PersonDraft,
    Reseller,
    ResellerDraft,
    ResellerEdit,
)
from services.contracts.store import clients, resellers
from shared.database import Connection
from shared.errors import Conflict, Invalid
from shared.etag import refuse_stale


async def add_reseller(connection: Connection, draft: ResellerDraft) -> Reseller:
    reseller_id = await resellers.insert(connection, draft)
    if reseller_id is None:
        raise _name_taken()
    return found(await resellers.read(connection, reseller_id), "reseller")


async def edit_reseller(
    connection: Connection, reseller_id: UUID, edit: ResellerEdit, seen: str | None
) -> Reseller:
    """``seen`` is the ETag of the state that the caller read."""
    found(await resellers.lock(connection, reseller_id) or None, "reseller")
    refuse_stale(seen, found(await resellers.read(connection, reseller_id), "reseller"))
    if not await resellers.edit(connection, reseller_id, edit.given()):
        raise _name_taken()
    return found(await resellers.read(connection, reseller_id), "reseller")


async def add_person(connection: Connection, reseller_id: UUID, draft: PersonDraft) -> Person:
    found(await resellers.read(connection, reseller_id), "reseller")
    person_id = await resellers.insert_person(connection, reseller_id, draft)
    if person_id is None:
        raise Conflict(
            "email-taken", "Somebody at this reseller has this e-mail address.", field="email"
        )
    return found(await resellers.read_person(connection, person_id), "person")


async def remove_person(
    connection: Connection, person_id: UUID, recorded_by: UUID | None
) -> Person:
    """From now on this person can't sign in; a session that is open ends."""
    found(await resellers.read_person(connection, person_id), "person")
    if not await resellers.depart(connection, person_id, recorded_by):
        raise Conflict("person-departed", "This person has left already.")
    return found(await resellers.read_person(connection, person_id), "person")


async def place_client(
    connection: Connection, client_id: UUID, reseller_id: UUID | None, placed_by: UUID | None
) -> None:
    """Another reseller serves the client from now on, or the provider itself. The former one sees
    nothing of it any more, its history included."""
    found(await clients.lock(connection, client_id) or None, "client")
    if reseller_id is not None and await resellers.read(connection, reseller_id) is None:
        raise unknown_reseller("reseller_id")
    if not await resellers.place(connection, client_id, reseller_id, placed_by):
        raise Conflict("placed-already", "The client is served there already; nothing was changed.")


def unknown_reseller(field: str) -> Invalid:
    return Invalid("reseller-unknown", "There is no such reseller.", field=field)


def _name_taken() -> Conflict:
    return Conflict("name-taken", "Another reseller has this name.", field="name")
