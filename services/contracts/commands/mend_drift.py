"""A new annex where today's links differ from the last one."""

from uuid import UUID

from services.contracts.commands.freeze_versions import freeze_versions
from services.contracts.domain.found import found
from services.contracts.store import agreements, links
from shared.database import Connection
from shared.errors import Conflict


async def mend_drift(connection: Connection, tenant_id: UUID, agreement_id: UUID) -> UUID:
    """The new version. ``Conflict`` when the annex holds, so that nobody is mailed for nothing."""
    await links.lock(connection)
    agreement = found(await agreements.read(connection, agreement_id), "agreement")
    if not agreement.drift:
        raise Conflict("no-drift", "The last annex is the same as what holds today.")
    (made,) = await freeze_versions(connection, tenant_id, [agreement_id], "drift")
    return made.version_id
