"""What the portal asks documents of the documents of the record."""

from datetime import date
from typing import Any
from uuid import UUID

from services.portal.domain.record_documents import RecordContent, RecordDocument
from services.portal.peers.call import Part

MOST = 20


async def newest(part: Part, kind: str) -> list[RecordDocument]:
    """The newest first."""
    found = await part.get("/record-documents", kind=kind, limit=MOST)
    return [RecordDocument.model_validate(one) for one in found["items"]]


async def of_change(part: Part, change_id: UUID) -> list[RecordDocument]:
    """Evidence reports of one change, the newest first."""
    asked = {"kind": "evidence-report", "change_id": str(change_id)}
    found = await part.get("/record-documents", limit=MOST, **asked)
    return [RecordDocument.model_validate(one) for one in found["items"]]


async def make(part: Part, draft: dict[str, Any]) -> RecordDocument:
    """``Refused`` for a day to come, or for words that are too long."""
    return RecordDocument.model_validate(await part.post("/record-documents", draft))


async def content(part: Part, kind: str, language: str, on: date | None) -> RecordContent:
    found = await part.get(f"/record-contents/{kind}", language=language, on=on)
    return RecordContent.model_validate(found)


async def link(part: Part, document_id: UUID, file_format: str) -> str:
    """Where the browser gets the file from; the address holds for minutes."""
    answer = await part.get(f"/record-documents/{document_id}/link", format=file_format)
    return str(answer["url"])
