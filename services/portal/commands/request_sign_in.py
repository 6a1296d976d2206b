"""Ask for a sign-in link: the answer and its time are the same whoever asks."""

from uuid import UUID

from services.portal.domain.reader import Language
from services.portal.domain.sign_in import own_path
from services.portal.settings import PortalSettings
from services.portal.store import sign_in_requests
from shared.database import Connection, Pool, system_transaction
from shared.queue import jobs

ENTRYPOINT = "sign_in_request"
SCHEMA = "portal"


async def request_sign_in(
    pool: Pool, settings: PortalSettings, address: str, path: str, language: Language
) -> None:
    """Recorded and queued; over the rate nothing happens, and nothing tells so."""
    async with system_transaction(pool) as connection:
        request_id = await sign_in_requests.add(
            connection,
            address=address,
            path=own_path(path),
            language=language,
            per_hour=settings.sign_in_requests_per_hour,
        )
        if request_id:
            await queue_request(connection, request_id)


async def queue_request(connection: Connection, request_id: UUID) -> None:
    await jobs(connection, SCHEMA).enqueue(
        ENTRYPOINT, request_id.bytes, dedupe_key=str(request_id), on_conflict="skip"
    )
