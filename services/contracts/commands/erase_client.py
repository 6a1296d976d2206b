"""Anonymise a client that left: at once what nothing keeps, the rest when its day comes."""

from uuid import UUID

from services.contracts.domain.erasure import (
    AT_ONCE,
    WHEN_DUE,
    ErasureLine,
    ErasurePlan,
    years_after,
)
from services.contracts.domain.found import found
from services.contracts.store import clients, erasures
from shared.database import Connection
from shared.errors import Conflict


async def plan_erasure(connection: Connection, client_id: UUID) -> ErasurePlan:
    """``Missing`` for an unknown client."""
    found(await clients.name_of(connection, client_id), "client")
    told = await erasures.standing(connection, client_id)
    left = told["left_on"]
    due = told["due_on"] or (left and years_after(left, told["retention_years"]))
    lines = tuple(
        ErasureLine(
            **row,
            kept_until=None if row["category"] in AT_ONCE else due,
            because="no_purpose_left" if row["category"] in AT_ONCE else "limitation_of_claims",
        )
        for row in await erasures.counts(connection, client_id)
    )
    return ErasurePlan(
        client_id=client_id, left_on=left, due_on=due, ordered_at=told["ordered_at"], lines=lines
    )


async def erase_client(connection: Connection, client_id: UUID, by: UUID | None) -> ErasurePlan:
    """``Conflict`` while an agreement stands. Again: what has come up since goes too."""
    plan = await plan_erasure(connection, client_id)
    if plan.left_on is None or plan.due_on is None:
        raise Conflict("client-stands", "End its agreements first; then its data may be erased.")
    await erasures.order(connection, client_id, plan.due_on, by)
    for category in AT_ONCE:
        await erasures.erase(connection, client_id, category)
    return await plan_erasure(connection, client_id)


async def erase_what_is_due(connection: Connection, client_id: UUID) -> None:
    """What stood as proof, once claims have lapsed."""
    for category in (*AT_ONCE, *WHEN_DUE):
        await erasures.erase(connection, client_id, category)
