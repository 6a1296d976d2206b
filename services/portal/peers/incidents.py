"""What the portal asks contracts of incidents."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from services.portal.domain.incidents import (
    AffectedList,
    ClientIncidents,
    Incident,
    IncidentList,
    Outcomes,
    Reach,
    ToldClients,
)
from services.portal.peers.call import PATIENCE, Part


async def now(part: Part) -> datetime:
    """The legal moment, which a demonstration may have moved."""
    return datetime.fromisoformat((await part.get("/clock"))["now"])


async def listed(part: Part, **wanted: Any) -> IncidentList:
    return IncidentList.model_validate(await part.get("/incidents", limit=20, **wanted))


async def table(part: Part, language: str) -> bytes:
    return (await part.raw(f"/incidents.csv?{urlencode({'language': language})}")).content


async def told_table(part: Part, incident_id: UUID, language: str) -> bytes:
    asked = urlencode({"language": language})
    return (await part.raw(f"/incidents/{incident_id}/outcomes.csv?{asked}")).content


async def report(part: Part, body: dict[str, Any]) -> Incident:
    return Incident.model_validate(await part.post("/incidents", body))


async def read(part: Part, incident_id: UUID) -> tuple[Incident, str]:
    """With the tag of the state that was read."""
    record, seen = await part.read(f"/incidents/{incident_id}")
    return Incident.model_validate(record), seen


async def reach(part: Part, incident_id: UUID) -> Reach:
    return Reach.model_validate(await part.get(f"/incidents/{incident_id}/reach"))


async def affected(part: Part, incident_id: UUID, after: str) -> AffectedList:
    found = await part.get(f"/incidents/{incident_id}/clients", after=after, limit=50)
    return AffectedList.model_validate(found)


async def notice(part: Part, incident_id: UUID) -> Any:
    """The facts of the next stage, as the service of notices takes them."""
    return await part.get(f"/incidents/{incident_id}/notice")


async def release(part: Part, incident_id: UUID, seen: str, body: dict[str, Any]) -> None:
    path = f"/incidents/{incident_id}/stages"
    await part.post(path, body, seen=seen, timeout=PATIENCE)


async def outcomes(part: Part, incident_id: UUID) -> Outcomes:
    return Outcomes.model_validate(await part.get(f"/incidents/{incident_id}/outcomes"))


async def told(part: Part, stage_id: UUID, standing: str, after: str) -> ToldClients:
    found = await part.get(
        f"/incident-stages/{stage_id}/clients", standing=standing, after=after, limit=50
    )
    return ToldClients.model_validate(found)


async def add(part: Part, incident_id: UUID, noun: str, body: dict[str, Any]) -> None:
    """A choice, a review or a waiver."""
    await part.post(f"/incidents/{incident_id}/{noun}", body)


async def of_client(part: Part, client_id: UUID, after: str, limit: int = 20) -> ClientIncidents:
    found = await part.get(f"/clients/{client_id}/incidents", after=after, limit=limit)
    return ClientIncidents.model_validate(found)
