"""Nobody who left is written to, contracts hears of it, and the evidence says why."""

from services.notifications.commands.withhold_notices import withhold_notices
from shared.database import tenant_transaction
from shared.events import ChangePublished, ContactDeparted
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.samples import OTHER_TENANT, SUBJECT, TENANT

ONE = "proef1@bakkerij.example"
WITHHELD = [(0, "queued"), (1, "withheld")]


async def announce(stage: Stage, *people: samples.Recipient) -> None:
    stage.peers.told[SUBJECT] = Told(samples.change(), list(people))
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))


async def depart(stage: Stage, number: int = 1) -> None:
    one = samples.recipient(number)
    gone = ContactDeparted(tenant_id=TENANT, client_id=one.client_id, contact_id=one.contact_id)
    await stage.tell(gone)


async def failed(stage: Stage) -> list[str]:
    told = await stage.news("DeliveriesFailed")
    return [item["recipient_id"] for event in told for item in event["deliveries"]]


async def reason(stage: Stage) -> str:
    async with tenant_transaction(stage.pool, TENANT) as connection:
        found = await connection.fetchval(
            "SELECT details ->> 'reason' FROM notifications.evidence WHERE kind = 'withheld'"
        )
    return str(found)


async def test_who_left_before_anything_was_read_is_not_written_to(stage: Stage) -> None:
    await depart(stage)
    await announce(stage, samples.recipient(1), samples.recipient(2))
    await stage.start_worker()
    await stage.reach(accepted=1, failed=1)
    assert stage.sink.to(ONE) == []
    assert await failed(stage) == [str(samples.recipient(1).recipient_id)]
    assert await reason(stage) == "contact-departed"
    assert [one["contact_id"] for one in stage.peers.links] == [
        str(samples.recipient(2).contact_id)
    ]


async def test_who_contracts_says_has_left_is_not_written_to_before_the_news_comes(
    stage: Stage,
) -> None:
    await announce(stage, samples.recipient(1, departed=True))
    await stage.start_worker()
    await stage.reach(failed=1)
    assert await stage.evidence() == WITHHELD
    await depart(stage)
    await depart(stage)
    await stage.reach(failed=1)
    assert stage.sink.taken == []


async def test_what_waits_for_its_next_attempt_is_withheld_at_once(stage: Stage) -> None:
    stage.sink.plan(ONE, "4xx")
    await announce(stage, samples.recipient())
    await stage.start_worker()

    async def deferred() -> bool:
        return (1, "deferred") in await stage.evidence()

    await until(deferred)
    await depart(stage)
    await stage.reach(failed=1)
    assert stage.sink.to(ONE) == []
    assert (await stage.evidence())[-2:] == [(2, "opened"), (2, "withheld")]
    assert len(await failed(stage)) == 1


async def test_what_was_sent_stays_sent(stage: Stage) -> None:
    await announce(stage, samples.recipient())
    await stage.start_worker()
    await stage.reach(accepted=1)
    await depart(stage)

    async def heard() -> bool:
        left = "SELECT count(*) = 0 FROM bus.delivery WHERE consumer = 'notifications'"
        return bool(await stage.owner.fetchval(left))

    await until(heard)
    await stage.reach(accepted=1)
    assert await failed(stage) == []


async def test_who_left_a_client_of_one_provider_is_still_written_to_by_another(
    stage: Stage,
) -> None:
    async with tenant_transaction(stage.pool, OTHER_TENANT) as connection:
        await withhold_notices(connection, OTHER_TENANT, samples.recipient().contact_id)
    await announce(stage, samples.recipient())
    await stage.start_worker()
    await stage.reach(accepted=1)
