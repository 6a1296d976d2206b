"""What the portal asks notifications of the messages to one client."""

from typing import Any
from uuid import UUID

from services.portal.domain.messages import MessageList, MessageText
from services.portal.peers.call import Part


async def listed(part: Part, client_id: UUID, **wanted: Any) -> MessageList:
    return MessageList.model_validate(await part.get(f"/clients/{client_id}/messages", **wanted))


async def read(part: Part, client_id: UUID, message_id: UUID) -> MessageText:
    return MessageText.model_validate(await part.get(_path(client_id, message_id)))


async def open_as_recipient(part: Part, client_id: UUID, message_id: UUID) -> MessageText:
    """Recorded before a word of it is shown: what was withdrawn meanwhile is not read any more."""
    await part.post(f"{_path(client_id, message_id)}/views")
    return await read(part, client_id, message_id)


async def acknowledge(part: Part, client_id: UUID, message_id: UUID) -> None:
    await part.post(f"{_path(client_id, message_id)}/acknowledgements")


def _path(client_id: UUID, message_id: UUID) -> str:
    return f"/clients/{client_id}/messages/{message_id}"
