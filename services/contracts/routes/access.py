"""Who may do what, and the transaction in which it is done."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from litestar.params import QueryParameter

from services.contracts.domain.found import found
from services.contracts.routes import repeats
from services.contracts.store import contacts, resellers
from shared.database import Connection, tenant_transaction
from shared.errors import Forbidden
from shared.etag import answered
from shared.identity import STAFF, WRITERS, Actor
from shared.trail import READ, enter
from shared.web import ActorRequest, only

READERS = STAFF
PageSize = Annotated[int, QueryParameter(ge=1, le=1000)]
PEERS = ("documents", "notifications", "portal")

staff_reads = only(*READERS)
staff_writes = only(*WRITERS)
owner_decides = only("owner")
auditor_reads = only("owner", "auditor")
may_onboard = only(*WRITERS, "onboard", "reseller")
contact_signs = only("contact")
anybody_concerned = only(*READERS, "reseller", "contact", *PEERS)
staff_or_reseller = only(*READERS, "reseller")
staff_or_notifications = only(*READERS, "notifications")
staff_or_documents = only(*READERS, "documents")
reseller_or_documents = only(*READERS, "reseller", "documents")
client_or_writer = only(*WRITERS, "contact")


@asynccontextmanager
async def within(request: ActorRequest) -> AsyncIterator[Connection]:
    """One transaction that sees the rows of the reader's tenant alone; what changes something is
    entered in the audit trail as its last statement.

    Somebody at a reseller sees the rows of that reseller's clients alone. ``Forbidden`` for who has
    left the client or the reseller since the token was given.
    """
    actor = request.user
    answered.set(None)
    async with tenant_transaction(request.app.state.pool, actor.tenant) as connection:
        if actor.kind == "contact" and await contacts.departed(connection, actor.id):
            raise Forbidden("contact-departed", "You are no longer a contact of this client.")
        if actor.kind == "reseller" and not await resellers.act(
            connection, actor.id, actor.reseller_id
        ):
            raise Forbidden("person-departed", "You are no longer recorded at this reseller.")
        key = await repeats.begin(request, connection)
        yield connection
        if key is not None:
            await repeats.keep(request, connection, key)
        if request.method not in READ:
            await enter(request, connection, actor.tenant)


def own(actor: Actor, client_id: UUID, noun: str) -> None:
    """``Missing`` when a contact asks for another client: it may not learn that there is one."""
    if actor.kind == "contact" and actor.client_id != client_id:
        found(None, noun)
