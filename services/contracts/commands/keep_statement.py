from uuid import UUID

from services.contracts.domain.found import found
from services.contracts.domain.statement import (
    StatementDraft,
    StatementRead,
    StatementWithdrawal,
)
from services.contracts.store import clock, statements
from shared.database import Connection
from shared.errors import Conflict, Invalid

NOUN = "statement"


async def add_statement(
    connection: Connection, draft: StatementDraft, by: UUID | None
) -> StatementRead:
    if draft.corrects_id:
        wrong = await statements.read(connection, draft.corrects_id)
        if wrong is None or wrong.effective_on != draft.effective_on:
            raise Invalid(
                "statement-unknown",
                "A correction takes the place of a version that began on the same day.",
                field="corrects_id",
            )
    made = await statements.insert(connection, draft, by)
    return found(await statements.read(connection, made), NOUN)


async def withdraw_statement(
    connection: Connection, statement_id: UUID, draft: StatementWithdrawal, by: UUID | None
) -> StatementRead:
    """``Conflict`` once it has come into force: then another version is what ends it."""
    standing = found(await statements.read(connection, statement_id), NOUN)
    if standing.effective_on <= await clock.today(connection):
        raise Conflict(
            "statement-in-force", "It has come into force; another version is what ends it."
        )
    await statements.withdraw(connection, statement_id, draft.reason, by)
    return found(await statements.read(connection, statement_id), NOUN)
