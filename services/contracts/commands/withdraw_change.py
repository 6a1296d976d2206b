"""An announcement taken back before it held for anybody."""

from uuid import UUID

from services.contracts.commands.draft_change import read_content
from services.contracts.domain.change import ChangeState
from services.contracts.store import changes, links
from shared.database import Connection
from shared.errors import Conflict
from shared.etag import refuse_stale
from shared.events import ChangeWithdrawn
from shared.identity import Actor
from shared.outbox import append

INSTEAD: dict[ChangeState, str] = {
    "draft": "Nobody was told of it yet; discard the draft.",
    "reviewed": "Nobody was told of it yet; discard the draft.",
    "discarded": "It was discarded before anybody was told.",
    "withdrawn": "It was withdrawn before.",
    "partly_effective": "It holds for some clients already; undo it with a new change.",
    "effective": "It holds already; undo it with a new change.",
}


async def withdraw_change(
    connection: Connection, actor: Actor, change_id: UUID, seen: str | None = None
) -> None:
    """Who was told of it hears that it is withdrawn, and nobody else."""
    await links.lock(connection)
    change = await read_content(connection, change_id)
    if seen is not None:
        refuse_stale(seen, change)
    if instead := INSTEAD.get(change.state):
        raise Conflict("change-not-withdrawable", instead)
    await changes.withdraw(connection, change_id, actor.id)
    await append(connection, ChangeWithdrawn(tenant_id=actor.tenant, change_id=change_id))
