"""What the portal asks about changes, from draft to effect, and about objections."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from services.portal.domain.changes import (
    Change,
    Gate,
    HeldList,
    ObjectionList,
    Preview,
    Step,
)
from services.portal.peers.call import PATIENCE, Part

SHOWN = 50


async def seen(part: Part, change_id: UUID) -> tuple[Change, str]:
    """The change, and the tag of its state."""
    found, tag = await part.read(f"/changes/{change_id}")
    return Change.model_validate(found), tag


async def edit(part: Part, change_id: UUID, body: dict[str, Any], tag: str) -> None:
    await part.patch(f"/changes/{change_id}", body, tag)


async def take(part: Part, change_id: UUID, step: Step, tag: str) -> None:
    """One step, of the state that the reader saw. ``Refused`` with code ``change-protected`` when
    nobody can go live yet."""
    await part.post(f"/changes/{change_id}/{step}", seen=tag, timeout=PATIENCE)


async def gate(part: Part, change_id: UUID) -> Gate:
    return Gate.model_validate(await part.get(f"/changes/{change_id}/gate"))


async def held(part: Part, change_id: UUID, reason: str = "", after: str = "") -> HeldList:
    found = await part.get(f"/changes/{change_id}/held", reason=reason, after=after, limit=SHOWN)
    return HeldList.model_validate(found)


async def override(part: Part, change_id: UUID, body: dict[str, Any]) -> None:
    await part.post(f"/changes/{change_id}/overrides", body, timeout=PATIENCE)


async def notice(part: Part, change_id: UUID) -> Any:
    """The facts of the notice, as the service of notices takes them."""
    return await part.get(f"/changes/{change_id}/notice")


async def previews(part: Part, drawn_up: Any) -> list[Preview]:
    """Asked of the service of notices. ``Refused`` names a fact that is missing."""
    found = await part.post("/previews", drawn_up)
    return [Preview.model_validate(one) for one in found]


async def objections(part: Part, asked: Mapping[str, str], after: str = "") -> ObjectionList:
    """``asked``: the filters of the list."""
    found = await part.get("/objections", **asked, after=after, limit=SHOWN)
    return ObjectionList.model_validate(found)


async def leave(part: Part, change_id: UUID, body: dict[str, Any]) -> None:
    await part.post(f"/changes/{change_id}/leavings", body)
