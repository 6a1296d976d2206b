"""From a fact to a proven message, through the worker as a process."""

from uuid import uuid5

from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.domain.delivery import addressed, notice_id
from services.notifications.store import evidence, notices
from shared.database import tenant_transaction
from shared.events import (
    AgreementCountersigned,
    AgreementRendered,
    AgreementTerminated,
    AgreementTerminationWithdrawn,
    ChangePublished,
    ChangeWithdrawn,
    ObjectionDecided,
    ObjectionReceived,
    RecipientAdded,
)
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.samples import SPACE, SUBJECT, TENANT

ONE = "proef1@bakkerij.example"


def published() -> ChangePublished:
    return ChangePublished(tenant_id=TENANT, change_id=SUBJECT)


def announce(stage: Stage, count: int = 1) -> None:
    people = [samples.recipient(number) for number in range(1, count + 1)]
    stage.peers.told[SUBJECT] = Told(samples.change(), people)


async def test_a_published_change_is_told_to_everybody_concerned_once(stage: Stage) -> None:
    announce(stage, 7)
    stage.peers.page = 3
    await stage.tell(published())
    await stage.start_worker()
    await stage.reach(accepted=7)
    assert sorted(t.recipient for t in stage.sink.taken) == [
        f"proef{number}@bakkerij.example" for number in range(1, 8)
    ]
    accepted = await stage.news("DeliveriesAccepted")
    told = [item["recipient_id"] for event in accepted for item in event["deliveries"]]
    assert sorted(told) == sorted(str(samples.recipient(n).recipient_id) for n in range(1, 8))
    assert {event["change_id"] for event in accepted} == {str(SUBJECT)}


async def test_a_message_carries_a_link_that_the_portal_made_for_it(stage: Stage) -> None:
    announce(stage)
    await stage.tell(published())
    await stage.start_worker()
    await stage.reach(accepted=1)
    (asked,) = stage.peers.links
    assert asked["path"] == f"/changes/{SUBJECT}/object"
    assert asked["contact_id"] == str(samples.recipient().contact_id)
    (taken,) = stage.sink.taken
    assert asked["id"] in taken.data.decode().replace("=\r\n", "")
    assert taken.sender.startswith(f"b+{asked['id'].replace('-', '')}.")
    assert taken.sender.endswith("@schakel.example")


async def test_every_kind_of_fact_becomes_its_notice(stage: Stage) -> None:
    names = ("ready", "other", "signed", "both", "renewed", "heard", "decided", "ends", "goes_on")
    ids = {name: uuid5(SPACE, name) for name in names}
    for name, facts in {
        "ready": samples.version("agreement_ready", ids["ready"]),
        "other": samples.version("amendment_ready", ids["other"], amendment=samples.amended()),
        "signed": samples.version("agreement_signed", ids["signed"]),
        "both": samples.version("agreement_countersigned", ids["both"]),
        "renewed": samples.version("annex_renewed", ids["renewed"]),
        "heard": samples.objection("objection_received", ids["heard"]),
        "decided": samples.objection("objection_decided", ids["decided"]),
        "ends": samples.termination("agreement_ending", ids["ends"]),
        "goes_on": samples.termination("ending_withdrawn", ids["goes_on"]),
    }.items():
        stage.peers.told[ids[name]] = Told(facts, [samples.recipient()])
    for name, variant, cause in (
        ("ready", "offered", "onboarding"),
        ("other", "offered", "amendment"),
        ("signed", "signed", "onboarding"),
        ("renewed", "offered", "change"),
    ):
        await stage.tell(
            AgreementRendered(
                tenant_id=TENANT,
                agreement_id=SPACE,
                version_id=ids[name],
                client_id=SPACE,
                variant=variant,
                cause=cause,
                documents=[],
            )
        )
    await stage.tell(
        AgreementCountersigned(
            tenant_id=TENANT, agreement_id=SPACE, version_id=ids["both"], client_id=SPACE
        )
    )
    for kind, name in ((ObjectionReceived, "heard"), (ObjectionDecided, "decided")):
        await stage.tell(
            kind(tenant_id=TENANT, objection_id=ids[name], change_id=SUBJECT, client_id=SPACE)
        )
    for ended, name in (
        (AgreementTerminated, "ends"),
        (AgreementTerminationWithdrawn, "goes_on"),
    ):
        await stage.tell(
            ended(tenant_id=TENANT, agreement_id=SPACE, client_id=SPACE, termination_id=ids[name])
        )
    await stage.start_worker()
    await stage.reach(accepted=9)
    subjects = " ".join(t.data.decode() for t in stage.sink.taken)
    assert len(stage.sink.to(ONE)) == 9
    assert f"/agreements/{samples.recipient().agreement_id}/sign" in {
        link["path"] for link in stage.peers.links
    }
    assert "Message-ID" in subjects
    assert await stage.news("DeliveriesAccepted") == []


