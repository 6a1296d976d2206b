from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.deadline import last_day
from services.contracts.domain.found import found
from services.contracts.domain.link import Link
from services.contracts.domain.slack import Party, Slack, SlackPage, refuse_far, warnings_of, weigh
from services.contracts.store import clock, slack, upstream_agreements
from services.contracts.store.changes import TouchedTerms
from shared.database import Connection
from shared.text import Text


async def show_slack(connection: Connection, subprocessor_id: UUID, on: date) -> Slack:
    refuse_far(on)
    party = found(await slack.party(connection, subprocessor_id), "subprocessor")
    (weighed,) = await weigh_parties(connection, [party], on)
    return weighed


async def show_slack_of_all(
    connection: Connection, on: date, after: str | None, limit: int
) -> SlackPage:
    """Of every sub-processor that is in use on a day."""
    refuse_far(on)
    parties = await slack.used_page(connection, on, page.decode(after), limit + 1)
    shown = parties[:limit]
    last = shown[-1] if len(parties) > limit else None
    return SlackPage(
        on=on,
        items=tuple(await weigh_parties(connection, shown, on)),
        next=last and page.encode(last.name_key, last.id),
    )


async def weigh_parties(connection: Connection, parties: Sequence[Party], on: date) -> list[Slack]:
    ids = [party.id for party in parties]
    used = await slack.used(connection, ids, on)
    upstream = await upstream_agreements.of_parties(connection, ids, on)
    promises = await slack.promises(connection, ids, on)
    return [
        weigh(
            party,
            on,
            [one for one in upstream if one.subprocessor_id == party.id],
            [one for one in promises if one.subprocessor_id == party.id],
            used=party.id in used,
        )
        for party in parties
    ]


async def warn_of_suppliers(
    connection: Connection, begins: Sequence[Link], terms: Sequence[TouchedTerms], on: date
) -> tuple[Text, ...]:
    """Of each sub-processor that would begin on a day: no agreement, or too short a notice, counted
    from today."""
    today = await clock.today(connection)
    parties = {
        one.subprocessor.id: Party(
            id=one.subprocessor.id, name=one.subprocessor.name, name_key=one.subprocessor.name
        )
        for one in begins
        if one.capacity == "subprocessor"
    }
    upstream = await upstream_agreements.of_parties(connection, list(parties), on)
    longest = max(terms, key=lambda one: last_day(today, one.days, one.day_kind), default=None)
    days, kind = (longest.days, longest.day_kind) if longest else (0, "calendar")
    return tuple(
        warning
        for party in parties.values()
        for warning in warnings_of(
            party, today, [one for one in upstream if one.subprocessor_id == party.id], days, kind
        )
    )
