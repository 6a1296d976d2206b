"""Addresses that asked for a sign-in link, and how often in the last hour."""

from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.portal.domain.reader import Language
from services.portal.domain.sign_in import digest, normal_address
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


class SignInRequest(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: UUID
    address: str
    path: str
    language: Language


async def add(
    connection: Connection, *, address: str, path: str, language: Language, per_hour: int
) -> UUID | None:
    """Nothing when this address asked ``per_hour`` times in the last hour already."""
    mark = digest(normal_address(address))
    await connection.execute(SQL["lock_address"], mark)
    found: UUID | None = await connection.fetchval(
        SQL["add"], mark, normal_address(address), path, language, per_hour
    )
    return found


async def claim(connection: Connection, request_id: UUID) -> SignInRequest | None:
    """Held until the transaction ends; nothing when handled, or in another worker's hands."""
    row = await connection.fetchrow(SQL["claim"], request_id)
    return SignInRequest(**row) if row else None


async def waiting(connection: Connection, longer_than: timedelta) -> list[UUID]:
    """Requests that a crash or a part that was down left behind, at most 100."""
    return [row["id"] for row in await connection.fetch(SQL["waiting"], longer_than)]


async def handled(connection: Connection, request_id: UUID) -> None:
    await connection.execute(SQL["handled"], request_id)


async def forget(connection: Connection) -> None:
    """After a day a request is of no use, answered or not: the link would come too late."""
    await connection.execute(SQL["forget"])
