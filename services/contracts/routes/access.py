"""Who may do what, and the transaction in which it is done."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from litestar.params import QueryParameter

from services.contracts.domain.found import found
from services.contracts.store import contacts
from shared.database import Connection, tenant_transaction
from shared.errors import Forbidden
from shared.identity import STAFF, WRITERS, Actor
from shared.web import ActorRequest, only

READERS = STAFF
PageSize = Annotated[int, QueryParameter(ge=1, le=1000)]
PEERS = ("documents", "notifications", "portal")

staff_reads = only(*READERS)
staff_writes = only(*WRITERS)
owner_decides = only("owner")
auditor_reads = only("owner", "auditor")
may_onboard = only(*WRITERS, "onboard")
contact_signs = only("contact")
anybody_concerned = only(*READERS, "contact", *PEERS)
client_or_writer = only(*WRITERS, "contact")


@asynccontextmanager
async def within(request: ActorRequest) -> AsyncIterator[Connection]:
    """One transaction that sees the rows of the reader's tenant alone.

    ``Forbidden`` for a contact who has left the client since the token was given.
    """
    actor = request.user
    async with tenant_transaction(request.app.state.pool, actor.tenant) as connection:
        if actor.kind == "contact" and await contacts.departed(connection, actor.id):
            raise Forbidden("contact-departed", "You are no longer a contact of this client.")
        yield connection


def own(actor: Actor, client_id: UUID, noun: str) -> None:
    """``Missing`` when a contact asks for another client: it may not learn that there is one."""
    if actor.kind == "contact" and actor.client_id != client_id:
        found(None, noun)
