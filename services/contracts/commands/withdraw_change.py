"""An announcement taken back before it held for anybody."""

from uuid import UUID

from services.contracts.domain.found import found
from services.contracts.store import changes, links
from shared.database import Connection
from shared.errors import Conflict
from shared.events import ChangeWithdrawn
from shared.identity import Actor
from shared.outbox import append


async def withdraw_change(connection: Connection, actor: Actor, change_id: UUID) -> None:
    """A draft that is withdrawn was told to nobody, so nobody hears of it."""
    await links.lock(connection)
    change = found(await changes.read(connection, change_id), "change")
    if change.state not in ("draft", "published"):
        raise Conflict(
            "change-not-withdrawable",
            "It was withdrawn before."
            if change.state == "withdrawn"
            else "It holds for some clients already; undo it with a new change.",
        )
    await changes.withdraw(connection, change_id, actor.id)
    if change.state == "published":
        await append(connection, ChangeWithdrawn(tenant_id=actor.tenant, change_id=change_id))
