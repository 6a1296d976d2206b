"""What staff read before anybody is told."""

from litestar import post
from litestar.datastructures import State
from litestar.params import JSONBody

from services.notifications.commands.preview_notice import Preview, preview_notice
from services.notifications.domain.facts import RecipientPage
from services.notifications.routes.notices import READERS
from shared.database import tenant_transaction
from shared.web import ActorRequest, only


@post("/previews", guards=[only(*READERS)], status_code=200)
async def preview_notices(
    request: ActorRequest, state: State, data: JSONBody[RecipientPage]
) -> list[Preview]:
    """The text that each of these recipients would get; nothing is kept and nothing is sent."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        return await preview_notice(connection, request.user, data)


HANDLERS = [preview_notices]
