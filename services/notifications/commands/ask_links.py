"""Personal links for a whole window, in one question to the portal."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.notifications.domain.facts import Kind
from services.notifications.domain.notice import link_to
from services.notifications.domain.outcome import Outcome
from services.notifications.store.deliveries import Due
from services.notifications.store.notices import Notice
from shared.errors import DomainError, Unavailable
from shared.http import Peer

Links = Mapping[UUID, str | Outcome]

# Known beforehand, and kept only until the message has left.
_KEPT: tuple[Kind, ...] = ("sign_in", "message_test")
_NO_LINK = {"reason": "link-refused"}


async def ask_links(
    portal: Peer, tenant_id: UUID, notice: Notice, due: Sequence[Due]
) -> dict[UUID, str | Outcome]:
    """For each whose message leads somewhere; the same one for a repetition. ``Unavailable`` while
    the portal is."""
    if notice.kind in _KEPT:
        return {item.id: item.secret_link or Outcome("deferred", _NO_LINK) for item in due}
    wanted = [link for item in due if (link := _wanted(notice, item))]
    if not wanted:
        return {}
    known = {str(item.id): item.id for item in due}
    asked = {"tenant_id": str(tenant_id), "links": wanted}
    try:
        answer = await portal.ask("POST", "/sign-in-links/batches", tenant_id=tenant_id, json=asked)
    except Unavailable:
        raise
    except DomainError as refusal:
        refused = Outcome("deferred", _NO_LINK | {"code": refusal.code})
        return {known[link["id"]]: refused for link in wanted}
    return {known[link["id"]]: link["url"] for link in answer["items"]}


def _wanted(notice: Notice, item: Due) -> dict[str, str] | None:
    if item.delivery is None or item.departed or item.client_id is None:
        return None
    found = link_to(notice.kind, notice.subject_id, item.delivery.terms)
    if found is None:
        return None
    return {
        "id": str(item.id),
        "contact_id": str(item.delivery.contact_id),
        "client_id": str(item.client_id),
        "language": item.delivery.terms.language,
        "path": found[1],
    }
