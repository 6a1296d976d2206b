"""Secret addresses of calendars: whoever has one reads its days, and nothing else."""

from datetime import datetime
from uuid import UUID

from services.portal.domain.calendar import CalendarLink
from services.portal.domain.reader import Reader
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def find(connection: Connection, digest: bytes) -> UUID | None:
    """The tenant of an address, from outside any tenant."""
    tenant_id: UUID | None = await connection.fetchval(SQL["find"], digest)
    return tenant_id


async def put(connection: Connection, reader: Reader, digest: bytes) -> UUID:
    """In the place of the one that this person has, if any."""
    # Two clicks at once: the later one replaces what the earlier one made.
    await connection.execute(SQL["lock"], reader.kind, reader.id)
    await remove(connection, reader)
    whose = reader.model_dump(
        mode="json", include={"kind", "id", "client_id", "reseller_id", "language"}
    )
    link_id: UUID = await connection.fetchval(SQL["add"], whose, digest)
    return link_id


async def remove(connection: Connection, reader: Reader) -> UUID | None:
    """Which one it was."""
    gone: UUID | None = await connection.fetchval(SQL["remove"], reader.kind, reader.id)
    return gone


async def made_at(connection: Connection, reader: Reader) -> datetime | None:
    found: datetime | None = await connection.fetchval(SQL["made_at"], reader.kind, reader.id)
    return found


async def read(connection: Connection, digest: bytes) -> CalendarLink | None:
    """Whose it is; nothing of staff who no longer work here."""
    row = await connection.fetchrow(SQL["read"], digest)
    return CalendarLink(**row) if row else None


async def remove_of_client(connection: Connection, client_id: UUID) -> None:
    await connection.execute(SQL["remove_of_client"], client_id)


async def remove_of_contact(connection: Connection, contact_id: UUID) -> None:
    await connection.execute(SQL["remove_of_contact"], contact_id)
