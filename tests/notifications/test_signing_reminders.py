"""A reminder to sign, which a signature stops however the two come."""

from email import message_from_bytes
from email.policy import default
from typing import Any
from uuid import UUID

from shared.database import tenant_transaction
from shared.events import AgreementSigned, Event, SigningReminded
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.samples import SUBJECT, TENANT

DONE = "SELECT EXISTS (SELECT FROM bus.inbox WHERE event_id = $1)"
KNOWN: dict[str, Any] = {
    "tenant_id": TENANT,
    "agreement_id": samples.recipient().agreement_id,
    "version_id": SUBJECT,
    "client_id": samples.recipient().client_id,
}
REMINDED = SigningReminded(**KNOWN)
SIGNED = AgreementSigned(signature_id=UUID(int=1), **KNOWN)


def tell(stage: Stage, **more: Any) -> None:
    facts = samples.version("agreement_reminder", **more)
    stage.peers.told[SUBJECT] = Told(facts, [samples.recipient()])


async def heard(stage: Stage, event: Event) -> None:
    """Until the worker has done with it."""
    number = await stage.tell(event)

    async def done() -> bool:
        async with tenant_transaction(stage.pool, TENANT) as connection:
            return bool(await connection.fetchval(DONE, number))

    await until(done)


async def test_a_signatory_is_reminded_once_however_often_it_is_told(stage: Stage) -> None:
    tell(stage)
    await stage.start_worker()
    for _ in range(3):
        await heard(stage, REMINDED)
    await stage.reach(accepted=1)
    (mail,) = stage.sink.taken
    subject = message_from_bytes(mail.data, policy=default)["subject"]
    assert subject == (
        "Herinnering: uw verwerkersovereenkomst met Voorbeeldhost B.V. is nog niet ondertekend"
    )
    (link,) = stage.peers.links
    assert link["path"] == f"/agreements/{samples.recipient().agreement_id}/sign"


async def test_a_signature_that_comes_first_keeps_the_reminder_back(stage: Stage) -> None:
    tell(stage)
    await stage.start_worker()
    await heard(stage, SIGNED)
    await heard(stage, REMINDED)

    async def read() -> bool:
        return bool(
            await stage.owner.fetchval(
                "SELECT count(*) FROM notifications.gathering WHERE finished_at IS NOT NULL"
            )
        )

    await until(read)
    assert await stage.states() == {}
    assert stage.sink.taken == []


async def test_a_signature_stops_a_reminder_that_waits(stage: Stage) -> None:
    tell(stage)
    stage.sink.plan(samples.recipient().email, "4xx")
    await stage.start_worker()
    await heard(stage, REMINDED)
    await stage.reach(queued=1)
    await heard(stage, SIGNED)
    await stage.reach(stopped=1)
    assert (await stage.evidence())[-1][1] == "stopped"
    await heard(stage, SIGNED)
    assert await stage.states() == {"stopped": 1}


async def test_a_reminder_of_a_proposal_says_what_it_is(stage: Stage) -> None:
    tell(stage, amendment=samples.amended())
    await stage.start_worker()
    await heard(stage, REMINDED)
    await stage.reach(accepted=1)
    subject = message_from_bytes(stage.sink.taken[0].data, policy=default)["subject"]
    assert subject.startswith("Herinnering: voorstel tot wijziging van uw verwerkersovereenkomst")
