"""What the portal asks: a sign-in mail, and that a notice was seen."""

from uuid import UUID

from litestar import post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody
from pydantic import BaseModel

from services.notifications.commands.record_view import record_view
from services.notifications.commands.send_message import Message, send_message
from shared.database import tenant_transaction
from shared.errors import Forbidden
from shared.web import ActorRequest, only


class MessageOut(BaseModel):
    notice_id: UUID


@post("/messages", guards=[only("portal")], status_code=202, operation_id="send_message")
async def post_message(request: ActorRequest, state: State, data: JSONBody[Message]) -> MessageOut:
    """Queue a sign-in mail; the same ``id`` again sends nothing more."""
    if data.tenant_id != request.user.tenant:
        raise Forbidden("tenant-foreign", "The token is for another tenant.", field="tenant_id")
    async with tenant_transaction(state.pool, data.tenant_id) as connection:
        return MessageOut(notice_id=await send_message(connection, data))


@post(
    "/deliveries/{delivery_id:uuid}/views",
    guards=[only("portal")],
    status_code=204,
    operation_id="record_view",
)
async def post_view(request: ActorRequest, state: State, delivery_id: FromPath[UUID]) -> None:
    """The recipient opened the link that was made under this delivery's id."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        await record_view(connection, request.user.tenant, delivery_id)
