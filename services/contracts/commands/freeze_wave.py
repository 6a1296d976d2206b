"""The new annex of everybody in a wave, some hundreds a transaction."""

from uuid import UUID

from services.contracts.commands.freeze_versions import freeze_versions
from services.contracts.store import links, versions
from shared.database import Connection

# About the number of snapshots that one transaction builds in a second.
AT_ONCE = 200


async def freeze_wave(connection: Connection, tenant_id: UUID, change_id: UUID, wave: int) -> int:
    """How many were taken on; 0 when the wave is done or others are at it.

    Killed half-way, the claim comes back with the transaction, and nothing is frozen twice.
    """
    await links.lock(connection)
    agreements = await versions.claim(connection, change_id, wave, AT_ONCE)
    if agreements:
        await freeze_versions(connection, tenant_id, agreements, "change", (change_id, wave))
    return len(agreements)
