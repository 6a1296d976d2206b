"""Somebody else reads a draft before anybody is told."""

from uuid import UUID

from services.contracts.commands.draft_change import read_draft
from services.contracts.domain.found import found
from services.contracts.domain.review import Review, ReviewDraft
from services.contracts.store import changes, links, reviews
from shared.database import Connection
from shared.errors import Conflict, Forbidden
from shared.etag import refuse_stale
from shared.identity import Actor


async def review_change(
    connection: Connection, actor: Actor, change_id: UUID, draft: ReviewDraft, seen: str | None
) -> Review:
    """``Forbidden`` for whoever drafted or edited it: two people must have seen what is sent."""
    await links.hold(connection)
    await changes.lock_draft(connection, change_id)
    standing = await read_draft(connection, change_id)
    if seen is not None:
        refuse_stale(seen, standing)
    reviewer = found(actor.id, "change")
    if reviewer in await changes.editors(connection, change_id):
        raise Forbidden(
            "own-draft", "You drafted or edited this change; ask somebody else to review it."
        )
    review = await reviews.insert(connection, change_id, draft.note, reviewer)
    if review is None:
        raise Conflict("already-reviewed", "You reviewed this draft as it stands before.")
    return review
