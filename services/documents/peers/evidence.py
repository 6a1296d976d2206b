"""What documents asks of notifications for the report of a change."""

from typing import Any
from uuid import UUID

from services.documents.domain.rendering import Record
from shared.http import Peer
from shared.text import Language


class PaperTold(Record):
    """``data`` as its template prints them, of these clients."""

    client_ids: tuple[UUID, ...]
    data: dict[str, Any]


async def read_report(
    notifications: Peer, tenant_id: UUID, change_id: UUID, language: Language
) -> PaperTold:
    """``Missing`` when nobody was told of this change."""
    path = f"/changes/{change_id}/evidence-paper"
    answer = await notifications.ask(
        "GET", path, tenant_id=tenant_id, params={"language": language}
    )
    return PaperTold.model_validate(answer)
