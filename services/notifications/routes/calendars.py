"""Calendars, for the portal that knows whose they are and carries them there."""

from litestar import Response, post
from litestar.datastructures import State
from litestar.params import JSONBody

from services.notifications.channels.calendar.ics import MEDIA_TYPE
from services.notifications.commands.write_calendar import write_calendar
from services.notifications.domain.calendar import CalendarDraft
from shared.database import tenant_transaction
from shared.web import ActorRequest, only


@post("/calendars", guards=[only("portal")], status_code=200)
async def issue_calendar(
    request: ActorRequest, state: State, data: JSONBody[CalendarDraft]
) -> Response[bytes]:
    """These days as iCalendar; what was told before and is not among them is cancelled."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        written = await write_calendar(connection, data)
    headers = {"ETag": written.etag}
    return Response(written.content, media_type=MEDIA_TYPE, headers=headers)


HANDLERS = [issue_calendar]
