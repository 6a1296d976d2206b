"""What the portal asks contracts of transfers."""

from datetime import date
from typing import Any

from services.portal.domain.transfers import DecisionList, FindingList, TouchedList
from services.portal.peers.call import Part


async def findings(part: Part, on: date, code: str, after: str) -> FindingList:
    found = await part.get("/transfer-findings", on=on, code=code, after=after)
    return FindingList.model_validate(found)


async def touched(part: Part, path: str, on: date, after: str) -> TouchedList:
    """``path``: of a finding, or of an adequacy decision."""
    return TouchedList.model_validate(await part.get(f"{path}/touched", on=on, after=after))


async def decisions(part: Part, on: date) -> DecisionList:
    return DecisionList.model_validate(await part.get("/adequacy-decisions", on=on))


async def end_decision(part: Part, body: dict[str, Any]) -> None:
    await part.post("/adequacy-endings", body)
