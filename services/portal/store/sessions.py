"""Sessions: the browser holds a random token, the database its digest alone."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from services.portal.domain.reader import Reader
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def find(connection: Connection, digest: bytes) -> UUID | None:
    """The tenant of a session that still runs, from outside any tenant."""
    tenant_id: UUID | None = await connection.fetchval(SQL["find"], digest)
    return tenant_id


async def add(
    connection: Connection, digest: bytes, values: dict[str, Any], lifetime: timedelta
) -> None:
    await connection.execute(SQL["add"], digest, values, lifetime)


async def reader(connection: Connection, digest: bytes) -> Reader | None:
    """Whose session it is; a role that was taken away is gone at the next page."""
    row = await connection.fetchrow(SQL["reader"], digest)
    return Reader(**row) if row else None


async def remove(connection: Connection, digest: bytes) -> None:
    await connection.execute(SQL["remove"], digest)


async def forget_expired(connection: Connection) -> None:
    """Of this tenant."""
    await connection.execute(SQL["forget_expired"])


async def of_client(connection: Connection, client_id: UUID) -> int:
    """How many people of this client are signed in, or were until their session ran out."""
    return int(await connection.fetchval(SQL["of_client"], client_id))


async def remove_of_client(connection: Connection, client_id: UUID) -> int:
    """How many those were."""
    return int((await connection.execute(SQL["remove_of_client"], client_id)).split()[-1])


async def remove_of_contact(connection: Connection, contact_id: UUID) -> None:
    """Whoever it is signs in anew, if anybody lets it."""
    await connection.execute(SQL["remove_of_contact"], contact_id)
