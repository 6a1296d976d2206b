"""What the portal asks documents of templates."""

from uuid import UUID

import httpx

from services.portal.domain.data_model import DataModel
from services.portal.domain.seen import Words
from services.portal.domain.templates import (
    Difference,
    KindList,
    Page,
    PageList,
    Template,
    TemplateList,
    Version,
    VersionList,
)
from services.portal.peers.call import Part


async def kinds(part: Part) -> dict[str, Words]:
    """The name of each kind of document."""
    found = KindList.model_validate(await part.get("/template-kinds"))
    return {one.kind: one.name for one in found.items}


async def data_model(part: Part, kind: str, language: str) -> DataModel:
    answer = await part.get(f"/template-kinds/{kind}/data-model", language=language)
    return DataModel.model_validate(answer)


async def templates(part: Part, kind: str = "", language: str = "") -> tuple[Template, ...]:
    """All of them: there is one of each kind in each language."""
    answer = await part.get("/templates", kind=kind, language=language)
    return TemplateList.model_validate(answer).items


async def versions(part: Part, kind: str, language: str, after: str = "") -> VersionList:
    answer = await part.get(f"/templates/{kind}/{language}/versions", after=after, limit=50)
    return VersionList.model_validate(answer)


async def upload(
    part: Part, kind: str, language: str, name: str, content: bytes, media_type: str
) -> Version:
    """``Refused`` for what is no template."""
    path = f"/templates/{kind}/{language}/versions"
    return Version.model_validate(await part.hand_in(path, content, media_type, name=name))


async def version(part: Part, version_id: UUID) -> Version:
    return Version.model_validate(await part.get(f"/template-versions/{version_id}"))


async def publish(part: Part, version_id: UUID) -> Version:
    answer = await part.post(f"/template-versions/{version_id}/publications")
    return Version.model_validate(answer)


async def retire(part: Part, version_id: UUID, reason: str) -> Version:
    body = {"reason": reason}
    answer = await part.post(f"/template-versions/{version_id}/retirements", body)
    return Version.model_validate(answer)


async def pages(part: Part, version_id: UUID, conditions: str) -> tuple[Page, ...]:
    answer = await part.get(f"/template-versions/{version_id}/preview/pages", conditions=conditions)
    return PageList.model_validate(answer).items


async def difference(part: Part, version_id: UUID, against: str) -> Difference:
    answer = await part.get(f"/template-versions/{version_id}/difference", against=against)
    return Difference.model_validate(answer)


async def file(part: Part, path: str) -> httpx.Response:
    """A template, a preview or a page of one, for the browser."""
    return await part.raw(path)
