"""Endpoints, their secrets and halts, and who works on them."""

from datetime import datetime, timedelta
from typing import NamedTuple, cast
from uuid import UUID

from services.notifications.domain.webhook_endpoint import (
    Cause,
    Endpoint,
    EndpointDraft,
    EndpointPage,
)
from services.notifications.store.gatherings import Unfinished
from shared.database import Connection
from shared.errors import Missing
from shared.sql import load

SQL = load(__file__)


class Secret(NamedTuple):
    id: UUID
    fingerprint: bytes


class Lease(NamedTuple):
    endpoint_id: UUID
    fence: int


class Held(NamedTuple):
    url: str
    failures: int


class Health(NamedTuple):
    failures: int
    failing_for: timedelta


class Halted(NamedTuple):
    """A halt, and of which endpoint."""

    cause: Cause
    told: bool
    endpoint_id: UUID
    name: str
    url: str
    failing_since: datetime


async def insert(connection: Connection, draft: EndpointDraft, by: UUID | None) -> UUID:
    made: UUID = await connection.fetchval(SQL["insert"], draft, by)
    return made


async def count(connection: Connection) -> int:
    """Held until the transaction ends, so that it stays true."""
    await connection.execute(SQL["hold_all"])
    return cast("int", await connection.fetchval(SQL["count"]))


async def read(connection: Connection, endpoint_id: UUID) -> Endpoint:
    """Raise ``Missing`` when this tenant has no such endpoint, or has it no more."""
    row = await connection.fetchrow(SQL["page"], endpoint_id, None, 1)
    if row is None:
        raise Missing("webhook-endpoint-unknown", "There is no such endpoint.")
    return Endpoint.model_validate(dict(row))


async def lock(connection: Connection, endpoint_id: UUID) -> Endpoint:
    """As ``read``, until the transaction ends."""
    await hold(connection, endpoint_id)
    return await read(connection, endpoint_id)


async def hold(connection: Connection, endpoint_id: UUID) -> None:
    """Until the transaction ends; always before its deliveries, so that no two wait in a ring."""
    await connection.execute(SQL["lock"], endpoint_id)


async def list_page(connection: Connection, after: UUID | None, limit: int) -> EndpointPage:
    rows = await connection.fetch(SQL["page"], None, after, limit + 1)
    items = tuple(Endpoint.model_validate(dict(row)) for row in rows[:limit])
    return EndpointPage(items=items, next=items[-1].id if len(rows) > limit else None)


async def edit(connection: Connection, endpoint_id: UUID, draft: EndpointDraft) -> None:
    await connection.execute(SQL["edit"], endpoint_id, draft)


async def remove(connection: Connection, endpoint_id: UUID, by: UUID | None) -> None:
    await connection.execute(SQL["remove"], endpoint_id, by)


async def add_secret(
    connection: Connection, endpoint_id: UUID, secret: Secret, by: UUID | None
) -> datetime | None:
    """Until when the one before it holds; null when there was none."""
    rows = await connection.fetch(SQL["expire_secrets"], endpoint_id)
    await connection.execute(SQL["add_secret"], secret.id, endpoint_id, secret.fingerprint, by)
    return max((row["until"] for row in rows if row["until"]), default=None)


async def secrets(connection: Connection, endpoint_id: UUID) -> list[Secret]:
    """Those that hold, the newest first."""
    return [Secret(*row) for row in await connection.fetch(SQL["secrets"], endpoint_id)]


async def halt(
    connection: Connection, endpoint_id: UUID, cause: Cause, by: UUID | None = None
) -> UUID | None:
    """Null when it was halted before."""
    return cast("UUID | None", await connection.fetchval(SQL["halt"], endpoint_id, cause, by))


async def lift(connection: Connection, endpoint_id: UUID, by: UUID | None) -> bool:
    """False when nothing stood in the way."""
    if await connection.fetchval(SQL["lift"], endpoint_id, by) is None:
        return False
    await connection.execute(SQL["well_again"], endpoint_id)
    return True


async def wake(connection: Connection, endpoint_id: UUID) -> None:
    """It may be tried at once, whatever happened before."""
    await connection.execute(SQL["wake"], endpoint_id)


async def well_again(connection: Connection, endpoint_id: UUID) -> None:
    await connection.execute(SQL["well_again"], endpoint_id)


async def failed_again(connection: Connection, endpoint_id: UUID) -> Health:
    row = await connection.fetchrow(SQL["failed_again"], endpoint_id)
    assert row is not None, "who works on an endpoint has one"
    return Health(*row)


async def rest(connection: Connection, endpoint_id: UUID, pause: timedelta) -> None:
    await connection.execute(SQL["rest"], endpoint_id, pause)


async def claim(connection: Connection, endpoint_id: UUID, length: timedelta) -> Lease | None:
    """Null while somebody else holds it, it rests, or nothing may be sent there."""
    fence = await connection.fetchval(SQL["claim"], endpoint_id, length)
    return None if fence is None else Lease(endpoint_id, fence)


async def renew(connection: Connection, lease: Lease, length: timedelta) -> Held | None:
    """Null once somebody else has claimed it, it rests, or it was halted or removed."""
    row = await connection.fetchrow(SQL["renew"], lease.endpoint_id, lease.fence, length)
    return row and Held(*row)


async def release(connection: Connection, lease: Lease) -> None:
    await connection.execute(SQL["release"], lease.endpoint_id, lease.fence)


async def next_due_in(connection: Connection, endpoint_id: UUID) -> timedelta | None:
    """Null when nothing is left that may go."""
    return cast("timedelta | None", await connection.fetchval(SQL["next_due_in"], endpoint_id))


async def halted(connection: Connection, halt_id: UUID) -> Halted:
    row = await connection.fetchrow(SQL["halted"], halt_id)
    assert row is not None, "who warns of a halt found one"
    return Halted(*row)


async def tell(connection: Connection, halt_id: UUID) -> None:
    await connection.execute(SQL["tell"], halt_id)


async def unfinished(connection: Connection) -> list[Unfinished]:
    """Work of every tenant, identifiers only."""
    return [Unfinished(*row) for row in await connection.fetch(SQL["unfinished"])]
