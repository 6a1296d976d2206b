"""Let nobody in who has left the client."""

from services.portal.store import calendar_links, sessions, sign_in_links
from shared.database import Connection
from shared.events import ContactDeparted, Event


async def on_departure(connection: Connection, event: Event) -> None:
    assert isinstance(event, ContactDeparted)
    await sign_in_links.expire_of_contact(connection, event.contact_id)
    await sessions.remove_of_contact(connection, event.contact_id)
    await calendar_links.remove_of_contact(connection, event.contact_id)
