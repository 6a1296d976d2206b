"""What is done with personal data for a product, and that clients never take what is unsaid."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.contracts.domain.found import found
from services.contracts.domain.product import Processing, ProcessingDraft, ProcessingEdit
from services.contracts.store import clock, links, processings, products
from shared.database import Connection
from shared.errors import Conflict, Invalid
from shared.etag import refuse_stale


async def add_processing(
    connection: Connection, product_id: UUID, draft: ProcessingDraft
) -> Processing:
    """A draft may be incomplete, but for a product that clients take."""
    await links.lock(connection)
    today = await clock.today(connection)
    begins = draft.valid_from or today
    _refuse_nothing(begins, draft.valid_until)
    before = found(await products.read(connection, product_id), "product").missing
    made = found(await processings.insert(connection, product_id, draft), "product")
    await _refuse_worse(connection, product_id, before, [today, begins])
    return found(await processings.read(connection, made), "processing")


async def edit_processing(
    connection: Connection, processing_id: UUID, edit: ProcessingEdit, seen: str | None
) -> Processing:
    """Old states stay readable; agreements in which it is frozen show as drift."""
    await links.lock(connection)
    await processings.lock(connection, processing_id)
    standing = found(await processings.read(connection, processing_id), "processing")
    refuse_stale(seen, standing)
    today = await clock.today(connection)
    if edit.valid_until is not None:
        _refuse_nothing(standing.valid_from, edit.valid_until)
    before = await products.unsaid(connection, standing.product_id, [today])
    await processings.update(connection, processing_id, edit)
    days = [day for day in (today, standing.valid_from, edit.valid_until) if day and day >= today]
    await _refuse_worse(connection, standing.product_id, before, days)
    return found(await processings.read(connection, processing_id), "processing")


def _refuse_nothing(begins: date | None, ends: date | None) -> None:
    if begins and ends and ends <= begins:
        raise Invalid(
            "ends-before-it-begins", "It would end before it begins.", field="valid_until"
        )


async def _refuse_worse(
    connection: Connection, product_id: UUID, before: Sequence[str], days: Sequence[date]
) -> None:
    """Clients would have an agreement that can't be issued anew."""
    after = await products.unsaid(connection, product_id, days)
    worse = [field for field in after if field not in before]
    if worse and await processings.in_use(connection, product_id):
        raise Conflict(
            "processing-in-use",
            f"Clients take this product, so {', '.join(worse)} can't be left unsaid.",
            field=worse[0],
            missing=worse,
        )
