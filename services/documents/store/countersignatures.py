"""Countersignatures in PostgreSQL: at most one of each version."""

from typing import Any
from uuid import UUID

from services.documents.domain.countersignature import Countersignature
from services.documents.domain.rendering import Version
from shared.database import Connection
from shared.sql import load

SQL = load(__file__)


async def give(
    connection: Connection, version: Version, certificate_id: UUID, **by: Any
) -> Countersignature | None:
    """``by``: ``mandate_id``, or ``given_by``, ``name`` and ``job_title``. Null when the version
    was countersigned before."""
    told = version.model_dump(mode="json", include={"version_id", "agreement_id", "client_id"})
    told |= {"certificate_id": certificate_id, **by}
    row = await connection.fetchrow(SQL["give"], told)
    return Countersignature.model_validate(dict(row)) if row else None


async def of_version(
    connection: Connection, version_id: UUID, client_id: UUID | None = None
) -> Countersignature | None:
    """Only of ``client_id`` unless that is null."""
    row = await connection.fetchrow(SQL["of_version"], version_id, client_id)
    return Countersignature.model_validate(dict(row)) if row else None
