"""What the portal asks contracts of scans."""

from typing import Any
from uuid import UUID

from services.portal.domain.scans import Scan, ScanList
from services.portal.peers.call import Part


async def scans(part: Part, after: str = "") -> ScanList:
    return ScanList.model_validate(await part.get("/scans", after=after, limit=20))


async def scan(part: Part, scan_id: UUID) -> Scan:
    return Scan.model_validate(await part.get(f"/scans/{scan_id}"))


async def add(part: Part, body: dict[str, Any]) -> Scan:
    return Scan.model_validate(await part.post("/scans", body))


async def accept(part: Part, scan_id: UUID, number: int, body: dict[str, Any]) -> None:
    await part.post(f"/scans/{scan_id}/lines/{number}/acceptances", body)


async def dismiss(part: Part, scan_id: UUID, number: int, reason: str) -> None:
    await part.post(f"/scans/{scan_id}/lines/{number}/dismissals", {"reason": reason})
