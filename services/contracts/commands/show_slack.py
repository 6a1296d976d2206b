from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.contracts.domain import page
from services.contracts.domain.found import found
from services.contracts.domain.slack import Party, Slack, SlackPage, weigh
from services.contracts.store import slack, upstream_agreements
from shared.database import Connection


async def show_slack(connection: Connection, subprocessor_id: UUID, on: date) -> Slack:
    party = found(await slack.party(connection, subprocessor_id), "subprocessor")
    (weighed,) = await weigh_parties(connection, [party], on)
    return weighed


async def show_slack_of_all(
    connection: Connection, on: date, after: str | None, limit: int
) -> SlackPage:
    """Of every sub-processor that is in use on a day."""
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
