"""Providers and their staff."""

from uuid import UUID

from services.portal.domain.people import Provider, Staff
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def find_staff(connection: Connection, address: str) -> list[tuple[UUID, UUID]]:
    """Tenant and number of everybody on a staff with this address, across tenants."""
    rows = await connection.fetch(SQL["find_staff"], address)
    return [(row["tenant_id"], row["staff_id"]) for row in rows]


async def staff(connection: Connection, staff_id: UUID) -> Staff | None:
    row = await connection.fetchrow(SQL["staff"], staff_id)
    return Staff(**row) if row else None


async def add_staff(
    connection: Connection, *, email: str, name: str, language: str, role: str
) -> Staff:
    """The member of staff with this address, added when there is none."""
    await connection.execute(SQL["add_staff"], email, name, language, role)
    row = await connection.fetchrow(SQL["staff_by_address"], email)
    assert row is not None, "they were added, or they were there"
    return Staff(**row)


async def members(connection: Connection) -> list[Staff]:
    """At most 500, by name."""
    return [Staff(**row) for row in await connection.fetch(SQL["members"])]


async def staff_at(connection: Connection, address: str) -> Staff | None:
    row = await connection.fetchrow(SQL["staff_by_address"], address)
    return Staff(**row) if row else None


async def hold_staff(connection: Connection) -> None:
    """One appointment at a time, so that two owners can't remove each other."""
    await connection.execute(SQL["hold_staff"])


async def other_owners(connection: Connection, staff_id: UUID) -> int:
    count: int = await connection.fetchval(SQL["other_owners"], staff_id)
    return count


async def keep_person(connection: Connection, email: str, name: str, language: str) -> UUID:
    """Somebody who worked here before is the same person again."""
    staff_id: UUID = await connection.fetchval(SQL["keep_person"], email, name, language)
    return staff_id


async def appoint(connection: Connection, staff_id: UUID, role: str | None, by: UUID) -> None:
    """No role is the end of it; the person's sessions end with it. Tokens that were given under
    the appointment before end either way."""
    await connection.execute(SQL["appoint"], staff_id, role, by)
    if role is None:
        await connection.execute(SQL["end_sessions"], staff_id)


async def add_provider(connection: Connection, slug: str, name: str) -> None:
    await connection.execute(SQL["add_provider"], slug, name)


async def provider(connection: Connection) -> Provider:
    """The one of this tenant, which is there before anybody can be."""
    row = await connection.fetchrow(SQL["provider"])
    assert row is not None
    return Provider(**row)


async def directory(connection: Connection) -> list[Provider]:
    """Every provider of this installation, by name."""
    return [Provider(**row) for row in await connection.fetch(SQL["directory"])]


async def provider_at(connection: Connection, slug: str) -> UUID | None:
    """The tenant that goes by this name in addresses, from outside any tenant."""
    found: UUID | None = await connection.fetchval(SQL["provider_at"], slug)
    return found
