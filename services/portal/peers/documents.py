"""What the portal asks documents."""

from typing import Any
from uuid import UUID

from services.portal.domain.papers import Document, KeptFile, Rendering
from services.portal.peers.call import Part


def _items(answer: Any) -> Any:
    return answer.get("items", []) if isinstance(answer, dict) else answer or []


async def documents(part: Part, version_id: UUID) -> list[Document]:
    answer = await part.get("/documents", version_id=version_id)
    return [Document.model_validate(item) for item in _items(answer)]


async def renderings(part: Part, version_id: UUID) -> list[Rendering]:
    answer = await part.get("/renderings", version_id=version_id)
    found = answer if isinstance(answer, dict) and "items" not in answer else None
    return [Rendering.model_validate(item) for item in ([found] if found else _items(answer))]


async def link(part: Part, document_id: UUID) -> str:
    """Where the browser gets the file from; the address holds for minutes."""
    return str((await part.get(f"/documents/{document_id}/link"))["url"])


async def keep(part: Part, name: str, media_type: str, content: bytes) -> KeptFile:
    """``Refused`` when it is no file that can be kept."""
    answer = await part.hand_in("/files", content, media_type, name=name)
    return KeptFile.model_validate(answer)


async def file_link(part: Part, file_id: UUID) -> str:
    """Where the browser gets a kept file from; the address holds for minutes."""
    return str((await part.get(f"/files/{file_id}/link"))["url"])


async def text_of(part: Part, media_type: str, content: bytes) -> str:
    """What a document says, its paragraphs apart; ``Refused`` when it can't be read."""
    return str((await part.hand_in("/texts", content, media_type))["text"])
