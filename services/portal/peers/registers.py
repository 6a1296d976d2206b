"""What the portal asks contracts of its registers."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from services.portal.domain.registers import (
    AnswerPack,
    Entry,
    EntryList,
    Slack,
    Statement,
    StatementList,
    Unfinished,
    Upstream,
    UpstreamList,
)
from services.portal.peers.call import Part


async def entries(part: Part, **wanted: Any) -> EntryList:
    return EntryList.model_validate(await part.get("/register-entries", **wanted))


async def entry(part: Part, entry_id: UUID) -> tuple[Entry, str]:
    """With the tag of the state that was read."""
    record, seen = await part.read(f"/register-entries/{entry_id}")
    return Entry.model_validate(record), seen


async def add_entry(part: Part, facts: dict[str, Any]) -> Entry:
    return Entry.model_validate(await part.post("/register-entries", {"facts": facts}))


async def revise_entry(part: Part, entry_id: UUID, body: dict[str, Any], seen: str) -> None:
    await part.post(f"/register-entries/{entry_id}/revisions", body, seen=seen)


async def erase_person(part: Part, entry_id: UUID) -> None:
    await part.post(f"/register-entries/{entry_id}/erasures")


async def answer_pack(part: Part, entry_id: UUID, on: str) -> AnswerPack:
    path = f"/register-entries/{entry_id}/answer-pack"
    return AnswerPack.model_validate(await part.get(path, on=on))


async def table(part: Part, path: str, language: str, kind: str = "") -> bytes:
    """A register for a spreadsheet; ``path`` without its suffix."""
    return (await part.raw(f"{path}.csv?{urlencode({'language': language, 'kind': kind})}")).content


async def unfinished(part: Part) -> list[Unfinished]:
    answer = await part.get("/unfinished-endings")
    return [Unfinished.model_validate(item) for item in answer["items"]]


async def statements(part: Part, after: str = "") -> StatementList:
    return StatementList.model_validate(await part.get("/statements", after=after))


async def statement(part: Part, statement_id: UUID) -> Statement:
    return Statement.model_validate(await part.get(f"/statements/{statement_id}"))


async def add_statement(part: Part, body: dict[str, Any]) -> Statement:
    return Statement.model_validate(await part.post("/statements", body))


async def withdraw_statement(part: Part, statement_id: UUID, reason: str) -> None:
    await part.post(f"/statements/{statement_id}/withdrawals", {"reason": reason})


async def upstream_agreements(part: Part, **wanted: Any) -> UpstreamList:
    return UpstreamList.model_validate(await part.get("/upstream-agreements", **wanted))


async def upstream_agreement(part: Part, upstream_id: UUID) -> tuple[Upstream, str]:
    record, seen = await part.read(f"/upstream-agreements/{upstream_id}")
    return Upstream.model_validate(record), seen


async def add_upstream(part: Part, body: dict[str, Any]) -> Upstream:
    return Upstream.model_validate(await part.post("/upstream-agreements", body))


async def advance_upstream(part: Part, upstream_id: UUID, body: dict[str, Any]) -> None:
    await part.post(f"/upstream-agreements/{upstream_id}/states", body)


async def slack_of_all(part: Part) -> list[Slack]:
    """Every sub-processor in use today, with what its agreement lacks."""
    found: list[Slack] = []
    after = ""
    while True:
        answer = await part.get("/slack", after=after, limit=200)
        found += [Slack.model_validate(item) for item in answer["items"]]
        after = answer["next"] or ""
        if not after:
            return found
