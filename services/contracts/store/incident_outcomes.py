from uuid import UUID

from services.contracts.domain.incident_outcome import Fared, ToldClient, ToldClientPage
from shared.database import Connection
from shared.events import IncidentDeliveriesSettled
from shared.sql import load

SQL = load(__file__)


async def record(connection: Connection, event: IncidentDeliveriesSettled) -> None:
    """An outcome that was recorded before is left as it is; of whom is unknown here, nothing is."""
    await connection.execute(
        SQL["record"], event.stage_id, event.level, event.notice_id, event.deliveries
    )


async def list_page(
    connection: Connection, stage_id: UUID, standing: Fared | None, after: UUID | None, limit: int
) -> ToldClientPage:
    """In the order of their ids."""
    rows = await connection.fetch(SQL["list_page"], stage_id, after, standing, limit + 1)
    items = tuple(ToldClient.model_validate(dict(row)) for row in rows[:limit])
    return ToldClientPage(items=items, next=items[-1].client_id if len(rows) > limit else None)
