"""Staff settles what nobody could know: a link that broke after the last dot."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.notifications.commands.jobs import Job, enqueue, sending
from services.notifications.commands.record_outcomes import settle
from services.notifications.commands.stop_notice import is_over
from services.notifications.domain.evidence import STATE_AFTER, Fact, Occurrence
from services.notifications.store import deliveries, doubts, notices
from services.notifications.store.deliveries import Settlement
from services.notifications.store.notices import Notice
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
    await doubts.hold(connection, [delivery_id])
    standing = await deliveries.get(connection, delivery_id)
    notice = await notices.get(connection, standing.notice_id)
    if standing.state != "in_doubt":
        raise Conflict(
            "delivery-not-in-doubt",
            "Only a delivery in doubt can be settled.",
            state=standing.state,
        )
    released = await release_as(connection, notice)
    kind: Occurrence | None = "confirmed" if asked.outcome == "accepted" else released
    if kind is None:
        raise Conflict("link-gone", "A sign-in link is kept once only; ask for a new one.")
    fact = Fact(
        delivery_id=delivery_id,
        attempt=standing.attempts,
        kind=kind,
        payload={"by": str(by), "reason": asked.reason},
    )
    settlement = Settlement(delivery_id, standing.attempts, STATE_AFTER[kind], timedelta(0))
    await settle(connection, tenant_id, notice, [fact], [settlement])
    if kind == "released":
        await send_released(connection, tenant_id, notice, {standing.chunk_id})


async def release_as(connection: Connection, notice: Notice) -> Occurrence | None:
    """What becomes of a message that the mail server did not take: it is sent again, or stopped
    where nobody is to be told any more. None: it can't be made again."""
    if notice.kind == "sign_in":
        return None
    return "stopped" if await is_over(connection, notice) else "released"


async def send_released(
    connection: Connection, tenant_id: UUID, notice: Notice, chunks: Iterable[UUID]
) -> None:
    todo = [Job(tenant_id, chunk) for chunk in sorted(chunks)]
    await enqueue(connection, sending(notice.kind), todo, besides=True)
