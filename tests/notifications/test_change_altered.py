"""A change that is put off: who was told hears it once, and nobody a day that holds no more."""

from datetime import date
from email import message_from_bytes, policy
from typing import Any
from uuid import uuid5

import httpx
from litestar.testing import AsyncTestClient

from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.commands.withdraw_change import withdraw_change
from services.notifications.domain.delivery import addressed, delivery_id, notice_id
from services.notifications.store import deliveries, evidence, notices
from shared.database import tenant_transaction
from shared.events import ChangeAltered, ChangePublished, ChangeWithdrawn, Event, RecipientAdded
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.samples import SPACE, SUBJECT, TENANT
from tests.notifications.test_checks import api as checks
from tests.notifications.test_checks import checked
from tests.notifications.test_delivery import somebody_waits

__all__ = ["checks"]

ONCE, TWICE = uuid5(SPACE, "put off once"), uuid5(SPACE, "put off twice")
ANNOUNCED, FIRST, SECOND = date(2026, 12, 31), date(2027, 2, 1), date(2027, 3, 1)
OLD, NEW, LAST = "31 december 2026", "1 februari 2027", "1 maart 2027"
PUBLISHED = ChangePublished(tenant_id=TENANT, change_id=SUBJECT)
WITHDRAWN = ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT)
PEOPLE = [samples.recipient(number) for number in (1, 2, 3)]
ONE, TWO, THREE = (one.email for one in PEOPLE)


def put_off(stage: Stage, number: int = 1) -> Event:
    """As contracts stands from then on, and what it says of it."""
    subject, day = ((ONCE, FIRST), (TWICE, SECOND))[number - 1]
    earlier = (ANNOUNCED, FIRST)[:number]
    facts = samples.altered(subject, effective_on=day, alteration=number, earlier_days=earlier)
    stage.peers.told[subject] = Told(facts, PEOPLE)
    stage.peers.told[SUBJECT].facts = samples.change(effective_on=day, alteration=number)
    return ChangeAltered(tenant_id=TENANT, change_id=SUBJECT, postponement_id=subject)


def announce(stage: Stage) -> None:
    stage.peers.told[SUBJECT] = Told(samples.change(), list(PEOPLE))


def texts(stage: Stage, email: str) -> list[str]:
    """What this person read, in order: the subject and the text."""
    found = []
    for taken in stage.sink.to(email):
        message: Any = message_from_bytes(taken.data, policy=policy.default)
        plain = message.get_body(("plain",)).get_content()
        found.append(f"{message['subject']}\n{plain}")
    return found


async def all_gathered(stage: Stage, notices: int) -> None:
    async def gathered() -> bool:
        query = (
            "SELECT count(*) = $1 AND bool_and(finished_at IS NOT NULL)"
            " FROM notifications.gathering"
        )
        async with tenant_transaction(stage.pool, TENANT) as connection:
            return bool(await connection.fetchval(query, notices))

    await until(gathered)


async def test_who_was_told_hears_it_once_with_both_days_and_why(stage: Stage) -> None:
    announce(stage)
    await stage.start_worker()
    await stage.tell(PUBLISHED)
    await stage.reach(accepted=3)
    event = put_off(stage)
    for _ in range(2):
        await stage.tell(event)
    await stage.reach(accepted=6)
    told, heard = texts(stage, ONE)
    assert OLD in told
    assert NEW not in told
    for fact in (OLD, NEW, "De leverancier is later.", "22 december 2026", "Nieuwboek"):
        assert fact in heard
    assert {link["path"] for link in stage.peers.links} == {"/home", f"/changes/{SUBJECT}/object"}


async def test_one_that_overtakes_its_announcement_leaves_one_message_with_the_new_day(
    stage: Stage,
) -> None:
    announce(stage)
    await stage.tell(put_off(stage))
    await stage.start_worker()
    await all_gathered(stage, 1)
    await stage.tell(PUBLISHED)
    await stage.reach(accepted=3)
    await all_gathered(stage, 2)
    for person in (ONE, TWO, THREE):
        (told,) = texts(stage, person)
        assert NEW in told
        assert OLD not in told


