"""Notices, who was told, how far it is, and the staff's word on what is in doubt."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import BaseModel

from services.notifications.commands.settle_delivery import Settle, settle_delivery
from services.notifications.domain.delivery import State as DeliveryState
from services.notifications.domain.evidence import Proof, proof
from services.notifications.domain.facts import Kind
from services.notifications.domain.subscription import VISITORS
from services.notifications.store import deliveries, notices
from shared.database import tenant_transaction
from shared.identity import STAFF, WRITERS
from shared.text import Language
from shared.trail import within
from shared.web import ActorRequest, only

READERS = STAFF
Limit = Annotated[int, QueryParameter(ge=1, le=500)]


class NoticeOut(BaseModel):
    """``counts`` are deliveries per state; ``problem`` is what keeps the notice from going out."""

    id: UUID
    kind: Kind
    subject_id: UUID
    change_id: UUID | None
    created_at: datetime
    counts: dict[str, int]
    problem: dict[str, Any] | None


class NoticesOut(BaseModel):
    items: list[NoticeOut]
    next: UUID | None


class DeliveryOut(BaseModel):
    """``reply`` is the last that a mail server said of it; name, address and reply are null once
    the person was erased. ``at`` is when the state was reached, ``seen_at`` when the portal was
    opened, ``delivered_at`` when the receiving side reported that it had delivered it,
    ``acknowledged_at`` when the recipient said to have taken note."""

    id: UUID
    contact_id: UUID
    recipient_id: UUID
    client_id: UUID | None
    name: str | None
    email: str | None
    client: str | None
    language: Language
    reference: str | None
    deadline: date | None
    state: DeliveryState
    proof: Proof
    attempts: int
    code: int | None
    reason: str | None
    reply: str | None
    at: datetime | None
    seen_at: datetime | None
    delivered_at: datetime | None
    acknowledged_at: datetime | None
    next_attempt_at: datetime | None


class DeliveriesOut(BaseModel):
    items: list[DeliveryOut]
    next: UUID | None


@get("/notices", guards=[only(*READERS)])
async def list_notices(
    request: ActorRequest,
    state: State,
    subject_id: FromQuery[UUID | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: Limit = 100,
) -> NoticesOut:
    """Newest first; of one change, version or objection when ``subject_id`` says so."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        found = await notices.page(connection, subject_id, after, limit)
    items = [
        NoticeOut(**item.model_dump(exclude={"deliveries"}), counts=item.deliveries)
        for item in found
    ]
    return NoticesOut(items=items, next=items[-1].id if len(items) == limit else None)


@get(
    "/notices/{notice_id:uuid}/deliveries",
    guards=[only(*READERS)],
)
async def list_deliveries(
    request: ActorRequest,
    state: State,
    notice_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    only_state: Annotated[DeliveryState | None, QueryParameter(name="state")] = None,
    limit: Limit = 100,
) -> DeliveriesOut:
    """Everybody whom the notice is for, with how far the proof goes; visitors without a name."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        notice = await notices.get(connection, notice_id)
        rows = await deliveries.page(connection, notice_id, after, only_state, limit)
    if notice.kind in VISITORS:
        rows = [row.model_copy(update={"person": None, "last_payload": None}) for row in rows]
    items = [_delivery(row) for row in rows]
    return DeliveriesOut(items=items, next=items[-1].id if len(items) == limit else None)


@post(
    "/deliveries/{delivery_id:uuid}/settlements",
    guards=[only(*WRITERS)],
    status_code=204,
    operation_id="settle_delivery",
)
async def settle(
    request: ActorRequest, delivery_id: FromPath[UUID], data: JSONBody[Settle]
) -> None:
    """Settle a delivery in doubt by what the mail server's own log says."""
    actor = request.user
    async with within(request) as connection:
        await settle_delivery(connection, actor.tenant, delivery_id, actor.id, data)


def _delivery(row: deliveries.Row) -> DeliveryOut:
    details, said = row.last_details or {}, row.last_payload or {}
    person = row.person
    return DeliveryOut(
        **row.model_dump(include={"id", "contact_id", "recipient_id", "client_id", "state"}),
        **row.model_dump(include={"attempts", "seen_at", "delivered_at", "acknowledged_at"}),
        language=row.terms.language,
        reference=row.terms.reference,
        deadline=row.terms.deadline,
        name=person and person.name,
        email=person and person.email,
        client=person and person.client,
        proof=proof(
            row.state,
            row.seen_at is not None,
            row.acknowledged_at is not None,
            reported=row.delivered_at is not None,
        ),
        code=details.get("code"),
        reason=details.get("reason"),
        reply=said.get("reply"),
        at=row.last_at,
        next_attempt_at=row.due_at if row.state == "queued" else None,
    )
