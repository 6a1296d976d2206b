"""What a provider has in storage, and whether it was last found to be whole."""

from typing import Literal

from litestar import get
from litestar.datastructures import State
from pydantic import BaseModel, Field

from services.documents.domain.storage_check import StorageCheck
from services.documents.settings import DocumentsSettings
from services.documents.store import storage_checks
from shared.database import tenant_transaction
from shared.web import ActorRequest, only


class StorageOut(BaseModel):
    """``object_lock`` and ``encryption`` are what settings say that storage has; ``lock_days``: how
    long an issued document is locked; ``last_check`` null: it was never compared."""

    objects: int = Field(examples=[1204])
    bytes: int = Field(examples=[98112004])
    object_lock: Literal["none", "governance", "compliance"]
    lock_days: int | None
    encryption: Literal["none", "s3", "kms"]
    last_check: StorageCheck | None


@get("/storage", guards=[only("owner", "auditor")])
async def read_storage(request: ActorRequest, state: State) -> StorageOut:
    """How much is kept, under which safeguards, and what the last comparison with storage found."""
    settings: DocumentsSettings = state.settings
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        held = await storage_checks.held(connection)
        last = await storage_checks.last(connection)
    locked = settings.s3_object_lock != "none"
    return StorageOut(
        objects=held.objects,
        bytes=held.bytes,
        object_lock=settings.s3_object_lock,
        lock_days=settings.s3_lock_days if locked else None,
        encryption=settings.s3_encryption,
        last_check=last,
    )


HANDLERS = [read_storage]
