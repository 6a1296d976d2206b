"""What the record holds of one client, row by row, for the file that it may take away."""

from typing import Any, Literal
from uuid import UUID

from services.contracts.domain.form import Record

DossierKind = Literal[
    "client", "agreement", "version", "signature", "amendment", "termination", "objection",
    "approval", "recipient", "register",
]  # fmt: skip


class DossierRow(Record):
    """``record`` is the row with what hangs on it; ``files`` are those that it names."""

    kind: DossierKind
    id: UUID
    record: dict[str, Any]
    files: tuple[UUID, ...] = ()


class DossierPage(Record):
    items: tuple[DossierRow, ...]
    next: str | None
