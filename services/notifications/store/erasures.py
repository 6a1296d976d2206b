"""What tells who was written to, and taking it away."""

from uuid import UUID

from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def waiting(connection: Connection, client_id: UUID) -> list[UUID]:
    """Notices of which something has yet to leave to this client."""
    return [row["notice_id"] for row in await connection.fetch(SQL["waiting"], client_id)]


async def stop(connection: Connection, notice_id: UUID, client_id: UUID) -> list[tuple[UUID, int]]:
    """What had not left yet, with the attempts made."""
    await connection.fetch(SQL["hold_chunks"], notice_id, client_id)
    rows = await connection.fetch(SQL["stop"], notice_id, client_id)
    return [(row["id"], row["attempts"]) for row in rows]


async def any_sending(connection: Connection, client_id: UUID) -> bool:
    return bool(await connection.fetchval(SQL["any_sending"], client_id))


async def held(connection: Connection, client_id: UUID) -> int:
    """Deliveries of which it is still known to whom they went."""
    return int(await connection.fetchval(SQL["held"], client_id))


async def erase(connection: Connection, client_id: UUID) -> None:
    await connection.execute(SQL["erase"], client_id)


async def held_answers(connection: Connection, client_id: UUID) -> int:
    """Attempts to tell another system of a client, of which it is kept what that answered."""
    return int(await connection.fetchval(SQL["held_answers"], client_id))


async def erase_answers(connection: Connection, client_id: UUID) -> int:
    done = await connection.execute(SQL["erase_answers"], client_id)
    return int(done.split()[-1])


async def remember(connection: Connection, notice_id: UUID) -> None:
    """To whom this mail to sign in with went is forgotten after 30 days."""
    await connection.execute(SQL["remember"], notice_id)


async def forgettable(connection: Connection, most: int) -> list[tuple[UUID, UUID]]:
    """Tenant and notice of mails to sign in with that are old enough."""
    rows = await connection.fetch(SQL["forgettable"], most)
    return [(row["tenant_id"], row["notice_id"]) for row in rows]


async def forget(connection: Connection, notice_id: UUID) -> None:
    await connection.execute(SQL["forget"], notice_id)