async def test_who_was_not_told_yet_is_announced_the_new_day_alone(stage: Stage) -> None:
    """One was told; of the others one was refused, and one still put off by the mail server."""
    announce(stage)
    stage.sink.plan(TWO, "5xx")
    stage.sink.plan(THREE, "4xx")
    await stage.start_worker()
    await stage.tell(PUBLISHED)
    await stage.reach(accepted=1, failed=1, queued=1)
    await stage.tell(put_off(stage))
    await stage.reach(accepted=4, failed=1, stopped=1)
    assert len(texts(stage, ONE)) == 2
    for person in (TWO, THREE):
        (told,) = texts(stage, person)
        assert NEW in told
        assert OLD not in told
        assert "bezwaar" in told
    async with tenant_transaction(stage.pool, TENANT) as connection:
        rows = await connection.fetch(
            "SELECT kind, facts ->> 'effective_on' AS day FROM notifications.notice"
        )
    assert {(row["kind"], row["day"]) for row in rows} == {
        ("change_announced", str(ANNOUNCED)),
        ("change_announced", str(FIRST)),
        ("change_altered", str(FIRST)),
    }
    news = await stage.news("DeliveriesAccepted")
    assert sum(len(one["deliveries"]) for one in news) == 3


async def test_who_comes_later_is_announced_the_day_that_holds_then(
    stage: Stage, checks: httpx.AsyncClient
) -> None:
    announce(stage)
    await stage.start_worker()
    await stage.tell(PUBLISHED)
    await stage.reach(accepted=3)
    await stage.tell(put_off(stage))
    await stage.reach(accepted=6)
    extra = samples.recipient(9)
    stage.peers.told[SUBJECT].added = [extra]
    await stage.tell(
        RecipientAdded(tenant_id=TENANT, change_id=SUBJECT, recipient_id=extra.recipient_id)
    )
    await stage.reach(accepted=7)
    (told,) = texts(stage, extra.email)
    assert NEW in told
    assert OLD not in told
    event = put_off(stage, 2)
    stage.peers.told[TWICE].recipients = [*PEOPLE, extra]
    await stage.tell(event)
    await stage.reach(accepted=11)
    assert LAST in texts(stage, extra.email)[-1]
    # Announced by two notices, each for another day: together they told the frozen list whole.
    listed = sorted([*PEOPLE, extra], key=lambda one: one.recipient_id)
    stage.peers.told[SUBJECT].recipients = listed
    found = await checked(stage, checks)
    assert found["sound"], found["faults"]
    assert found["list"] == {"recipients": 4, "untold": 0, "unlisted": 0}


async def test_the_second_replaces_the_first_that_still_waits(stage: Stage) -> None:
    announce(stage)
    await stage.start_worker()
    await stage.tell(PUBLISHED)
    await stage.reach(accepted=3)
    stage.sink.plan(TWO, "4xx")
    await stage.tell(put_off(stage))
    await stage.reach(accepted=5, queued=1)
    await stage.tell(put_off(stage, 2))
    await stage.reach(accepted=8, stopped=1)
    assert len(texts(stage, ONE)) == 3
    told, heard = texts(stage, TWO)
    assert OLD in told
    assert f"{OLD}, {NEW}" in heard
    assert LAST in heard


async def test_in_disorder_the_last_alone_is_told(stage: Stage) -> None:
    announce(stage)
    await stage.start_worker()
    await stage.tell(PUBLISHED)
    await stage.reach(accepted=3)
    first = put_off(stage)
    await stage.tell(put_off(stage, 2))
    await stage.reach(accepted=6)
    await stage.tell(first)
    await all_gathered(stage, 3)
    await stage.reach(accepted=6)
    assert all(LAST in texts(stage, person)[-1] for person in (ONE, TWO, THREE))


async def test_of_a_change_withdrawn_meanwhile_nobody_hears_that_it_is_put_off(
    stage: Stage,
) -> None:
    announce(stage)
    await stage.start_worker()
    await stage.tell(PUBLISHED)
    await stage.reach(accepted=3)
    await stage.tell(WITHDRAWN)
    await stage.tell(put_off(stage))
    await all_gathered(stage, 3)
    await stage.reach(accepted=6)
    assert all("ingetrokken" in texts(stage, person)[-1] for person in (ONE, TWO, THREE))


