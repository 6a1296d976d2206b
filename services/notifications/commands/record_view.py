"""Somebody opened the notice in the portal, and said to have taken note: the strongest proof."""

from datetime import timedelta
from uuid import UUID

from services.notifications.commands.record_outcomes import settle
from services.notifications.domain.evidence import Fact, Occurrence
from services.notifications.store import deliveries, evidence, messages, notices
from services.notifications.store.deliveries import Settlement
from shared.database import Connection

# What nobody could be sure of, or what was thought lost: who reads it has been told.
_UNCERTAIN = ("failed", "in_doubt")


async def record_view(connection: Connection, tenant_id: UUID, delivery_id: UUID) -> None:
    """The first time counts; ``delivery_id`` is the id under which the portal made the link."""
    await deliveries.hold(connection, delivery_id)
    await _prove(connection, tenant_id, delivery_id, ["seen"])


async def open_message(
    connection: Connection, tenant_id: UUID, reader: tuple[UUID, UUID], delivery_id: UUID
) -> None:
    """``reader``: the client and the contact. Raise ``Missing`` for another's, and for what was
    withdrawn before it was told: from then on nobody begins to read it."""
    await _hold(connection, reader, delivery_id)
    await _prove(connection, tenant_id, delivery_id, ["seen"], by=reader[1])


async def acknowledge_message(
    connection: Connection, tenant_id: UUID, reader: tuple[UUID, UUID], delivery_id: UUID
) -> None:
    """As ``open_message``, with their word that they have taken note; again it changes nothing."""
    await _hold(connection, reader, delivery_id)
    await _prove(connection, tenant_id, delivery_id, ["seen", "acknowledged"], by=reader[1])


async def _hold(connection: Connection, reader: tuple[UUID, UUID], delivery_id: UUID) -> None:
    """The delivery, then the chain of its notice: whoever stops that notice waits, or was first."""
    message = await messages.get(connection, *reader, delivery_id)
    await deliveries.hold(connection, delivery_id)
    await evidence.lock(connection, message.notice_id)
    await messages.get(connection, *reader, delivery_id)


async def _prove(
    connection: Connection,
    tenant_id: UUID,
    delivery_id: UUID,
    kinds: list[Occurrence],
    *,
    by: UUID | None = None,
) -> None:
    standing = await deliveries.get(connection, delivery_id)
    notice = await notices.get(connection, standing.notice_id)
    payload = {"by": str(by)} if by else {}
    facts = [Fact(delivery_id, 0, kind, payload=payload) for kind in kinds]
    told = Settlement(delivery_id, standing.attempts, "accepted", timedelta(0))
    moved = [told] if standing.state in _UNCERTAIN else []
    await settle(connection, tenant_id, notice, facts, moved)
