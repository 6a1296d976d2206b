from collections.abc import Sequence
from uuid import UUID

from services.contracts.domain.incident_outcome import (
    Fared,
    IncidentOutcomes,
    StageClient,
    ToldClient,
    ToldClientPage,
)
from services.contracts.domain.notice import ToldStage
from shared.database import Connection
from shared.events import IncidentDeliveriesSettled
from shared.sql import load

SQL = load(__file__)
NOT_REACHED = ("failed", "in_doubt")


async def record(connection: Connection, event: IncidentDeliveriesSettled) -> list[UUID]:
    """An outcome that was recorded before is left as it is; of whom is unknown here, nothing is.
    The clients of whom something was."""
    if event.level in NOT_REACHED:
        await connection.execute(SQL["hold"], event.stage_id, event.deliveries)
    rows = await connection.fetch(
        SQL["record"], event.stage_id, event.level, event.notice_id, event.deliveries
    )
    return [row["client_id"] for row in rows]


async def list_page(
    connection: Connection, stage: ToldStage, standing: Fared | None, after: UUID | None, limit: int
) -> ToldClientPage:
    """In the order of their ids."""
    rows = await connection.fetch(
        SQL["list_page"], stage.incident_id, stage.id, after, standing, limit + 1
    )
    items = tuple(ToldClient.model_validate(dict(row)) for row in rows[:limit])
    return ToldClientPage(items=items, next=items[-1].client_id if len(rows) > limit else None)


async def every_client(connection: Connection, incident_id: UUID) -> list[StageClient]:
    """Of every stage, in the order in which they went out."""
    rows = await connection.fetch(SQL["every_client"], incident_id)
    return [StageClient.model_validate(dict(row)) for row in rows]


async def counts(
    connection: Connection, incident_ids: Sequence[UUID]
) -> dict[UUID, IncidentOutcomes]:
    """By incident; of one that nobody was told of yet, zeros."""
    rows = await connection.fetch(SQL["counts"], list(incident_ids))
    counted = {row["incident_id"]: IncidentOutcomes.model_validate(dict(row)) for row in rows}
    return {one: counted.get(one) or IncidentOutcomes(incident_id=one) for one in incident_ids}


async def of_incident(connection: Connection, incident_id: UUID) -> IncidentOutcomes:
    return (await counts(connection, [incident_id]))[incident_id]
