"""A calendar as it is now, with what changed since it was last fetched."""

import hashlib
from typing import NamedTuple

from services.notifications.channels.calendar import ics
from services.notifications.domain.calendar import CalendarDraft
from services.notifications.store import calendars
from shared.database import Connection


class Written(NamedTuple):
    content: bytes
    etag: str


async def write_calendar(connection: Connection, draft: CalendarDraft) -> Written:
    content = ics.write(draft, await calendars.keep(connection, draft))
    return Written(content, f'W/"{hashlib.sha256(content).hexdigest()[:32]}"')
