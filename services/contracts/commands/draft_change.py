"""What is intended: which links end, which begin, and from when."""

from uuid import UUID

from services.contracts.commands.check_transfers import refuse_bad_transfer
from services.contracts.commands.keep_catalogue import refuse_unknown
from services.contracts.domain.change import ChangeDraft
from services.contracts.store import changes, clock
from shared.database import Connection
from shared.errors import Invalid


async def draft_change(connection: Connection, draft: ChangeDraft, by: UUID | None) -> UUID:
    """A transfer that can't be is refused here, before anybody is told."""
    if draft.effective_on < await clock.today(connection):
        raise Invalid(
            "date-in-past", "The change would take effect in the past.", field="effective_on"
        )
    endable = await changes.endable(connection, draft.ends)
    for index, link_id in enumerate(draft.ends):
        if link_id not in endable:
            raise Invalid(
                "link-unknown", "There is no such link, or it ends already.", field=f"ends.{index}"
            )
    for index, begin in enumerate(draft.begins):
        await refuse_unknown(connection, begin, f"begins.{index}.")
        await refuse_bad_transfer(connection, begin, draft.effective_on, f"begins.{index}.")
    return await changes.insert(connection, draft, by)
