"""When a feed last changed."""

from datetime import datetime
from typing import cast

from shared.database import Connection
from shared.sql import load
from shared.text import Language

SQL = load(__file__)


async def changed_at(connection: Connection, language: Language, digest: bytes) -> datetime:
    """``digest`` is of what the newest page says now. Only what is new is written."""
    known = await connection.fetchval(SQL["standing"], language, digest)
    kept = known or await connection.fetchval(SQL["keep"], language, digest)
    return cast("datetime", kept)
