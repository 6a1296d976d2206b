"""Write in the audit trail what is being done, in the transaction that does it."""

import secrets
from uuid import UUID

from services.contracts.domain.act import Deed, Personal, commit, seal
from services.contracts.store import acts
from shared.database import Connection


async def record_act(
    connection: Connection, tenant_id: UUID, deed: Deed, personal: Personal | None = None
) -> None:
    """The last thing that a transaction does: it holds the end of the chain until it commits, and
    then waits for nothing more, so that no two wait for each other."""
    told = (personal or Personal()).model_dump(mode="json", exclude_none=True)
    salt = secrets.token_bytes(32)
    commitment = commit(salt, told)
    head = await acts.lock_head(connection, tenant_id)
    digest = seal(head.digest, head.number + 1, head.at, deed, commitment)
    await acts.append(connection, head, deed, (commitment, digest, salt), told)


async def record_own_act(
    connection: Connection, tenant_id: UUID, operation: str, noun: str, *targets: UUID
) -> None:
    """What this service does of itself, when its day or the news of it comes."""
    deed = Deed(
        operation=operation,
        noun=noun,
        actor_kind="service",
        actor_role="contracts",
        targets=targets,
        status=200,
    )
    await record_act(connection, tenant_id, deed)
