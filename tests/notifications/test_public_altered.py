"""Who follows the public list hears that a change is put off, and of no day that holds no more."""

from datetime import date
from typing import Any
from uuid import uuid5

import pytest
from litestar.testing import AsyncTestClient

from services.notifications.channels.feed import atom
from shared.events import ChangeAltered, ChangeWithdrawn
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.samples import SPACE, SUBJECT, TENANT
from tests.notifications.test_feeds import announced, feed, history
from tests.notifications.test_subscriptions import (
    EVA,
    link_in,
    mailed,
    prepare,
    publish,
    subscribed,
    words,
)

Client = AsyncTestClient[Any]
JAN = "jan@lezer.example"
ONCE, TWICE = (uuid5(SPACE, f"postponement {number}") for number in (1, 2))
DAYS = ("2027-01-01", "2027-02-01", "2027-03-01")


def entry(number: int) -> dict[str, Any]:
    """Of the public history: put off for so many times."""
    told = {"kind": "altered", "change_id": str(SUBJECT), "earlier_days": list(DAYS[:number])}
    identity = (ONCE, TWICE)[number - 1]
    return announced() | told | {"id": str(identity), "effective_on": DAYS[number]}


def put_off(stage: Stage, number: int = 1) -> ChangeAltered:
    """As contracts stands from then on, and what it says of it."""
    subject = (ONCE, TWICE)[number - 1]
    days = [date.fromisoformat(day) for day in DAYS]
    told = {"effective_on": days[number], "earlier_days": tuple(days[:number])}
    facts = samples.altered(subject, alteration=number, **told)
    stage.peers.told[subject] = Told(facts, [])
    entries = [entry(one) for one in range(number, 0, -1)]
    stage.peers.history = history(*entries, announced() | {"id": str(SUBJECT)})
    return ChangeAltered(tenant_id=TENANT, change_id=SUBJECT, postponement_id=subject)


async def eva_was_told(stage: Stage, api: Client) -> None:
    """She follows, and heard of the change as it was announced."""
    prepare(stage)
    await stage.start_worker()
    await subscribed(stage, api)
    await publish(stage)
    await mailed(stage, 2)


async def finished(stage: Stage, notices: int) -> None:
    """So many notices to the public, and of none is there anybody left to gather."""
    query = (
        "SELECT count(*) FROM notifications.notice n WHERE kind LIKE 'public%' AND NOT EXISTS ("
        "SELECT FROM notifications.gathering g WHERE g.notice_id = n.id AND g.finished_at IS NULL)"
    )

    async def there() -> bool:
        return bool(await stage.owner.fetchval(query) == notices)

    await until(there)


async def test_who_was_told_hears_the_new_day_beside_the_earlier_one(
    stage: Stage, api: Client
) -> None:
    await eva_was_told(stage, api)
    await stage.tell(put_off(stage))
    data = await mailed(stage, 3)
    said = words(data)
    assert "niet eerder in dan" in said
    for day in ("1 januari 2027", "1 februari 2027"):
        assert day in said
    assert link_in(data)[0] == "unsubscribe"
    await stage.tell(put_off(stage, 2))
    said = words(await mailed(stage, 4))
    assert "1 januari 2027, 1 februari 2027" in said
    assert "1 maart 2027" in said
    await stage.reach(accepted=4)


async def test_an_announcement_that_waits_is_not_sent_with_a_day_that_holds_no_more(
    stage: Stage, api: Client
) -> None:
    prepare(stage)
    await stage.start_worker()
    await subscribed(stage, api)
    await subscribed(stage, api, JAN)
    stage.sink.plan(EVA, "4xx")
    await publish(stage)
    await mailed(stage, 2, JAN)

    async def deferred() -> bool:
        return (1, "deferred") in await stage.evidence()

    await until(deferred)
    await stage.tell(put_off(stage))
    assert "niet eerder in dan" in words(await mailed(stage, 2))
    await mailed(stage, 3, JAN)
    await stage.reach(accepted=5, stopped=1)


@pytest.mark.parametrize("withdrawn_first", [True, False])
async def test_a_withdrawal_is_the_last_word_in_whatever_order_they_come(
    stage: Stage, api: Client, *, withdrawn_first: bool
) -> None:
    await eva_was_told(stage, api)
    altered = put_off(stage)
    if withdrawn_first:
        await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
        assert "gaat niet door" in words(await mailed(stage, 3))
        await stage.tell(altered)
    else:
        await stage.tell(altered)
        await mailed(stage, 3)
        await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
        await mailed(stage, 4)
    await finished(stage, 3)
    await stage.reach(accepted=3 if withdrawn_first else 4)
    told = [words(one.data) for one in stage.sink.to(EVA)]
    assert ["gaat niet door" in one for one in told].index(True) == len(told) - 1


async def test_of_two_days_that_come_in_disorder_the_last_is_told(
    stage: Stage, api: Client
) -> None:
    await eva_was_told(stage, api)
    once, twice = put_off(stage), put_off(stage, 2)
    await stage.tell(twice)
    assert "1 maart 2027" in words(await mailed(stage, 3))
    await stage.tell(once)
    await finished(stage, 3)
    await stage.reach(accepted=3)
    assert len(stage.sink.to(EVA)) == 3


async def test_who_joined_since_hears_the_day_and_the_withdrawal(stage: Stage, api: Client) -> None:
    await eva_was_told(stage, api)
    await subscribed(stage, api, JAN, language="en")
    await stage.tell(put_off(stage))
    said = words(await mailed(stage, 2, JAN))
    assert "put off" in said
    await mailed(stage, 3)
    await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
    assert "withdrawn" in words(await mailed(stage, 3, JAN))
    await mailed(stage, 4)
    await stage.reach(accepted=7)


def test_a_feed_has_an_entry_for_it_with_both_days() -> None:
    made = atom.write(feed(entry(2), entry(1), announced())).decode()
    for word in ("Uitgesteld", "1 januari 2027, 1 februari 2027", "per 1 maart 2027"):
        assert word in made
    assert "Sneller" in made, "why it is changed stands with the announcement alone"
    assert made.count("Sneller") == 1
