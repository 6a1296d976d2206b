"""Prove that the audit trail of a provider is whole."""

from uuid import UUID

from services.contracts.domain.act import ActCheck, Inspection
from services.contracts.store import acts
from shared.database import Connection

AT_ONCE = 5000


async def check_acts(connection: Connection, tenant_id: UUID) -> ActCheck:
    """The end of the chain is read last: what is added meanwhile is seen too, and stops nobody."""
    inspection = Inspection(tenant_id)
    while True:
        rows = await acts.chain(connection, inspection.number, AT_ONCE)
        head = await acts.head(connection)
        for row in rows:
            inspection.see(row)
        if not rows or head is None or head[0] <= inspection.number:
            return inspection.end(head)
