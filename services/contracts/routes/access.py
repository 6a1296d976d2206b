"""Who may do what, and the transaction in which it is done."""

from contextlib import AbstractAsyncContextManager
from typing import Annotated
from uuid import UUID

from litestar.params import QueryParameter

from services.contracts.domain.found import found
from shared.database import Connection, tenant_transaction
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


def within(request: ActorRequest) -> AbstractAsyncContextManager[Connection]:
    """One transaction that sees the rows of the reader's tenant alone."""
    return tenant_transaction(request.app.state.pool, request.user.tenant)


def own(actor: Actor, client_id: UUID, noun: str) -> None:
    """``Missing`` when a contact asks for another client: it may not learn that there is one."""
    if actor.kind == "contact" and actor.client_id != client_id:
        found(None, noun)
