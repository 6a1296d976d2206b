"""Whom a change would touch, and until when, before anybody is told."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from services.contracts.commands.check_transfers import findings_of
from services.contracts.commands.draft_change import read_content
from services.contracts.commands.show_slack import warn_of_suppliers
from services.contracts.domain.change import Impact
from services.contracts.domain.deadline import last_day
from services.contracts.store import changes, clock
from services.contracts.store.changes import TouchedTerms
from shared.database import Connection
from shared.text import Text

NL, EN = ("overeenkomst", "overeenkomsten"), ("agreement", "agreements")


async def weigh_change(connection: Connection, change_id: UUID) -> Impact:
    """As if it were published today and everybody were reached today."""
    change = await read_content(connection, change_id)
    today = await clock.today(connection)
    terms = await changes.touched_terms(connection, change_id)
    told = await changes.told(connection, change_id)
    waiting = [one for one in terms if not (change.emergency and one.emergency)]
    days = [(last_day(today, one.days, one.day_kind), one.agreements) for one in waiting]
    everybody_from = max([change.effective_on, *(day + timedelta(days=1) for day, _ in days)])
    late = sum(agreements for day, agreements in days if day >= change.effective_on)
    slack = (change.supplier_date - everybody_from).days if change.supplier_date else None
    begins = [line.new for line in change.lines if line.new]
    lacking = await warn_of_suppliers(connection, begins, terms, change.effective_on)
    specific = sum(one.agreements for one in terms if one.authorisation == "specific")
    return Impact(
        agreements=sum(one.agreements for one in terms),
        **told._asdict(),
        specific=specific,
        emergency=sum(one.agreements for one in terms) - sum(one.agreements for one in waiting),
        slack_days=slack,
        latest_deadline=_latest(today, terms),
        everybody_from=everybody_from,
        after_effective_date=late,
        findings=await findings_of(connection, begins, change.effective_on),
        warnings=(*_warnings(specific, late), *lacking, *_slack_warning(slack)),
    )


def _latest(today: date, terms: Sequence[TouchedTerms]) -> date | None:
    return max((last_day(today, one.days, one.day_kind) for one in terms), default=None)


def _slack_warning(slack: int | None) -> tuple[Text, ...]:
    if slack is None or slack >= 0:
        return ()
    days = -slack
    return (
        Text(
            nl=f"De leverancier schakelt {days} {'dag' if days == 1 else 'dagen'} eerder over dan"
            " de wijziging voor iedereen kan gelden. Vraag uitstel, of houd de oude partij aan.",
            en=f"The supplier switches {days} {'day' if days == 1 else 'days'} before the change"
            " can hold for everybody. Ask for more time, or keep the old party until then.",
        ),
    )


def _warnings(specific: int, late: int) -> tuple[Text, ...]:
    warnings = []
    if late:
        warnings.append(
            Text(
                nl=f"Bij {_counted(late, NL)} loopt de termijn op de ingangsdatum nog: daar geldt"
                " de wijziging later.",
                en=f"For {_counted(late, EN)} the term still runs on the effective date: there the"
                " change holds later.",
            )
        )
    if specific:
        warnings.append(
            Text(
                nl=f"Bij {_counted(specific, NL)} is specifieke toestemming nodig: zonder"
                " vastgelegd akkoord geldt de wijziging daar niet.",
                en=f"For {_counted(specific, EN)} specific authorisation is needed: without a"
                " recorded approval the change does not hold there.",
            )
        )
    return tuple(warnings)


def _counted(count: int, words: tuple[str, str]) -> str:
    return f"{count} {words[0] if count == 1 else words[1]}"
