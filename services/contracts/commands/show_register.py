from datetime import date
from uuid import UUID

from services.contracts.domain.answer_pack import AnswerPack
from services.contracts.domain.found import found
from services.contracts.domain.incident import IncidentFilter
from services.contracts.domain.incident_outcome import RegisteredIncident
from services.contracts.domain.processors import overview
from services.contracts.domain.register_entry import Entry, EntryFilter
from services.contracts.domain.register_facts import SubjectRequest
from services.contracts.domain.statement import Statement
from services.contracts.domain.tenant import PublicTenant
from services.contracts.store import (
    clients,
    clock,
    incidents,
    processors,
    register_entries,
    statements,
    tenants,
)
from shared.database import Connection
from shared.errors import Conflict

_BATCH = 1000


async def every_entry(connection: Connection, wanted: EntryFilter) -> list[Entry]:
    """The whole register, page by page."""
    found_entries: list[Entry] = []
    after: UUID | None = None
    while True:
        page = await register_entries.list_page(connection, wanted, after, _BATCH)
        found_entries += page.items
        after = page.next
        if after is None:
            return found_entries


async def every_statement(connection: Connection) -> list[Statement]:
    found_statements: list[Statement] = []
    after: str | None = None
    while True:
        page = await statements.list_page(connection, None, after, _BATCH)
        found_statements += page.items
        after = page.next
        if after is None:
            return found_statements


async def every_incident(
    connection: Connection, wanted: IncidentFilter
) -> list[RegisteredIncident]:
    kept: list[RegisteredIncident] = []
    after: UUID | None = None
    while True:
        page = await incidents.list_page(connection, wanted, after, _BATCH)
        kept += page.items
        after = page.next
        if after is None:
            return kept


async def show_answer_pack(connection: Connection, entry_id: UUID, on: date | None) -> AnswerPack:
    """``Conflict`` for an entry that is no request of a data subject."""
    entry = found(await register_entries.read(connection, entry_id), "entry")
    if not isinstance(entry.facts, SubjectRequest) or entry.client_id is None:
        raise Conflict("not-a-request", "Only a request of a data subject has an answer pack.")
    day = on or await clock.today(connection)
    standing = await statements.in_force(connection, day)
    held = await processors.of_client(connection, entry.client_id, day)
    own = await processors.administration(connection, day)
    tenant = found(await tenants.read_on(connection, day), "tenant")
    client = found(await clients.name_on(connection, entry.client_id, day), "client")
    return AnswerPack(
        on=day,
        request=Entry.model_validate(entry.model_dump()),
        provider=PublicTenant.model_validate(tenant.model_dump()),
        statement=standing and standing.label,
        overview=overview(day, client, entry.client_id, held, own),
    )
