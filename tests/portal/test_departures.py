"""Somebody who has left a client, as the portal hears of it."""

from uuid import UUID, uuid4

from services.portal.commands.end_access import on_departure
from shared.database import tenant_transaction
from shared.events import ContactDeparted
from tests.portal import record
from tests.portal.conftest import Portal


async def test_who_has_left_is_not_signed_in_any_more_and_colleagues_are(portal: Portal) -> None:
    browser = await portal.contact()
    colleague, left = uuid4(), UUID(str(record.CONTACT))
    for person, signed_in in ((colleague, 1), (left, 0)):
        departed = ContactDeparted(
            tenant_id=portal.tenant_id, client_id=UUID(str(record.CLIENT)), contact_id=person
        )
        async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
            await on_departure(connection, departed)
            links = await connection.fetchval(
                "SELECT count(*) FROM portal.sign_in_link WHERE expires_at > now()"
            )
            assert await connection.fetchval("SELECT count(*) FROM portal.session") == signed_in
            assert links == signed_in
    assert (await browser.open("/home")).path.startswith("/sign-in")
