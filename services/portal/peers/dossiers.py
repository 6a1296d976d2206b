"""What the portal asks documents about whole files and storage."""

from uuid import UUID

from services.portal.domain.dossiers import Dossier, Dossiers, StorageState
from services.portal.peers.call import Part


async def dossiers(part: Part, client_id: UUID, after: str = "") -> Dossiers:
    found = await part.get(f"/clients/{client_id}/dossiers", after=after, limit=20)
    return Dossiers.model_validate(found)


async def ask(part: Part, client_id: UUID, language: str) -> Dossier:
    """``Refused`` when there is nothing to hand out."""
    made = await part.post(f"/clients/{client_id}/dossiers", {"language": language})
    return Dossier.model_validate(made)


async def link(part: Part, dossier_id: UUID) -> str:
    """Where the browser gets it from; the address holds for minutes."""
    return str((await part.get(f"/dossiers/{dossier_id}/link"))["url"])


async def storage(part: Part) -> StorageState:
    return StorageState.model_validate(await part.get("/storage"))