async def test_a_withdrawal_stops_what_waits_and_reaches_everybody_who_was_told_either_day(
    stage: Stage,
) -> None:
    announce(stage)
    stage.sink.plan(TWO, "5xx")
    await stage.start_worker()
    await stage.tell(PUBLISHED)
    await stage.reach(accepted=2, failed=1)
    stage.sink.plan(THREE, "4xx")
    await stage.tell(put_off(stage))
    await stage.reach(accepted=4, failed=1, queued=1)
    await stage.tell(WITHDRAWN)
    await stage.reach(accepted=7, failed=1, stopped=1)
    assert [len(texts(stage, person)) for person in (ONE, TWO, THREE)] == [3, 2, 2]
    assert all("ingetrokken" in texts(stage, person)[-1] for person in (ONE, TWO, THREE))


async def test_it_waits_for_whoever_is_queueing_an_earlier_day_and_stops_that_too(
    stage: Stage,
) -> None:
    announce(stage)
    first = notice_id(TENANT, "change_announced", SUBJECT)
    people = [addressed(first, "mail", one) for one in PEOPLE]
    async with tenant_transaction(stage.pool, TENANT) as queueing:
        told = samples.change()
        await notices.add(queueing, first, "change_announced", SUBJECT, SUBJECT, told)
    async with tenant_transaction(stage.pool, TENANT) as queueing:
        chain = await evidence.lock(queueing, first)
        await stage.tell(put_off(stage))
        await stage.start_worker()
        await until(lambda: somebody_waits(stage))
        await queue_deliveries(queueing, TENANT, chain, people)
    await stage.reach(stopped=3, accepted=3)
    for person in (ONE, TWO, THREE):
        (told_once,) = texts(stage, person)
        assert NEW in told_once
        assert OLD not in told_once


async def test_who_was_in_doubt_and_not_told_after_all_is_announced_the_new_day(
    stage: Stage, api: AsyncTestClient[Any]
) -> None:
    announce(stage)
    stage.sink.plan(TWO, "cut-after-dot")
    await stage.start_worker()
    await stage.tell(PUBLISHED)
    await stage.reach(accepted=2, in_doubt=1)
    await stage.tell(put_off(stage))
    await stage.reach(accepted=5, in_doubt=1)
    listed = (await api.get("/notices", headers=stage.token())).json()["items"]
    first = str(notice_id(TENANT, "change_announced", SUBJECT))
    assert first in {one["id"] for one in listed}
    rows = (await api.get(f"/notices/{first}/deliveries", headers=stage.token())).json()["items"]
    (doubted,) = [one["id"] for one in rows if one["email"] == TWO]
    settled = await api.post(
        f"/deliveries/{doubted}/settlements",
        json={"outcome": "resend", "reason": "not in the log"},
        headers=stage.token(),
    )
    assert settled.status_code == 204
    await stage.reach(accepted=6, stopped=1)
    last = texts(stage, TWO)[-1]
    assert NEW in last
    assert OLD not in last


async def test_a_withdrawal_that_an_earlier_release_began_is_told_to_all_of_them_once(
    stage: Stage,
) -> None:
    """It kept its place by person; by that place the deliveries would begin somewhere else."""
    announce(stage)
    await stage.start_worker()
    await stage.tell(PUBLISHED)
    await stage.reach(accepted=3)
    async with tenant_transaction(stage.pool, TENANT) as connection:
        await withdraw_change(connection, TENANT, SUBJECT)
        await connection.execute(
            "UPDATE notifications.gathering SET position = 'ffffffff-ffff-4fff-bfff-ffffffffffff'"
            " WHERE finished_at IS NULL"
        )
    await stage.reach(accepted=6)
    assert [len(texts(stage, one)) for one in (ONE, TWO, THREE)] == [2, 2, 2]


async def test_a_page_of_who_was_told_is_full_though_somebody_was_erased(stage: Stage) -> None:
    """A short page is the last, and whoever comes behind it would never hear of a withdrawal."""
    announce(stage)
    await stage.start_worker()
    await stage.tell(PUBLISHED)
    await stage.reach(accepted=3)
    notice = notice_id(TENANT, "change_announced", SUBJECT)
    first, *others = sorted(delivery_id(notice, "mail", one.recipient_id) for one in PEOPLE)
    async with tenant_transaction(stage.pool, TENANT) as connection:
        await connection.execute(
            "DELETE FROM notifications.disclosure p USING notifications.delivery d"
            " WHERE d.id = $1 AND (p.notice_id, p.position) = (d.notice_id, d.position)",
            first,
        )
        told = await deliveries.told(connection, [notice], None, 2)
    assert [one["id"] for one in told] == others
