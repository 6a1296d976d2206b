"""What the portal asks notifications of the words and looks of messages."""

from typing import Any
from uuid import UUID

from services.portal.domain.wordings import (
    Brand,
    BrandList,
    Preview,
    Rules,
    Tested,
    Version,
    VersionList,
    Wording,
    WordingList,
)
from services.portal.peers.call import Part


async def wordings(part: Part) -> tuple[Wording, ...]:
    """All of them: there is one of each kind in each language."""
    return WordingList.model_validate(await part.get("/wordings")).items


async def rules(part: Part, kind: str, language: str) -> Rules:
    return Rules.model_validate(await part.get(f"/wordings/{kind}/{language}"))


async def versions(part: Part, kind: str, language: str, after: str = "") -> VersionList:
    answer = await part.get(f"/wordings/{kind}/{language}/versions", after=after, limit=50)
    return VersionList.model_validate(answer)


async def write(part: Part, kind: str, language: str, draft: dict[str, str]) -> Version:
    answer = await part.post(f"/wordings/{kind}/{language}/versions", draft)
    return Version.model_validate(answer)


async def version(part: Part, version_id: UUID) -> Version:
    return Version.model_validate(await part.get(f"/wording-versions/{version_id}"))


async def publish(part: Part, version_id: UUID) -> None:
    """``Refused`` with what is wrong with it."""
    await part.post(f"/wording-versions/{version_id}/publications", {})


async def retire(part: Part, version_id: UUID, reason: str) -> None:
    await part.post(f"/wording-versions/{version_id}/retirements", {"reason": reason})


async def test(part: Part, version_id: UUID, situation: str) -> str:
    """To which address it goes: that of whoever asks."""
    answer = await part.post(f"/wording-versions/{version_id}/tests", {"situation": situation})
    return Tested.model_validate(answer).address


async def preview(part: Part, path: str, situation: str) -> Preview:
    """``path``: of a version, or of the built-in words."""
    return Preview.model_validate(await part.get(f"{path}/preview", situation=situation))


async def brand(part: Part) -> Brand | None:
    found = BrandList.model_validate(await part.get("/brands", limit=1)).items
    return found[0] if found else None


async def set_brand(part: Part, draft: dict[str, Any]) -> None:
    """``Refused`` for a colour that is hard to read."""
    await part.post("/brands", draft)
