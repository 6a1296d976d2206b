"""What the portal asks for a calendar: its days of contracts, its form of notifications."""

from typing import Any

import httpx

from services.portal.domain.calendar import Agenda
from services.portal.peers.call import Part


async def agenda(part: Part) -> Agenda:
    return Agenda.model_validate(await part.get("/agenda"))


async def write(part: Part, draft: dict[str, Any]) -> httpx.Response:
    return await part.post_raw("/calendars", draft)
