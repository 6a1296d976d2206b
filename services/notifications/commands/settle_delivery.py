"""Staff settles what nobody could know: a link that broke after the last dot."""

from datetime import timedelta
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.notifications.commands.jobs import Job, enqueue, sending
from services.notifications.commands.record_outcomes import settle
from services.notifications.domain.evidence import STATE_AFTER, Fact, Occurrence
from services.notifications.store import deliveries, notices
from services.notifications.store.deliveries import Settlement
from shared.database import Connection
from shared.errors import Conflict


class Settle(BaseModel):
    """``accepted``: by its log the mail server took the message. ``resend``: it did not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Literal["accepted", "resend"]
    reason: str = Field(min_length=1, max_length=2000)


async def settle_delivery(
    connection: Connection, tenant_id: UUID, delivery_id: UUID, by: UUID | None, asked: Settle
) -> None:
    """Raise ``Conflict`` for a delivery that is not in doubt."""
    await deliveries.hold(connection, delivery_id)
    standing = await deliveries.get(connection, delivery_id)
    notice = await notices.get(connection, standing.notice_id)
    if standing.state != "in_doubt":
        raise Conflict(
            "delivery-not-in-doubt",
            "Only a delivery in doubt can be settled.",
            state=standing.state,
        )
    if notice.kind == "sign_in" and asked.outcome == "resend":
        raise Conflict("link-gone", "A sign-in link is kept once only; ask for a new one.")
    kind: Occurrence = "confirmed" if asked.outcome == "accepted" else "released"
    fact = Fact(
        delivery_id=delivery_id,
        attempt=standing.attempts,
        kind=kind,
        payload={"by": str(by), "reason": asked.reason},
    )
    settlement = Settlement(delivery_id, standing.attempts, STATE_AFTER[kind], timedelta(0))
    await settle(connection, tenant_id, notice, [fact], [settlement])
    if kind == "released":
        await enqueue(
            connection, sending(notice.kind), [Job(tenant_id, standing.chunk_id)], besides=True
        )
