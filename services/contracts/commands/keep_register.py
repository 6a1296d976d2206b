from datetime import date
from typing import Any
from uuid import UUID

from services.contracts.domain.found import found
from services.contracts.domain.register_entry import (
    EntryDraft,
    EntryRead,
    RevisionDraft,
    due_of,
    refuse_future,
    refuse_unchosen,
)
from services.contracts.domain.register_facts import AnyFacts, Ending, SubjectRequest
from services.contracts.store import clock, idempotency, register_entries, tenants
from shared.database import Connection
from shared.errors import Conflict, Invalid
from shared.etag import refuse_stale

NOUN = "entry"


async def add_entry(connection: Connection, draft: EntryDraft, by: UUID | None) -> EntryRead:
    revision = await _revision(connection, draft.facts, await clock.today(connection))
    agreement_id = draft.facts.agreement_id if isinstance(draft.facts, Ending) else None
    entry_id = await register_entries.insert(connection, draft.facts.kind, agreement_id)
    if entry_id is None:
        raise Conflict(
            "end-recorded",
            "The end of this agreement is in the register; add to that entry.",
            field="facts.agreement_id",
        )
    await register_entries.revise(connection, entry_id, revision, by)
    return await _settled(connection, entry_id, by)


async def revise_entry(
    connection: Connection, entry_id: UUID, seen: str | None, draft: RevisionDraft, by: UUID | None
) -> EntryRead:
    """What was recorded stays beside it. ``Stale`` when somebody else was first."""
    await register_entries.lock(connection, entry_id)
    standing = found(await register_entries.read(connection, entry_id), NOUN)
    refuse_stale(seen, standing)
    _refuse_another(standing, draft.facts)
    if standing.erased_on and getattr(draft.facts, "person", None):
        raise Conflict(
            "person-erased", "The name was erased from this entry.", field="facts.person"
        )
    revision = await _revision(connection, draft.facts, standing.day)
    await register_entries.revise(connection, entry_id, revision | {"reason": draft.reason}, by)
    return await _settled(connection, entry_id, by)


async def erase_person(connection: Connection, entry_id: UUID, by: UUID | None) -> EntryRead:
    """The name goes and the fact stays. ``Conflict`` while the request is still to be answered."""
    await register_entries.lock(connection, entry_id)
    standing = found(await register_entries.read(connection, entry_id), NOUN)
    if not isinstance(standing.facts, SubjectRequest):
        raise Conflict("no-person", "Only requests of data subjects hold the name of a person.")
    if standing.is_open:
        raise Conflict("request-open", "Answer the request first; then the name may go.")
    await register_entries.erase(connection, entry_id, by)
    await idempotency.erase_about(connection, entry_id)
    return found(await register_entries.read(connection, entry_id), NOUN)


async def _settled(connection: Connection, entry_id: UUID, by: UUID | None) -> EntryRead:
    """Whose data were erased has no name in the register either."""
    standing = found(await register_entries.read(connection, entry_id), NOUN)
    facts = standing.facts
    if isinstance(facts, SubjectRequest) and (facts.right, facts.outcome) == (
        "erasure",
        "answered",
    ):
        return await erase_person(connection, entry_id, by)
    return standing


def _refuse_another(standing: EntryRead, facts: AnyFacts) -> None:
    """A revision tells of the same thing."""
    named = getattr(standing.facts, "agreement_id", None), standing.kind
    if (getattr(facts, "agreement_id", None), facts.kind) != named:
        raise Invalid(
            "entry-differs",
            "A revision stays in its register and with its agreement; make a new entry instead.",
            field="facts.kind",
        )


async def _revision(connection: Connection, facts: AnyFacts, known: date) -> dict[str, Any]:
    """The row to be kept; ``known`` is the day of it when the facts name none."""
    refuse_future(facts, await clock.today(connection))
    day, client_id, data_by = facts.day or known, getattr(facts, "client_id", None), None
    if isinstance(facts, Ending):
        end = await register_entries.agreement_end(connection, facts.agreement_id)
        if end is None:
            raise Invalid(
                "agreement-unknown", "There is no such agreement.", field="facts.agreement_id"
            )
        refuse_unchosen(facts, end.end_choice)
        client_id, data_by = end.client_id, end.data_by
        day = facts.day or end.ends_on or known
    elif client_id and not await register_entries.client_known(connection, client_id):
        raise Invalid("client-unknown", "There is no such client.", field="facts.client_id")
    tenant = found(await tenants.read(connection), "tenant")
    return {
        "client_id": client_id,
        "day": day,
        "due_on": due_of(facts, day, tenant.reply_term, data_by),
        "is_open": facts.is_open,
        "facts": facts.model_dump(mode="json", exclude={"person"}) | {"day": str(day)},
        "person": getattr(facts, "person", None),
    }
