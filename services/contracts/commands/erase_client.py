"""Anonymise a client that left: at once what nothing keeps, the rest when its day comes.

What this service holds goes in the transaction itself; the others are asked by an event, and say
when they have done it.
"""

from collections.abc import Sequence
from uuid import UUID

from services.contracts.domain.erasure import (
    ALL_ELSEWHERE,
    AT_ONCE,
    AT_ONCE_ELSEWHERE,
    WHEN_DUE,
    Category,
    ErasurePlan,
    line_of,
)
from services.contracts.domain.erasure_texts import WORDS
from services.contracts.domain.found import found
from services.contracts.domain.legal_hold import refuse_held
from services.contracts.store import clients, erasures, legal_holds
from shared.database import Connection
from shared.errors import Conflict
from shared.events import ErasureDone, ErasureOrdered
from shared.outbox import append


async def plan_erasure(connection: Connection, client_id: UUID) -> ErasurePlan:
    """``Missing`` for an unknown client."""
    found(await clients.name_of(connection, client_id), "client")
    standing = await erasures.standing(connection, client_id)
    hold = await legal_holds.standing(connection, client_id)
    return ErasurePlan(
        client_id=client_id,
        left_on=standing.left_on,
        due_on=standing.due_on,
        ordered_at=standing.ordered_at,
        hold=hold,
        lines=tuple(
            line_of(one, standing, hold, WORDS[one.category])
            for one in await erasures.progress(connection, client_id)
        ),
    )


async def erase_client(
    connection: Connection, tenant_id: UUID, client_id: UUID, by: UUID | None
) -> ErasurePlan:
    """``Conflict`` while an agreement or a hold stands. Again: what has come up since goes too."""
    found(await clients.lock(connection, client_id) or None, "client")
    standing = await erasures.standing(connection, client_id)
    if standing.left_on is None or standing.due_on is None:
        raise Conflict("client-stands", "End its agreements first; then its data may be erased.")
    refuse_held(await legal_holds.standing(connection, client_id))
    await erasures.order(connection, client_id, standing.due_on, by)
    if standing.is_due:
        await _erase_all(connection, tenant_id, client_id)
    else:
        for category in AT_ONCE:
            await erasures.erase(connection, client_id, category)
        await _ask(connection, tenant_id, client_id, AT_ONCE_ELSEWHERE)
    return await plan_erasure(connection, client_id)


async def erase_what_is_due(connection: Connection, tenant_id: UUID, client_id: UUID) -> bool:
    """What stood as proof, once claims have lapsed; false when something came in between."""
    await clients.lock(connection, client_id)
    standing = await erasures.standing(connection, client_id)
    hold = await legal_holds.standing(connection, client_id)
    if standing.left_on is None or hold is not None or not standing.is_due:
        return False
    await _erase_all(connection, tenant_id, client_id)
    return True


async def settle_erasure(connection: Connection, event: ErasureDone) -> None:
    """Another service has done what it was asked; told twice, it changes nothing."""
    for category in ALL_ELSEWHERE:
        if category in event.erased:
            rows = event.erased[category]
            await erasures.record(connection, event.client_id, category, rows)


async def _erase_all(connection: Connection, tenant_id: UUID, client_id: UUID) -> None:
    # The names of files go with what refers to them, so they are asked for first.
    await _ask(connection, tenant_id, client_id, ALL_ELSEWHERE)
    for category in (*AT_ONCE, *WHEN_DUE):
        await erasures.erase(connection, client_id, category)


async def _ask(
    connection: Connection, tenant_id: UUID, client_id: UUID, categories: Sequence[Category]
) -> None:
    await erasures.call(connection, client_id, categories)
    files = await erasures.files(connection, client_id) if "files" in categories else []
    event = ErasureOrdered(
        tenant_id=tenant_id, client_id=client_id, categories=list(categories), files=files
    )
    await append(connection, event)
