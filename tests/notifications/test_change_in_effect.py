"""That a change holds is told once for each wave, and only to whom contracts names."""

from uuid import uuid5

from shared.database import tenant_transaction
from shared.events import ChangePublished, ChangeWentLive
from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.peers import Told
from tests.notifications.samples import SPACE, SUBJECT, TENANT

FIRST, SECOND = uuid5(SPACE, "first wave"), uuid5(SPACE, "second wave")
ONE, TWO = samples.recipient(1), samples.recipient(2)


def live(number: int, wave_id: object) -> ChangeWentLive:
    return ChangeWentLive.model_validate(
        {"tenant_id": TENANT, "change_id": SUBJECT, "wave": number, "wave_id": wave_id}
    )


async def test_each_wave_tells_its_own_once_in_whatever_order_the_facts_come(stage: Stage) -> None:
    stage.peers.told[SUBJECT] = Told(samples.change(), [ONE, TWO])
    for wave, person in ((FIRST, ONE), (SECOND, TWO)):
        facts = samples.change(wave, kind="change_effective")
        stage.peers.told[wave] = Told(facts, [person])
    for event in (live(2, SECOND), live(1, FIRST), live(2, SECOND)):
        await stage.tell(event)
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.start_worker()
    await stage.reach(accepted=4)
    for person in (ONE, TWO):
        subjects = [taken.data.count(b"Geldt") for taken in stage.sink.to(person.email)]
        assert len(subjects) == 2
    assert {link["path"] for link in stage.peers.links} == {
        "/home", f"/changes/{SUBJECT}/object",
    }  # fmt: skip


async def test_a_fact_of_before_waves_had_a_name_tells_nobody(stage: Stage) -> None:
    stage.peers.told[FIRST] = Told(samples.change(FIRST, kind="change_effective"), [ONE])
    await stage.tell(live(1, None))
    await stage.tell(live(2, FIRST))
    await stage.start_worker()
    await stage.reach(accepted=1)
    async with tenant_transaction(stage.pool, TENANT) as connection:
        kinds = await connection.fetch("SELECT kind FROM notifications.notice")
    assert [row["kind"] for row in kinds] == ["change_effective"]
