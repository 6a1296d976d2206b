"""Take who once answered at a party out of its history; who answers today stays."""

from uuid import UUID

from services.contracts.domain.former_contacts import FormerContacts, plan_of
from services.contracts.domain.found import found
from services.contracts.store import former_contacts, subprocessors
from shared.database import Connection


async def plan_former(connection: Connection, subprocessor_id: UUID) -> FormerContacts:
    """``Missing`` for an unknown party."""
    rows = found(await former_contacts.rows(connection, subprocessor_id), "subprocessor")
    return plan_of(subprocessor_id, rows)


async def erase_former(connection: Connection, subprocessor_id: UUID) -> FormerContacts:
    """Whoever edits the party goes first, so that no contact of today is taken for a former one."""
    await subprocessors.lock(connection, subprocessor_id)
    await plan_former(connection, subprocessor_id)
    await former_contacts.erase(connection, subprocessor_id)
    return await plan_former(connection, subprocessor_id)
