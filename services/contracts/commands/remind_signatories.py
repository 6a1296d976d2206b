"""Who has had an agreement or a proposal to sign for some days, and hasn't, is reminded once."""

from services.contracts.store import signing_reminders
from services.contracts.store.signing_reminders import Seen
from shared.database import Connection
from shared.outbox import append_many

MOST = 1000


async def remind_signatories(connection: Connection, after: Seen) -> Seen | None:
    """A page of the offers whose days are over; None when that was the last. However often this is
    run, nobody is reminded twice of one offer."""
    seen, reminded = await signing_reminders.remind(connection, after, MOST)
    await append_many(connection, reminded)
    return seen
