"""What the portal asks notifications about how far it is, and about what proves it."""

import json
from uuid import UUID

from services.portal.domain.evidence import Checked, Progress
from services.portal.peers.call import Part


async def progress(part: Part, notice_id: UUID) -> Progress:
    return Progress.model_validate(await part.get(f"/progress/{notice_id}"))


async def check(part: Part, notice_id: UUID) -> Checked:
    """From the first row of the chain to the last, which may take minutes."""
    _, chunks = await part.stream(f"/notices/{notice_id}/check")
    return Checked.model_validate(json.loads(b"".join([chunk async for chunk in chunks])))
