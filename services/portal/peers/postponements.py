"""What the portal asks about putting off a change that was announced."""

from typing import Any
from uuid import UUID

from services.portal.domain.postponements import Postponement
from services.portal.peers.call import PATIENCE, Part


async def propose(part: Part, change_id: UUID, body: dict[str, Any], tag: str) -> Postponement:
    """Of the state that the reader saw; nobody is told yet."""
    made = await part.post(f"/changes/{change_id}/postponements", body, seen=tag)
    return Postponement.model_validate(made)


async def confirm(part: Part, postponement_id: UUID, tag: str) -> None:
    path = f"/postponements/{postponement_id}/confirmations"
    await part.post(path, seen=tag, timeout=PATIENCE)


async def notice(part: Part, postponement_id: UUID) -> Any:
    """The facts of the notice, as the service of notices takes them."""
    return await part.get(f"/postponements/{postponement_id}/notice")
