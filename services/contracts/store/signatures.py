from uuid import UUID

from services.contracts.domain.signature import Signature, SignatureDraft
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def insert(
    connection: Connection, agreement_id: UUID, contact_id: UUID, draft: SignatureDraft
) -> Signature | None:
    """Null when the agreement was signed before."""
    signature_id = await connection.fetchval(SQL["insert"], agreement_id, contact_id, draft)
    if signature_id is None:
        return None
    return Signature.model_validate(await connection.fetchval(SQL["read"], signature_id))
