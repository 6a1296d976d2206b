"""Let a link hold later, or no more, for one client; its annex shows as drift until it is sent."""

from uuid import UUID

from services.contracts.commands.check_transfers import check_links
from services.contracts.domain.found import found
from services.contracts.domain.link_exception import ExceptionDraft, LinkException, range_for
from services.contracts.store import clock, link_exceptions, links
from shared.database import Connection
from shared.errors import Invalid


async def except_client(
    connection: Connection, link_id: UUID, draft: ExceptionDraft, by: UUID | None
) -> LinkException:
    await links.lock(connection)
    found(await links.read(connection, link_id), "link")
    held = await link_exceptions.held(connection, link_id, draft.client_id)
    if held is None:
        raise Invalid("client-unknown", "There is no such client.", field="client_id")
    to = range_for(held, draft.valid_from, await clock.today(connection))
    await link_exceptions.insert(connection, link_id, draft, by)
    await link_exceptions.move(connection, link_id, draft.client_id, to)
    await check_links(connection, [link_id])
    return found(await link_exceptions.read(connection, link_id, draft.client_id), "link")
