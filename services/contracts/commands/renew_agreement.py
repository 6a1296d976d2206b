"""How long an agreement runs from now on, and when it is looked at again."""

from uuid import UUID

from services.contracts.commands.sign_agreement import refuse_ended
from services.contracts.domain.found import found
from services.contracts.domain.period import Period, PeriodDraft
from services.contracts.store import agreements, clock, periods
from shared.database import Connection
from shared.errors import Invalid
from shared.etag import refuse_other_tag
from shared.identity import Actor


async def renew_agreement(
    connection: Connection,
    actor: Actor,
    agreement_id: UUID,
    draft: PeriodDraft,
    seen: str | None = None,
) -> Period:
    """The last row counts; those before it stay as they were."""
    found(await agreements.lock(connection, agreement_id), "agreement")
    if seen is not None:
        told = found(await agreements.tell(connection, agreement_id), "agreement")
        refuse_other_tag(seen, told.tag)
    await refuse_ended(connection, agreement_id)
    if draft.runs_until and draft.runs_until < await clock.today(connection):
        raise Invalid(
            "date-in-past",
            "An agreement can't run until a day gone by; end it instead.",
            field="runs_until",
        )
    return await periods.insert(connection, agreement_id, draft, actor.id)
