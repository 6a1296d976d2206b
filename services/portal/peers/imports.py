"""What the portal asks contracts about files of clients."""

from uuid import UUID

from services.portal.domain.imports import FindingList, Import, ImportList
from services.portal.peers.call import Part


async def imports(part: Part, after: str = "") -> ImportList:
    return ImportList.model_validate(await part.get("/imports", after=after, limit=20))


async def one(part: Part, import_id: UUID) -> Import:
    return Import.model_validate(await part.get(f"/imports/{import_id}"))


async def findings(part: Part, import_id: UUID, after: str = "") -> FindingList:
    found = await part.get(f"/imports/{import_id}/findings", after=after, limit=200)
    return FindingList.model_validate(found)


async def check(part: Part, content: bytes, name: str, on_existing: str) -> Import:
    """A dry run; the worker of contracts does it."""
    made = await part.hand_in(
        "/imports",
        content,
        "application/octet-stream",
        name=name,
        dry_run="true",
        on_existing=on_existing,
    )
    return Import.model_validate(made)


async def confirm(part: Part, import_id: UUID) -> Import:
    return Import.model_validate(await part.post(f"/imports/{import_id}/confirmations"))
