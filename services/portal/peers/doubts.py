"""What the portal asks notifications about deliveries in doubt."""

from typing import Any
from uuid import UUID

from services.portal.domain.doubts import InDoubt, Reconciled
from services.portal.peers.call import PATIENCE, Part


async def of(part: Part, notice_id: UUID) -> InDoubt:
    """The first hundred."""
    found = await part.get(f"/notices/{notice_id}/deliveries", state="in_doubt", limit=100)
    return InDoubt.model_validate(found)


async def by_log(part: Part, lines: list[str], told: dict[str, Any]) -> Reconciled:
    """``Refused`` at ``lines``, ``zone`` or ``server_waits_seconds``. Many take a while."""
    body = told | {"lines": lines}
    return Reconciled.model_validate(await part.post("/reconciliations", body, timeout=PATIENCE))


async def by_hand(part: Part, deliveries: list[UUID], said: dict[str, str]) -> None:
    """One after the other; ``Refused`` at the first that can't be settled so."""
    for delivery in deliveries:
        await part.post(f"/deliveries/{delivery}/settlements", said)
