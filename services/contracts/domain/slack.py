"""Whether a supplier tells us early enough for what we promised our clients.

A client's term must be over before a change holds for it. If the supplier tells us later than that,
the supplier's change would hold before ours may.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from services.contracts.domain.deadline import DayKind, last_day
from services.contracts.domain.form import Record
from services.contracts.domain.upstream_agreement import UpstreamState
from shared.errors import Invalid
from shared.text import Text

# The calendar knows 1966 to 2100, and the longest term of business days takes a year and a half.
FIRST_YEAR, LAST_YEAR = 1970, 2097

Lack = Literal[
    "upstream-missing",
    "upstream-only-published",
    "upstream-notice-unknown",
    "upstream-notice-short",
    "upstream-objection-short",
]


class Upstream(Record):
    """What one agreement with a supplier says on a day."""

    id: UUID
    subprocessor_id: UUID
    notice_days: int | None
    objection_days: int | None
    day_kind: DayKind
    state: UpstreamState | None


class Promise(Record):
    """What ``agreements`` with our clients promise for one product: ``days`` is the longer of the
    days of notice and of objection.
    """

    subprocessor_id: UUID
    product_id: UUID
    product: Text
    days: int
    objection_days: int
    day_kind: DayKind
    agreements: int


class ProductSlack(Record):
    """Days between what the supplier gives and what we promised, were it to tell us on that day;
    below zero it tells us too late. Null while nobody knows what it gives.
    """

    product_id: UUID
    product: Text
    days: int
    objection_days: int
    day_kind: DayKind
    agreements: int
    notice_slack: int | None
    objection_slack: int | None


class Slack(Record):
    """Of one sub-processor on a day. ``upstream_id`` is the agreement that gives most notice."""

    subprocessor_id: UUID
    subprocessor: str
    on: date
    upstream_id: UUID | None
    notice_days: int | None
    objection_days: int | None
    day_kind: DayKind | None
    products: tuple[ProductSlack, ...]
    warnings: tuple[Lack, ...]


class SlackPage(Record):
    on: date
    items: tuple[Slack, ...]
    next: str | None


class Party(Record):
    id: UUID
    name: str
    name_key: str


def refuse_far(on: date) -> None:
    """``Invalid`` for a day of which the calendar does not know the holidays."""
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise Invalid(
            "day-out-of-reach",
            f"Ask for a day between {FIRST_YEAR} and {LAST_YEAR}.",
            field="on",
        )


def weigh(
    party: Party, on: date, upstream: Sequence[Upstream], promises: Sequence[Promise], *, used: bool
) -> Slack:
    """``used``: whether it processes our clients' data on that day."""
    standing = [one for one in upstream if one.state]
    best = _best(on, standing)
    products = tuple(_product(on, best, promise) for promise in promises)
    return Slack(
        subprocessor_id=party.id,
        subprocessor=party.name,
        on=on,
        upstream_id=best and best.id,
        notice_days=best and best.notice_days,
        objection_days=best and best.objection_days,
        day_kind=best and best.day_kind,
        products=products,
        warnings=_warnings(standing, best, products) if used else (),
    )


def _product(on: date, best: Upstream | None, promise: Promise) -> ProductSlack:
    notice, objection = (best.notice_days, best.objection_days) if best else (None, None)
    return ProductSlack(
        **promise.model_dump(exclude={"subprocessor_id"}),
        notice_slack=_slack(on, best, notice, promise.days, promise.day_kind),
        objection_slack=_slack(on, best, objection, promise.objection_days, promise.day_kind),
    )


def _best(on: date, standing: Sequence[Upstream]) -> Upstream | None:
    """The one that gives most notice."""
    return max(standing, key=lambda one: _given(on, one.notice_days, one) or on, default=None)


def _given(on: date, days: int | None, upstream: Upstream) -> date | None:
    return None if days is None else last_day(on, days, upstream.day_kind)


def _slack(
    on: date, best: Upstream | None, given: int | None, promised: int, kind: DayKind
) -> int | None:
    until = _given(on, given, best) if best else None
    return None if until is None else (until - last_day(on, promised, kind)).days


def _warnings(
    standing: Sequence[Upstream], best: Upstream | None, products: Sequence[ProductSlack]
) -> tuple[Lack, ...]:
    if best is None:
        return ("upstream-missing",)
    found: list[Lack] = []
    if all(one.state == "published" for one in standing):
        found.append("upstream-only-published")
    if best.notice_days is None:
        found.append("upstream-notice-unknown")
    if any((one.notice_slack or 0) < 0 for one in products):
        found.append("upstream-notice-short")
    if any((one.objection_slack or 0) < 0 for one in products):
        found.append("upstream-objection-short")
    return tuple(found)


def warnings_of(
    party: Party, on: date, upstream: Sequence[Upstream], days: int, kind: DayKind
) -> tuple[Text, ...]:
    """What to know before a party begins on a day, for clients who were promised these days."""
    standing = [one for one in upstream if one.state]
    best = _best(on, standing)
    if best is None:
        return (
            Text(
                nl=f"Op de ingangsdatum is geen overeenkomst met {party.name} vastgelegd; zonder"
                " mag die geen gegevens van klanten verwerken (art. 28 lid 4 AVG).",
                en=f"No agreement with {party.name} is recorded for the effective date; without one"
                " it may not process clients’ data (Art. 28(4) GDPR).",
            ),
        )
    slack = _slack(on, best, best.notice_days, days, kind)
    if slack is None or slack >= 0:
        return ()
    return (
        Text(
            nl=f"{party.name} kondigt eigen wijzigingen korter van tevoren aan dan u deze klanten"
            f" belooft ({-slack} {'dag' if slack == -1 else 'dagen'} te laat).",
            en=f"{party.name} announces its own changes later than you promise these clients"
            f" ({-slack} {'day' if slack == -1 else 'days'} too late).",
        ),
    )
