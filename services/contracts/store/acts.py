"""The audit trail: rows are added, never changed."""

from typing import Any
from uuid import UUID

from services.contracts.domain.act import Act, ActDetail, ActPage, Deed, Head, Sealed, genesis
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)
LAST = 2**63 - 1


async def lock_head(connection: Connection, tenant_id: UUID) -> Head:
    """The end of the chain, held until the transaction ends."""
    row = await connection.fetchrow(SQL["lock_head"])
    if row is None:
        await connection.execute(SQL["begin_chain"], genesis(tenant_id))
        row = await connection.fetchrow(SQL["lock_head"])
        assert row is not None, "it was made just now, here or elsewhere"
    return Head(row["number"], row["digest"], row["at"])


async def append(
    connection: Connection,
    head: Head,
    deed: Deed,
    sealed: tuple[bytes, bytes, bytes],
    personal: Any,
) -> None:
    """``head`` is what it was before; ``sealed`` are commitment, digest and salt."""
    entry = {**deed.model_dump(mode="json"), "number": head.number + 1, "at": head.at.isoformat()}
    await connection.execute(SQL["append"], entry, *sealed, personal)


async def list_page(
    connection: Connection, asked: dict[str, Any], after: int | None, limit: int
) -> ActPage:
    """The newest first; ``next`` is the number of the last act of this page."""
    rows = await connection.fetch(
        SQL["list_page"], asked, LAST if after is None else after, limit + 1
    )
    items = tuple(Act.model_validate(dict(row)) for row in rows[:limit])
    return ActPage(items=items, next=items[-1].number if len(rows) > limit else None)


async def read(connection: Connection, number: int) -> ActDetail | None:
    row = await connection.fetchrow(SQL["read"], number)
    return ActDetail.model_validate(dict(row)) if row else None


async def chain(connection: Connection, after: int, limit: int) -> list[Sealed]:
    """What comes after this number, the oldest first."""
    return [
        Sealed(
            row["number"],
            row["at"],
            Deed.model_validate(dict(row)),
            row["commitment"],
            row["digest"],
            row["salt"],
            row["personal"],
        )
        for row in await connection.fetch(SQL["chain"], after, limit)
    ]


async def head(connection: Connection) -> tuple[int, bytes] | None:
    row = await connection.fetchrow(SQL["head"])
    return (row["number"], row["digest"]) if row else None
