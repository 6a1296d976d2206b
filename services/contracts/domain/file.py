"""A file that the service of documents keeps, by its identifier and its digest."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from services.contracts.domain.form import Draft, Line

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class FileRef(Draft):
    """``digest``: SHA-256 of its bytes (hex), as documents answered when it was uploaded."""

    id: UUID
    digest: Digest
    name: Line
