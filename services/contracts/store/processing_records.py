from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.contracts.domain.page import FIRST
from services.contracts.domain.processing_record import Controller, Processor, ProductActivities
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def processor(connection: Connection, on: date) -> Processor:
    row = await connection.fetchrow(SQL["processor"], on)
    return Processor.model_validate(dict(row or {}))


async def products(connection: Connection, on: date) -> list[ProductActivities]:
    rows = await connection.fetch(SQL["products"], on)
    return [ProductActivities.model_validate(dict(row)) for row in rows]


async def controllers(
    connection: Connection, on: date, transfers: Sequence[UUID], after: UUID | None, limit: int
) -> list[Controller]:
    """In the order of the agreements; of the links, those among ``transfers``."""
    rows = await connection.fetch(SQL["controllers"], on, list(transfers), after or FIRST, limit)
    return [Controller.model_validate(dict(row)) for row in rows]
