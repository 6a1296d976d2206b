"""What is held of a client, before anybody erases it."""

from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath
from pydantic import BaseModel, Field

from services.notifications.routes.notices import READERS
from services.notifications.store import erasures
from shared.database import tenant_transaction
from shared.web import ActorRequest, only


class NotificationHoldings(BaseModel):
    """``notices``: deliveries of which it is still known to whom they went; ``webhook_answers``:
    attempts to tell another system, of which it is kept what that answered."""

    notices: int = Field(examples=[14])
    webhook_answers: int = Field(examples=[3])


@get("/clients/{client_id:uuid}/holdings", guards=[only(*READERS)])
async def read_notice_holdings(
    request: ActorRequest, state: State, client_id: FromPath[UUID]
) -> NotificationHoldings:
    """How many deliveries to a client still tell to whom they went, and of how many messages about
    it an answer is kept; none for an unknown client."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        return NotificationHoldings(
            notices=await erasures.held(connection, client_id),
            webhook_answers=await erasures.held_answers(connection, client_id),
        )
