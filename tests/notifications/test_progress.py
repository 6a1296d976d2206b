"""How far a notice is while it goes out: how fast, until when, and why some were not reached."""

from typing import Any

from litestar.testing import AsyncTestClient

from shared.events import ChangePublished
from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.peers import Told
from tests.notifications.samples import SUBJECT, TENANT
from tests.notifications.test_notice_routes import notice_id

Client = AsyncTestClient[Any]


async def test_it_says_how_fast_it_goes_what_was_put_off_and_why_some_were_not_reached(
    stage: Stage, api: Client
) -> None:
    for number, plan in ((2, "5xx"), (3, "5xx"), (4, "cut-after-dot"), (5, "4xx")):
        stage.sink.plan(f"proef{number}@bakkerij.example", plan)
    people = [samples.recipient(number) for number in range(1, 7)]
    people.append(samples.recipient(7, email="geen adres"))
    stage.peers.told[SUBJECT] = Told(samples.change(), people)
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.start_worker()
    await stage.reach(accepted=2, failed=3, in_doubt=1, queued=1)
    path = f"/progress/{await notice_id(stage, api)}"
    found = (await api.get(path, headers=stage.token())).json()
    assert (found["total"], found["remaining"], found["put_off"]) == (7, 1, 1)
    assert 0 < found["per_second"] <= 6
    assert found["next_attempt_at"] is not None
    assert found["ready_at"] is None
    assert [
        (one["kind"], one["code"], one["reason"], one["deliveries"]) for one in found["causes"]
    ] == [
        ("refused", 550, None, 2),
        ("cut", None, "disconnected", 1),
        ("refused", None, "address-invalid", 1),
    ]


async def test_while_some_wait_for_their_first_attempt_it_says_when_they_are_done(
    stage: Stage, api: Client
) -> None:
    stage.peers.told[SUBJECT] = Told(samples.change(), [samples.recipient(1)])
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.start_worker()
    await stage.reach(accepted=1)
    await stage.owner.execute("ALTER TABLE notifications.chunk NO FORCE ROW LEVEL SECURITY")
    await stage.owner.execute("UPDATE notifications.chunk SET size = size + 100")
    path = f"/progress/{await notice_id(stage, api)}"
    found = (await api.get(path, headers=stage.token())).json()
    assert (found["remaining"], found["put_off"]) == (100, 0)
    assert found["ready_at"] is not None
