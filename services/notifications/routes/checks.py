"""Whether evidence is whole: asked by whoever reads it, before anybody relies on it."""

from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath

from services.notifications.commands.check_evidence import Checked, check_evidence
from services.notifications.routes.notices import READERS
from shared.web import ActorRequest, only


@get("/notices/{notice_id:uuid}/check", guards=[only(*READERS)])
async def check_notice(request: ActorRequest, state: State, notice_id: FromPath[UUID]) -> Checked:
    """Check the whole chain, that everybody is in the account, and the list that contracts froze;
    a million recipients take some minutes."""
    return await check_evidence(state.pool, state.contracts, request.user.tenant, notice_id)


HANDLERS = [check_notice]
