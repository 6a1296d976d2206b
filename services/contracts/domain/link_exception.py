"""A link that for one client holds in another range than for everybody else."""

from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict

from services.contracts.domain.form import EXAMPLE, Day, Draft, Paragraph, Record
from shared.errors import Conflict
from shared.text import Text


class ExceptionDraft(Draft):
    """``valid_from`` null: for this client it does not begin, or ends today."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"client_id": EXAMPLE, "valid_from": "2027-01-01", "reason": "afgesproken uitstel"}
            ]
        }
    )

    client_id: UUID
    valid_from: Day | None = None
    reason: Paragraph


class Held(Record):
    """Where a link stands for one client; ``lower``: since when it processes that client's data,
    or will again, which is never before the client took the product. ``began``: since when it holds
    for whoever takes the product. ``past``: it has had that client's data."""

    lower: date | None
    upper: date | None
    began: date | None
    past: bool
    empty: bool
    proposed: bool
    takes_product: bool
    change_running: bool


class LinkException(Record):
    """``reason`` null: a change held the client back. ``valid_from`` null: it does not hold."""

    link_id: UUID
    client_id: UUID
    subprocessor: str
    product: Text | None
    valid_from: date | None
    valid_until: date | None
    reason: str | None
    made_by: UUID | None
    made_at: datetime | None


class ExceptionPage(Record):
    items: tuple[LinkException, ...]
    next: str | None


def range_for(held: Held, wanted: date | None, today: date) -> tuple[date, date | None] | None:
    """From which day until which (exclusive) the link holds for the client from now on; null: it
    never does.

    Only ever later or less, for what begins for a client is told beforehand (Art. 28(2) AVG), and
    what has been is not rewritten. ``Conflict`` says what else to do.
    """
    _refuse_what_a_change_decides(held, today)
    lower = held.lower or date.min
    if lower < today:
        if wanted is not None:
            raise Conflict(
                "exception-not-later",
                "It holds for this client already; leave valid_from out to end it today.",
                field="valid_from",
            )
        return held.began or date.min, today
    if wanted is None:
        return (held.began or date.min, today) if held.past else None
    if wanted <= lower:
        raise Conflict(
            "exception-not-later",
            f"For this client it begins on {lower.isoformat()}; choose a later day.",
            field="valid_from",
        )
    if held.upper and wanted >= held.upper:
        raise Conflict(
            "exception-not-later",
            f"It ends on {held.upper.isoformat()}; leave valid_from out to let it never begin.",
            field="valid_from",
        )
    if held.past:
        raise Conflict(
            "exception-rewrites-past",
            "This party had the data of this client before it gave the product up. Let the client"
            " take the product from that later day on, or leave valid_from out to let the party not"
            " return.",
            field="valid_from",
        )
    return wanted, held.upper


def _refuse_what_a_change_decides(held: Held, today: date) -> None:
    if held.proposed or held.change_running:
        raise Conflict(
            "change-running",
            "A change with this link is drafted or under way; who is held back is decided there.",
        )
    if not held.takes_product:
        raise Conflict(
            "link-concerns-nobody", "This client does not take the product.", field="client_id"
        )
    if held.empty or (held.upper and held.upper <= today):
        raise Conflict(
            "exception-needs-change",
            "It does not hold for this client; what begins for a client goes through a change.",
        )
