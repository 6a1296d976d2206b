"""Rendered documents and the notices that went out, as their services tell them."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.portal.domain.seen import Seen


class PaperSeal(Seen):
    """``downgrade``: why it bears no time stamp although one was asked for."""

    level: str
    self_made: bool
    downgrade: str | None = None


class Document(Seen):
    """``erased_at``: since when the file is gone, of which the digest stays."""

    id: UUID
    version_id: UUID
    variant: str
    kind: str
    digest: str = ""
    size: int = 0
    stored_at: datetime | None = None
    file_name: str = ""
    erased_at: datetime | None = None
    seal: PaperSeal | None = None


class KeptFile(Seen):
    """A file of the documents service as another record refers to it."""

    id: UUID
    digest: str
    name: str


class Rendering(Seen):
    """How far the making of a document is; ``problem`` is the last thing that stood in the way."""

    variant: str = "offered"
    state: str = ""
    problem: str | None = None

    @property
    def done(self) -> bool:
        return self.state == "complete"


class Notice(Seen):
    id: UUID
    kind: str = ""
    subject_id: UUID | None = None
    created_at: datetime | None = None
    counts: dict[str, int] = Field(default_factory=dict)


CAME_BACK = ("bounced", "returned", "delayed", "relayed", "answered")


class Delivery(Seen):
    id: UUID
    name: str | None = None
    email: str | None = None
    client: str | None = None
    client_id: UUID | None = None
    state: str = "queued"
    proof: str | None = None
    reason: str | None = None
    reply: str | None = None
    at: datetime | None = None
    seen_at: datetime | None = None
    acknowledged_at: datetime | None = None

    @property
    def came_back(self) -> str | None:
        """The word for what came back by mail, where that is the last of it."""
        return self.reason if self.reason in CAME_BACK else None
