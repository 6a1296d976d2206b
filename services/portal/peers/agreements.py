"""What the portal asks contracts about agreements beyond reading and signing them."""

from typing import Any
from uuid import UUID

from services.portal.domain.agreements import (
    Acceptances,
    AgreementList,
    DriftList,
    Mending,
    MendingList,
    Preview,
)
from services.portal.domain.clients import Agreement
from services.portal.peers.call import Part


async def seen(part: Part, agreement_id: UUID) -> tuple[Agreement, str]:
    """An agreement, and the tag of the state that was read."""
    told, tag = await part.read(f"/agreements/{agreement_id}")
    return Agreement.model_validate(told), tag


async def to_review(part: Part, before: str, after: str = "") -> AgreementList:
    """The most urgent first."""
    return AgreementList.model_validate(
        await part.get("/agreements", review_before=before, after=after)
    )


async def acceptances(part: Part, agreement_id: UUID) -> Acceptances:
    return Acceptances.model_validate(await part.get(f"/agreements/{agreement_id}/acceptances"))


async def record(
    part: Part, agreement_id: UUID, noun: str, body: dict[str, Any], tag: str = ""
) -> None:
    """A row of its own: ``signed-copies``, ``own-papers``, ``periods``, ``terminations`` …"""
    await part.post(f"/agreements/{agreement_id}/{noun}", body, seen=tag or None)


async def preview(part: Part, agreement_id: UUID, body: dict[str, Any]) -> Preview:
    return Preview.model_validate(
        await part.post(f"/agreements/{agreement_id}/amendment-previews", body)
    )


async def drift(part: Part, product_id: str = "", after: str = "") -> DriftList:
    return DriftList.model_validate(await part.get("/drift", product_id=product_id, after=after))


async def mend(part: Part, body: dict[str, Any]) -> None:
    await part.post("/drift/mendings", body)


async def mendings(part: Part) -> MendingList:
    return MendingList.model_validate(await part.get("/drift/mendings", limit=5))


async def mending(part: Part, mending_id: UUID) -> Mending:
    return Mending.model_validate(await part.get(f"/drift/mendings/{mending_id}"))
