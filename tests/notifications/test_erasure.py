"""Who was written to is forgotten; that it was done can still be proven."""

from typing import Any
from uuid import UUID, uuid4

from services.notifications.commands.erase_client import erase_client, forget_sign_ins
from services.notifications.commands.sweep import sweep
from shared.database import tenant_transaction
from shared.events import ChangePublished, ErasureOrdered
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.samples import SUBJECT, TENANT
from tests.notifications.test_notice_routes import Client, message, notice_id, told

GONE = samples.recipient(1)


def _order(client_id: UUID = GONE.client_id, *categories: str) -> ErasureOrdered:
    return ErasureOrdered(
        tenant_id=TENANT,
        client_id=client_id,
        categories=list(categories or ("notices",)),
        files=[],
    )


async def _report(stage: Stage, api: Client) -> Any:
    notice = await notice_id(stage, api)
    return (await api.get(f"/notices/{notice}/evidence", headers=stage.token())).json()


async def _done(stage: Stage) -> list[dict[str, Any]]:
    return await until(lambda: stage.news("ErasureDone"))


async def test_the_chain_checks_as_before_once_the_people_of_a_client_are_gone(
    stage: Stage, api: Client
) -> None:
    await told(stage)
    await stage.reach(accepted=3)
    before = await _report(stage, api)
    path = f"/clients/{GONE.client_id}/holdings"
    assert (await api.get(path, headers=stage.token())).json()["notices"] == 1
    await stage.tell(_order())
    assert (await _done(stage))[0]["erased"] == {"notices": 1}
    after = await _report(stage, api)
    assert before["verification"] == after["verification"] | {"erased": 0}
    assert after["verification"]["sound"]
    assert after["verification"]["erased"] == 2
    assert after["head"] == before["head"]
    assert GONE.email not in str(after)
    assert samples.recipient(2).email in str(after)
    assert (await api.get(path, headers=stage.token())).json()["notices"] == 0


async def test_the_list_of_deliveries_names_nobody_who_was_erased(
    stage: Stage, api: Client
) -> None:
    await told(stage)
    await stage.reach(accepted=3)
    await stage.tell(_order())
    await _done(stage)
    notice = await notice_id(stage, api)
    rows = (await api.get(f"/notices/{notice}/deliveries", headers=stage.token())).json()["items"]
    (row,) = [row for row in rows if row["client_id"] == str(GONE.client_id)]
    assert (row["name"], row["email"], row["client"], row["reply"]) == (None, None, None, None)
    assert row["proof"] == "accepted_by_mail_server"


async def test_what_has_not_left_yet_is_stopped_and_on_record_as_such(
    stage: Stage, api: Client
) -> None:
    stage.peers.told[SUBJECT] = Told(samples.change(), [GONE])
    stage.sink.plan(GONE.email, "4xx")
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.start_worker()
    await until(lambda: _deferred(stage))
    await stage.tell(_order())
    await _done(stage)
    assert await stage.states() == {"stopped": 1}
    report = await _report(stage, api)
    assert report["verification"]["sound"]
    assert report["rows"][-1]["kind"] == "stopped"


async def _deferred(stage: Stage) -> bool:
    return (1, "deferred") in await stage.evidence()


async def test_an_order_that_asks_nothing_of_notices_changes_nothing(
    stage: Stage, api: Client
) -> None:
    await told(stage, 1)
    await stage.reach(accepted=1)
    async with tenant_transaction(stage.pool, TENANT) as connection:
        await erase_client(connection, _order(GONE.client_id, "sign_in"))
    assert GONE.email in str(await _report(stage, api))
    assert await stage.news("ErasureDone") == []


async def test_told_twice_or_of_a_stranger_it_erases_nothing_more(
    stage: Stage, api: Client
) -> None:
    await told(stage, 2)
    await stage.reach(accepted=2)
    for client in (GONE.client_id, GONE.client_id, uuid4()):
        async with tenant_transaction(stage.pool, TENANT) as connection:
            await erase_client(connection, _order(client))
    assert [one["erased"]["notices"] for one in await stage.news("ErasureDone")] == [1, 0, 0]
    assert samples.recipient(2).email in str(await _report(stage, api))


async def test_another_provider_erases_nothing_of_this_one(stage: Stage, api: Client) -> None:
    await told(stage, 1)
    await stage.reach(accepted=1)
    async with tenant_transaction(stage.pool, samples.OTHER_TENANT) as connection:
        order = _order().model_copy(update={"tenant_id": samples.OTHER_TENANT})
        await erase_client(connection, order)
    assert GONE.email in str(await _report(stage, api))
    path = f"/clients/{GONE.client_id}/holdings"
    other = stage.token(tenant_id=samples.OTHER_TENANT)
    assert (await api.get(path, headers=other)).json() == {"notices": 0, "webhook_answers": 0}


async def test_whom_a_sign_in_mail_went_to_is_forgotten_after_thirty_days(
    stage: Stage, api: Client
) -> None:
    service = stage.token(kind="service", service="portal", id=None, role=None)
    sent = await api.post("/messages", json=message(), headers=service)
    assert sent.status_code == 202, sent.text
    await stage.start_worker()
    await stage.reach(accepted=1)
    assert await forget_sign_ins(stage.pool) == 0
    await stage.owner.execute("UPDATE clock.simulation SET ahead = interval '31 days'")
    assert await forget_sign_ins(stage.pool) == 1
    report = (
        await api.get(f"/notices/{sent.json()['notice_id']}/evidence", headers=stage.token())
    ).json()
    assert "proef1@" not in str(report)
    assert report["verification"]["sound"]
    await sweep(stage.pool)


async def test_contacts_and_other_services_do_not_read_what_is_held(
    stage: Stage, api: Client
) -> None:
    path = f"/clients/{GONE.client_id}/holdings"
    contact = stage.token(kind="contact", client_id=GONE.client_id, role=None)
    assert (await api.get(path, headers=contact)).status_code == 403
    assert (await api.get(path)).status_code == 401