async def test_duplicated_and_disordered_facts_end_in_one_telling(stage: Stage) -> None:
    announce(stage, 2)
    extra = samples.recipient(9)
    stage.peers.told[SUBJECT].added = [extra]
    added = RecipientAdded(tenant_id=TENANT, change_id=SUBJECT, recipient_id=extra.recipient_id)
    for event in (added, published(), added, published(), added):
        await stage.tell(event)
    await stage.start_worker()
    await stage.start_worker()
    await stage.reach(accepted=3)
    await stage.tell(published())
    await stage.tell(added)

    async def all_heard() -> bool:
        waiting = "SELECT count(*) = 0 FROM bus.delivery WHERE consumer = 'notifications'"
        return bool(await stage.owner.fetchval(waiting))

    await until(all_heard)
    await stage.reach(accepted=3)
    assert len({t.recipient for t in stage.sink.taken}) == len(stage.sink.taken) == 3


async def test_an_added_recipient_is_told_although_the_change_was_told_before(stage: Stage) -> None:
    announce(stage)
    await stage.start_worker()
    await stage.tell(published())
    await stage.reach(accepted=1)
    extra = samples.recipient(9)
    stage.peers.told[SUBJECT].added = [extra]
    await stage.tell(
        RecipientAdded(tenant_id=TENANT, change_id=SUBJECT, recipient_id=extra.recipient_id)
    )
    await stage.reach(accepted=2)
    assert len(stage.sink.to(extra.email)) == 1


async def test_only_who_was_told_of_a_change_is_told_of_its_withdrawal(stage: Stage) -> None:
    announce(stage, 3)
    stage.sink.plan("proef2@bakkerij.example", "5xx")
    stage.sink.plan("proef3@bakkerij.example", *["4xx"] * 20)
    await stage.start_worker()
    await stage.tell(published())
    await stage.reach(accepted=1, failed=1, queued=1)
    await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
    await stage.reach(accepted=2, failed=1, stopped=1)
    assert len(stage.sink.to(ONE)) == 2
    assert len(stage.sink.to("proef3@bakkerij.example")) == 0
    assert "stopped" in {kind for _, kind in await stage.evidence()}


async def test_a_withdrawal_that_overtakes_its_announcement_tells_nobody(stage: Stage) -> None:
    announce(stage, 2)
    await stage.start_worker()
    await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
    await stage.tell(published())

    async def gathered() -> bool:
        query = (
            "SELECT count(*) = 2 AND bool_and(finished_at IS NOT NULL) FROM notifications.gathering"
        )
        async with stage.pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT set_config('app.tenant', $1, true)", str(TENANT))
            return bool(await connection.fetchval(query))

    await until(gathered)
    assert await stage.states() == {}
    assert stage.sink.taken == []


async def test_a_withdrawal_waits_for_whoever_is_queueing_and_stops_that_too(stage: Stage) -> None:
    announced = notice_id(TENANT, "change_announced", SUBJECT)
    people = [addressed(announced, "mail", samples.recipient(number)) for number in (1, 2)]
    async with tenant_transaction(stage.pool, TENANT) as queueing:
        told = samples.change()
        await notices.add(queueing, announced, "change_announced", SUBJECT, SUBJECT, told)
    async with tenant_transaction(stage.pool, TENANT) as queueing:
        chain = await evidence.lock(queueing, announced)
        assert not await notices.is_withdrawn(queueing, SUBJECT)
        await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
        await stage.start_worker()
        await until(lambda: somebody_waits(stage))
        await queue_deliveries(queueing, TENANT, chain, people)
    await stage.reach(stopped=2)
    assert stage.sink.taken == []


async def somebody_waits(stage: Stage) -> bool:
    return bool(await stage.owner.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"))


async def test_a_notice_without_a_mandatory_fact_waits_and_goes_out_once_it_is_there(
    stage: Stage,
) -> None:
    facts = samples.change()
    line = facts.lines[0].model_copy(update={"new": samples.party("Nieuwboek", location=None)})
    stage.peers.told[SUBJECT] = Told(samples.change(lines=(line,)), [samples.recipient()])
    await stage.start_worker()
    await stage.tell(published())

    async def refused() -> object:
        async with stage.pool.acquire() as connection, connection.transaction():
            await connection.execute("SELECT set_config('app.tenant', $1, true)", str(TENANT))
            return await connection.fetchval("SELECT problem FROM notifications.gathering")

    problem = await until(refused)
    assert problem["field"] == "lines.0.new.location"
    assert stage.sink.taken == []
