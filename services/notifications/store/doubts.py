"""Deliveries of which nobody knows whether the mail server took them."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from services.notifications.domain.mail_log import Doubt
from services.notifications.store.deliveries import Standing
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class InDoubt(NamedTuple):
    notice_id: UUID
    doubt: Doubt


async def page(connection: Connection, after: UUID | None, limit: int) -> list[InDoubt]:
    rows = await connection.fetch(SQL["page"], after, limit)
    return [
        InDoubt(
            row["notice_id"],
            Doubt(
                row["id"],
                row["since"],
                row["until"],
                tuple(zip(row["witnesses"], row["moments"], strict=True)),
            ),
        )
        for row in rows
    ]


async def hold(connection: Connection, deliveries: Sequence[UUID]) -> list[Standing]:
    """Those still in doubt, which stay so until the transaction ends. All of a notice at once: the
    chunks come before the deliveries, and those before the chain, as everywhere."""
    await connection.fetch(SQL["hold_chunks"], list(deliveries))
    await connection.fetch(SQL["hold"], list(deliveries))
    rows = await connection.fetch(SQL["standing"], list(deliveries))
    return [Standing(*row) for row in rows]


async def tenants(connection: Connection) -> list[UUID]:
    """Of which something is in doubt."""
    return [row["tenant_id"] for row in await connection.fetch(SQL["tenants"])]
