"""Change what stands about a client, whoever else is at it."""

from uuid import UUID

from services.contracts.domain.client import Client, ClientEdit
from services.contracts.domain.found import found
from services.contracts.store import clients
from shared.database import Connection
from shared.errors import Conflict
from shared.etag import refuse_stale


async def edit_client(
    connection: Connection, client_id: UUID, edit: ClientEdit, seen: str | None
) -> Client:
    """``seen`` is the ETag of what the caller read. What was signed keeps the facts of its day."""
    found(await clients.lock(connection, client_id) or None, "client")
    refuse_stale(seen, found(await clients.read(connection, client_id), "client"))
    if not await clients.edit(connection, client_id, edit.given()):
        raise Conflict("client-exists", "Another client has this external_id.", field="external_id")
    return found(await clients.read(connection, client_id), "client")
