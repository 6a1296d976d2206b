"""Write in the audit trail what this service does of itself."""

from uuid import UUID

from shared.database import Connection
from shared.identity import Actor
from shared.trail import deed_of, record_act


async def record_own_act(
    connection: Connection, tenant_id: UUID, operation: str, noun: str, *targets: UUID
) -> None:
    """What this service does of itself, when its day or the news of it comes: the last thing that
    the transaction does."""
    itself = Actor(kind="service", tenant_id=tenant_id, service="contracts")
    await record_act(connection, tenant_id, deed_of(itself, operation, noun, *targets))
