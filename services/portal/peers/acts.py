"""What the portal asks contracts of the audit trail."""

from typing import Any

from services.portal.domain.acts import ActCheck, ActList
from services.portal.peers.call import Part


async def acts(part: Part, **asked: Any) -> ActList:
    """``from_`` stands for ``from``."""
    query = {key.rstrip("_"): value for key, value in asked.items()}
    return ActList.model_validate(await part.get("/audit", limit=50, **query))


async def check(part: Part) -> ActCheck:
    return ActCheck.model_validate(await part.get("/audit/check"))
