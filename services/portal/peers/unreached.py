"""What the portal asks of who was not reached: notifications of the list, documents of a file."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from services.portal.domain.unreached import LetterList, UnreachedList
from services.portal.peers.call import Part


async def listed(part: Part, **wanted: Any) -> UnreachedList:
    return UnreachedList.model_validate(await part.get("/unreached", **wanted))


async def of_client(part: Part, client_id: UUID) -> UnreachedList:
    """For its own people."""
    return UnreachedList.model_validate(await part.get(f"/clients/{client_id}/unreached"))


async def letters(part: Part, **wanted: Any) -> LetterList:
    return LetterList.model_validate(await part.get("/letters", **wanted))


async def ask_letters(part: Part, items: list[dict[str, str]]) -> None:
    """``Refused`` for a client that was reached meanwhile."""
    await part.post("/letters", {"items": items})


async def record_posting(part: Part, letter_ids: list[str], posted_on: str) -> None:
    """``Refused`` for a day that can't be, and then for all of them."""
    await part.post("/postings", {"letter_ids": letter_ids, "posted_on": posted_on})


async def addresses(part: Part, language: str) -> bytes:
    """The address sheet of what still has to be posted."""
    asked = urlencode({"posted": "false", "language": language})
    return (await part.raw(f"/letters.csv?{asked}")).content


async def link(part: Part, document_id: UUID, file_format: str) -> str:
    """Where the browser gets the letter from; the address holds for minutes."""
    answer = await part.get(f"/letters/{document_id}/link", format=file_format)
    return str(answer["url"])
