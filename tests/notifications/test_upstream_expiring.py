"""The end of an agreement with a supplier is told to staff, once, while it still is one."""

from email import message_from_bytes
from email.policy import default
from typing import Any
from uuid import UUID, uuid5

from shared.database import tenant_transaction
from shared.events import UpstreamAgreementExpiring
from tests.notifications.conftest import Stage, until
from tests.notifications.samples import SPACE, TENANT

REMINDER, UPSTREAM = uuid5(SPACE, "reminder"), uuid5(SPACE, "upstream")
TOLD = {"subprocessor": "Oudboek", "title": "Voorwaarden 2026", "ends_on": "2027-01-01"}
LEFT = "SELECT count(*) = 0 FROM notifications.gathering WHERE finished_at IS NULL"


def somebody(name: str, language: str = "nl") -> dict[str, str]:
    email = f"{name.lower()}@kale.example"
    return {"id": str(uuid5(SPACE, name)), "name": name, "email": email, "language": language}


def known(stage: Stage, told: Any = TOLD) -> None:
    stage.peers.owners = [somebody("Els")]
    stage.peers.officers = [somebody("Rik", "en"), somebody("Els")]
    stage.peers.reminders[REMINDER] = {"upstream_agreement_id": str(UPSTREAM), "told": told}


def expiring(reminder_id: UUID | None = REMINDER) -> UpstreamAgreementExpiring:
    return UpstreamAgreementExpiring(
        tenant_id=TENANT,
        upstream_agreement_id=UPSTREAM,
        subprocessor_id=SPACE,
        reminder_id=reminder_id,
    )


async def test_owners_and_officers_are_told_once_each_in_their_own_language(stage: Stage) -> None:
    known(stage)
    for _ in range(3):
        await stage.tell(expiring())
    await stage.start_worker()
    await stage.reach(accepted=2)
    mails = {
        taken.recipient: message_from_bytes(taken.data, policy=default)
        for taken in stage.sink.taken
    }
    assert mails["els@kale.example"]["subject"] == (
        "Overeenkomst met Oudboek eindigt op 1 januari 2027 \u2013 Voorbeeldhost B.V."
    )
    assert mails["rik@kale.example"]["subject"].startswith(
        "Agreement with Oudboek ends on 1 January"
    )
    text = mails["rik@kale.example"].get_body(("plain",)).get_content()
    assert f"https://portal.example/registers/suppliers/{UPSTREAM}" in text


async def test_an_end_that_was_moved_or_followed_meanwhile_is_told_to_nobody(stage: Stage) -> None:
    known(stage, None)
    await stage.tell(expiring())
    await stage.tell(expiring(None))
    await stage.start_worker()

    async def read() -> bool:
        async with tenant_transaction(stage.pool, TENANT) as connection:
            notices = await connection.fetchval("SELECT count(*) FROM notifications.notice")
            return bool(notices == 1 and await connection.fetchval(LEFT))

    await until(read)
    assert await stage.states() == {}
    assert stage.sink.taken == []


async def test_nobody_is_missed_while_the_others_are_down(stage: Stage) -> None:
    known(stage)
    stage.peers.down = True
    await stage.tell(expiring())
    await stage.start_worker()

    async def waits() -> bool:
        async with tenant_transaction(stage.pool, TENANT) as connection:
            return bool(await connection.fetchval("SELECT count(*) FROM notifications.gathering"))

    await until(waits)
    stage.peers.down = False
    await stage.reach(accepted=2)
