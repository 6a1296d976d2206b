from uuid import UUID

from services.contracts.domain.dossier import DossierPage, DossierRow
from services.contracts.domain.page import decode, encode, unknown
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)
_PLACES = 99


async def list_page(
    connection: Connection, client_id: UUID, after: str | None, limit: int
) -> DossierPage:
    """Kind by kind, each in the order of its rows."""
    key, last = decode(after)
    rows = await connection.fetch(SQL["list_page"], client_id, _place(key), last, limit + 1)
    items = tuple(DossierRow.model_validate(dict(row)) for row in rows[:limit])
    more = encode(str(rows[limit - 1]["place"]), items[-1].id) if len(rows) > limit else None
    return DossierPage(items=items, next=more)


def _place(key: str) -> int:
    if not key:
        return 0
    if not key.isascii() or not key.isdigit() or int(key[:4]) > _PLACES:
        raise unknown()
    return int(key)
