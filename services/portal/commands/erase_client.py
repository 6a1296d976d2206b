"""Let nobody of a client that left in any more, and forget who was."""

from services.portal.store import calendar_links, sessions, sign_in_links
from shared.database import Connection
from shared.events import ErasureDone, ErasureOrdered, Event
from shared.outbox import append

CATEGORY = "sign_in"


async def on_erasure(connection: Connection, event: Event) -> None:
    assert isinstance(event, ErasureOrdered)
    if CATEGORY not in event.categories:
        return
    await sign_in_links.expire_of_client(connection, event.client_id)
    await calendar_links.remove_of_client(connection, event.client_id)
    rows = await sessions.remove_of_client(connection, event.client_id)
    done = ErasureDone(
        tenant_id=event.tenant_id, client_id=event.client_id, erased={CATEGORY: rows}
    )
    await append(connection, done)
