"""What the portal asks notifications."""

from typing import Any
from uuid import UUID

import httpx

from services.portal.domain.papers import Delivery, Notice
from services.portal.domain.sign_in import Link
from services.portal.peers.call import Part


def _items(answer: Any) -> Any:
    return answer.get("items", []) if isinstance(answer, dict) else answer or []


async def send_sign_in(part: Part, link: Link, address: str, *, url: str, provider: str) -> None:
    """The id of the link is that of the message: asked twice, mailed once."""
    await part.post(
        "/messages",
        {
            "id": str(link.id),
            "tenant_id": str(link.tenant_id),
            "address": address,
            "language": link.language,
            "kind": "sign_in",
            "facts": {
                "url": url,
                "expires_at": link.expires_at.isoformat(),
                "provider": provider,
            },
        },
    )


async def record_view(part: Part, delivery_id: UUID) -> None:
    """The recipient opened the notice of this delivery in the portal."""
    await part.post(f"/deliveries/{delivery_id}/views")


async def notices(part: Part, subject_id: UUID) -> list[Notice]:
    answer = await part.get("/notices", subject_id=subject_id)
    return [Notice.model_validate(item) for item in _items(answer)]


async def deliveries(part: Part, notice_id: UUID) -> list[Delivery]:
    answer = await part.get(f"/notices/{notice_id}/deliveries")
    return [Delivery.model_validate(item) for item in _items(answer)]


async def feed(part: Part, name: str, home: str, before: str | None) -> httpx.Response:
    """``name`` is the language and the form, with a dot between."""
    language, _, form = name.partition(".")
    return await part.raw("/feed", language=language, form=form, home=home, before=before)
