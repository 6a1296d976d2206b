"""What a digest proves: that this was issued, and whether it can still be read here."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from services.documents.domain.rendering import Kind, Record, Variant


class Verification(Record):
    """``what`` bears the digest: a document, the frozen text that it prints, or a file that was
    handed in. ``erased_at``: since when its bytes are gone; the digest stays.
    """

    what: Literal["document", "text", "file"] = Field(examples=["document"])
    version_id: UUID | None
    variant: Variant | None
    kind: Kind | None
    issued_at: datetime
    erased_at: datetime | None
