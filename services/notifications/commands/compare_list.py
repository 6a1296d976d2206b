"""The deliveries of an announcement beside the list that contracts froze with the change."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from services.notifications.domain.delivery import Frozen
from services.notifications.store import proofs
from services.notifications.store.notices import Notice
from shared.database import Connection
from shared.http import Peer

_PAGE = 500


class Listed(Frozen):
    """``untold``: on the list and without a delivery, which is a fault once nobody is being read
    any more and the change was not withdrawn; ``unlisted``: the other way round, always a fault."""

    recipients: int
    untold: int
    unlisted: int


async def compare_list(
    connection: Connection, contracts: Peer, tenant_id: UUID, notice: Notice
) -> Listed | None:
    """By identity, one by one, both in order. None for a notice without a frozen list.
    ``Unavailable`` while contracts is."""
    if notice.kind != "change_announced":
        return None
    recipients = untold = unlisted = 0
    told = proofs.recipients(connection, notice.id)
    following = await anext(told, None)
    async for frozen in _frozen(contracts, tenant_id, notice.subject_id):
        recipients += 1
        while following is not None and following < frozen:
            unlisted, following = unlisted + 1, await anext(told, None)
        if following == frozen:
            following = await anext(told, None)
        else:
            untold += 1
    while following is not None:
        unlisted, following = unlisted + 1, await anext(told, None)
    return Listed(recipients=recipients, untold=untold, unlisted=unlisted)


async def _frozen(contracts: Peer, tenant_id: UUID, change_id: UUID) -> AsyncIterator[UUID]:
    after: str | None = None
    while True:
        asked = {"limit": str(_PAGE)} | ({"after": after} if after else {})
        page: Any = await contracts.ask(
            "GET", f"/changes/{change_id}/recipients", tenant_id=tenant_id, params=asked
        )
        for item in page["items"]:
            yield UUID(item["recipient_id"])
        after = page["next"]
        if after is None:
            return
