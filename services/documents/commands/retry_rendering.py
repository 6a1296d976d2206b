"""Try again, and first, what a person asks for."""

from uuid import UUID

from services.documents.domain.rendering import Rendering
from services.documents.store import renderings, work
from shared.database import Connection
from shared.errors import Conflict


async def retry_rendering(connection: Connection, tenant_id: UUID, rendering_id: UUID) -> Rendering:
    """``Conflict`` when everything of it is there already."""
    rendering = await renderings.retry(connection, rendering_id)
    if rendering is None:
        await renderings.get(connection, rendering_id)
        raise Conflict("rendering-complete", "Its documents are there; nothing is left to make.")
    await work.hurry(connection, tenant_id, rendering_id)
    return rendering
