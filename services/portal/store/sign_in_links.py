"""Sign-in links: made once, used once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.portal.domain.sign_in import Link
from shared.database import Connection
from shared.errors import Conflict
from shared.sql import load

SQL = load(__file__)


async def find(connection: Connection, link_id: UUID) -> UUID | None:
    """The tenant of a link, from outside any tenant."""
    tenant_id: UUID | None = await connection.fetchval(SQL["find"], link_id)
    return tenant_id


async def add(connection: Connection, values: dict[str, Any], lifetime: timedelta) -> Link:
    """The link with this id; one that exists already stays as it is.

    ``Conflict`` when another tenant has a link with this id."""
    await connection.execute(SQL["add"], values, lifetime)
    row = await connection.fetchrow(SQL["link"], values["id"])
    if row is None:
        raise Conflict("link-id-taken", "Another link bears this id; choose another.", field="id")
    return Link(**row)


async def add_notices(
    connection: Connection, values: list[dict[str, Any]], lifetime: timedelta
) -> None:
    """Links to stand in notices; one that exists already stays as it is.

    ``Conflict`` when another tenant has a link with one of these ids."""
    await connection.execute(SQL["add_notices"], values, lifetime)
    wanted = {value["id"] for value in values}
    if await connection.fetchval(SQL["count"], list(wanted)) != len(wanted):
        raise Conflict("link-id-taken", "Another link bears this id; choose another.", field="id")


async def link(connection: Connection, link_id: UUID) -> Link | None:
    row = await connection.fetchrow(SQL["link"], link_id)
    return Link(**row) if row else None


async def use(connection: Connection, link_id: UUID) -> Link | None:
    """Use the link up; nothing when it was used before or is too late."""
    row = await connection.fetchrow(SQL["use"], link_id)
    return Link(**row) if row else None


async def moment(connection: Connection) -> datetime:
    """The time that links are judged by: the database's own, never the simulated one."""
    now: datetime = await connection.fetchval(SQL["now"])
    return now


async def views_untold(connection: Connection, longer_than: timedelta) -> list[tuple[UUID, UUID]]:
    """Tenant and link of opened notices that notifications hasn't heard of, at most 100."""
    rows = await connection.fetch(SQL["views_untold"], longer_than)
    return [(row["tenant_id"], row["link_id"]) for row in rows]


async def view_told(connection: Connection, link_id: UUID) -> None:
    await connection.execute(SQL["view_told"], link_id)


async def expire_of_client(connection: Connection, client_id: UUID) -> None:
    """None of them opens anything any more."""
    await connection.execute(SQL["expire_of_client"], client_id)


async def expire_of_contact(connection: Connection, contact_id: UUID) -> None:
    """None of them opens anything any more."""
    await connection.execute(SQL["expire_of_contact"], contact_id)
