from typing import Any

from litestar import Request, get, post
from litestar.params import JSONBody

from services.contracts.domain.clock import Clock, ClockDraft
from services.contracts.routes.access import staff_writes, within
from services.contracts.store import clock
from shared.database import system_transaction
from shared.errors import Forbidden
from shared.web import ActorRequest


@get("/clock", exclude_from_auth=True)
async def read_clock(request: Request[Any, Any, Any]) -> Clock:
    """Legal time, and whether it is simulated."""
    async with system_transaction(request.app.state.pool) as connection:
        return await clock.read(connection)


@post("/clock", repeatable=False, guards=[staff_writes])
async def move_clock(request: ActorRequest, data: JSONBody[ClockDraft]) -> Clock:
    """Move legal time forward, for a demonstration only."""
    if not request.app.state.settings.demo:
        raise Forbidden("clock-refused", "Legal time is moved in demo mode only.")
    async with within(request) as connection:
        await clock.advance_to(connection, data.to)
        return await clock.read(connection)


HANDLERS = [read_clock, move_clock]
