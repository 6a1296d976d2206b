"""What people do in the portal itself enters the audit trail, in the transaction that does it."""

import json
from typing import Any
from uuid import UUID

from services.portal.domain.reader import Reader
from services.portal.peers.call import actor_of
from shared.act import Deed, Personal
from shared.database import Connection
from shared.identity import Actor
from shared.trail import deed_of, record_act


async def enter_act(
    connection: Connection,
    reader: Reader,
    operation: str,
    noun: str,
    *targets: UUID,
    told: dict[str, Any] | None = None,
) -> None:
    """The last thing that the transaction does. ``told`` is what was sent, without its secrets."""
    deed = deed_of(actor_of(reader), operation, noun, *targets)
    await _record(connection, reader.tenant_id, deed, reader.address, told)


async def enter_deed(
    connection: Connection, actor: Actor, operation: str, noun: str, *targets: UUID
) -> None:
    """The same for who has no session: an application, or somebody who is about to begin one."""
    deed = deed_of(actor, operation, noun, *targets)
    await _record(connection, actor.tenant, deed, actor.address, None)


async def enter_set_up(
    connection: Connection, tenant_id: UUID, address: str | None, *targets: UUID
) -> None:
    """By whoever has the set-up token of this installation."""
    deed = Deed(
        operation="add_provider",
        noun="providers",
        actor_kind="installation",
        targets=targets,
        status=201,
    )
    await _record(connection, tenant_id, deed, address, None)


async def _record(
    connection: Connection,
    tenant_id: UUID,
    deed: Deed,
    address: str | None,
    told: dict[str, Any] | None,
) -> None:
    body = None if told is None else json.dumps(told, ensure_ascii=False)
    await record_act(connection, tenant_id, deed, Personal(address=address, body=body))
