"""What the portal asks documents of seals, mandates and authenticity."""

from typing import Any
from uuid import UUID

from services.portal.domain.seal import (
    Countersignature,
    Mandate,
    MandateList,
    SealState,
    Verdict,
)
from services.portal.peers.call import Part


async def state(part: Part) -> SealState:
    return SealState.model_validate(await part.get("/seal"))


async def hand_in(part: Part, pkcs12: str, password: str) -> None:
    """``pkcs12`` in base64; ``Refused`` says at which field something is wrong."""
    await part.post("/seal/certificates", {"pkcs12": pkcs12, "password": password})


async def certificate(part: Part) -> str:
    """The public certificates (PEM)."""
    return (await part.raw("/seal/certificate.pem")).text


async def mandates(part: Part) -> tuple[Mandate, ...]:
    """The newest; older ones stand in the API."""
    return MandateList.model_validate(await part.get("/mandates", limit=50)).items


async def give(part: Part, draft: dict[str, Any]) -> None:
    await part.post("/mandates", draft)


async def withdraw(part: Part, mandate_id: UUID) -> None:
    await part.post(f"/mandates/{mandate_id}/withdrawals")


async def countersignature(part: Part, version_id: UUID) -> Countersignature | None:
    found = await part.get("/countersignatures", version_id=version_id)
    return Countersignature.model_validate(found[0]) if found else None


async def countersign(part: Part, version_id: UUID, name: str, job_title: str) -> None:
    body = {"version_id": str(version_id), "name": name, "job_title": job_title}
    await part.post("/countersignatures", body)


async def check_file(part: Part, content: bytes) -> Verdict:
    answer = await part.hand_in("/verifications", content, "application/octet-stream")
    return Verdict.model_validate(answer)


async def check_digest(part: Part, digest: str) -> Verdict:
    return Verdict.model_validate(await part.get(f"/verifications/{digest}"))
