"""The days on which somebody must have done something, for their own calendar."""

from datetime import date
from typing import Literal
from uuid import UUID

from services.contracts.domain.form import Record
from shared.text import Text

DueKind = Literal[
    "objection", "review", "ending", "data", "upstream", "change_deadline", "change_effective"
]


class Due(Record):
    """``id`` and ``kind`` name it for ever. ``objection``: the last day to object; ``review``: look
    at the terms again; ``ending``: the agreement ends; ``data``: the last day to return or delete
    the data; ``upstream``: an agreement with a supplier ends; ``change_deadline``: nobody has time
    to object any more; ``change_effective``: a change may take effect.

    ``title`` is that of the change or of the agreement with the supplier, ``party`` the supplier.
    """

    kind: DueKind
    id: UUID
    day: date
    client: str | None
    reference: str | None
    title: Text | None
    party: str | None
    change_id: UUID | None


class Agenda(Record):
    """The first to come first, from three months back. ``complete_before``: there was more than
    fits, and all before this day is here; null when it is all."""

    items: tuple[Due, ...]
    complete_before: date | None
