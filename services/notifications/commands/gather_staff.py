"""The end of an agreement with a supplier is told to who decides and to who keeps the record."""

from datetime import date, timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from services.notifications.commands.gather_public import Sources
from services.notifications.commands.jobs import Again
from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.commands.warn_owners import Owners, to_staff
from services.notifications.commands.wear_wording import state_facts
from services.notifications.domain.facts import Provider, UpstreamFacts
from services.notifications.domain.notice import require_complete
from services.notifications.store import evidence, gatherings
from services.notifications.store.gatherings import Gathering
from services.notifications.store.notices import Notice
from shared.database import Pool, tenant_transaction
from shared.errors import DomainError, Unavailable

_SOON, _LATER = timedelta(seconds=2), timedelta(minutes=1)


class Ending(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    subprocessor: str
    title: str
    ends_on: date


class Reminder(BaseModel):
    """What contracts tells; ``told`` is null where it need not be told any more."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    upstream_agreement_id: UUID
    told: Ending | None


async def gather_staff(
    pool: Pool, sources: Sources, tenant_id: UUID, notice: Notice, gathering: Gathering
) -> Again | None:
    """All at once: they are few."""
    path = f"/upstream-reminders/{notice.subject_id}"
    try:
        answer = await sources.contracts.ask("GET", path, tenant_id=tenant_id)
        reminder = Reminder.model_validate(answer)
        staff = Owners.model_validate(
            await sources.portal.ask("GET", "/owners", tenant_id=tenant_id)
        )
        facts = _facts(notice.subject_id, reminder, staff)
        if facts:
            require_complete(facts)
    except Unavailable:
        return Again(_SOON)
    except (DomainError, ValidationError) as error:
        code = error.code if isinstance(error, DomainError) else "facts-malformed"
        problem = {"code": code, "detail": "What staff is to be told can't be read.", "field": None}
        async with tenant_transaction(pool, tenant_id) as connection:
            await gatherings.state_problem(connection, gathering.id, problem)
        return Again(_LATER)
    async with tenant_transaction(pool, tenant_id) as connection:
        if facts:
            chain = await evidence.lock(connection, notice.id)
            await state_facts(connection, notice, facts)
            known = {one.id: one for one in (*staff.owners, *staff.officers)}
            new = [to_staff(notice.id, one) for one in known.values()]
            await queue_deliveries(connection, tenant_id, chain, new)
        await gatherings.advance(connection, gathering.id, None, finished=True)
    return None


def _facts(reminder_id: UUID, reminder: Reminder, staff: Owners) -> UpstreamFacts | None:
    if reminder.told is None:
        return None
    where = f"/registers/suppliers/{reminder.upstream_agreement_id}"
    return UpstreamFacts(
        kind="upstream_expiring",
        subject_id=reminder_id,
        provider=Provider(name=staff.provider, email=None),
        page=staff.url.rstrip("/") + where,
        **reminder.told.model_dump(),
    )
