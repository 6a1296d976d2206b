"""Who follows the public list by mail: a yes first, one press to leave, and then forgotten."""

import asyncio
import base64
import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any, get_args
from uuid import UUID, uuid5

import pytest
from litestar.testing import AsyncTestClient

from services.notifications.channels.mail.addresses import ReturnPath
from services.notifications.channels.mail.channel import MailChannel
from services.notifications.channels.mail.compose import Composer, Letterhead
from services.notifications.channels.mail.relay import Relay, Server
from services.notifications.commands.subscribe import forget_subscribers
from services.notifications.domain.evidence import proof
from services.notifications.domain.facts import Kind
from services.notifications.domain.subscription import PUBLIC, Tickets
from services.notifications.store import notices, proofs
from shared.database import tenant_transaction
from shared.events import ChangePublished, ChangeWithdrawn
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.samples import HOME, OTHER_TENANT, SPACE, SUBJECT, TENANT
from tests.notifications.test_feeds import announced as in_history
from tests.notifications.test_feeds import history

Client = AsyncTestClient[Any]
EVA = "eva@lezer.example"
LINK = re.compile(r"https://portal\.example/p/voorbeeldhost/(subscriptions|unsubscribe)/([\w.-]+)")


def portal(stage: Stage, tenant: UUID = TENANT) -> dict[str, str]:
    return stage.token(kind="service", service="portal", role=None, id=None, tenant_id=tenant)


async def ask(api: Client, stage: Stage, address: str = EVA, **more: str) -> Any:
    body = {"address": address, "language": "nl", "provider": "Voorbeeldhost B.V.", "home": HOME}
    return await api.post("/subscriptions", json=body | more, headers=portal(stage))


def words(data: bytes) -> str:
    part = message_from_bytes(data, policy=default).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(data: bytes) -> tuple[str, str]:
    """What the link does, and its token."""
    found = LINK.search(words(data))
    assert found, words(data)
    return found[1], found[2]


async def mailed(stage: Stage, number: int, address: str = EVA) -> bytes:
    """The message with that number to this address."""

    async def there() -> bool:
        return len(stage.sink.to(address)) >= number

    await until(there)
    return stage.sink.to(address)[number - 1].data


async def subscribed(stage: Stage, api: Client, address: str = EVA, **more: str) -> None:
    before = len(stage.sink.to(address))
    assert (await ask(api, stage, address, **more)).status_code == 202
    _, token = link_in(await mailed(stage, before + 1, address))
    path = f"/subscriptions/{token}/confirmations"
    assert (await api.post(path, headers=portal(stage))).status_code == 204


async def leave(stage: Stage, api: Client, data: bytes) -> None:
    does, token = link_in(data)
    assert does == "unsubscribe"
    answer = await api.post(f"/subscriptions/{token}/removals", headers=portal(stage))
    assert answer.status_code == 204


async def counted(stage: Stage, api: Client) -> tuple[int, int, int]:
    told = (await api.get("/subscriptions", headers=stage.token())).json()
    return told["nl"], told["en"], told["asked"]


def prepare(stage: Stage, *clients: int) -> None:
    people = [samples.recipient(number) for number in clients]
    stage.peers.told[SUBJECT] = Told(samples.change(), people)
    stage.peers.history = history(in_history() | {"id": str(SUBJECT)})


async def publish(stage: Stage) -> None:
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))


async def test_nobody_is_written_to_before_the_owner_of_the_address_says_yes(
    stage: Stage, api: Client
) -> None:
    prepare(stage, 1)
    await stage.start_worker()
    await subscribed(stage, api)
    assert (await ask(api, stage, "stil@lezer.example")).status_code == 202
    assert await counted(stage, api) == (1, 0, 1)
    await publish(stage)
    await mailed(stage, 2)
    await stage.reach(accepted=4)
    assert len(stage.sink.to("stil@lezer.example")) == 1
    message = message_from_bytes(stage.sink.to(EVA)[1].data, policy=default)
    assert "Nieuwe mailserver" in message["Subject"]
    text = words(stage.sink.to(EVA)[1].data)
    for fact in ("Postduif", "Mailwolk", "1 januari 2027", "mail bezorgen"):
        assert fact in text
    assert "Bakkerij" not in text
    assert "VWO-" not in text


async def test_a_client_that_is_told_gets_no_way_to_unsubscribe_and_a_subscriber_gets_one_press(
    stage: Stage, api: Client
) -> None:
    prepare(stage, 1)
    await stage.start_worker()
    await subscribed(stage, api, language="en")
    await publish(stage)
    message = message_from_bytes(await mailed(stage, 2))
    does, token = link_in(await mailed(stage, 2))
    assert message["List-Unsubscribe"] == f"<{HOME}/{does}/{token}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Content-Language"] == "en"
    told = message_from_bytes(await mailed(stage, 1, samples.recipient(1).email))
    assert told["List-Unsubscribe"] is None


@pytest.mark.parametrize("kind", get_args(Kind))
def test_only_mail_to_subscribers_can_be_unsubscribed_from(kind: Kind) -> None:
    channel = MailChannel(
        Relay(Server("127.0.0.1", 1), 1),
        Composer(Letterhead("bericht@schakel.example", "schakel.example")),
        ReturnPath(b"secret", "schakel.example"),
    )
    facts = samples.EVERY_KIND[kind]
    mail = channel.prepare(kind, facts, samples.delivery(kind), "https://x.example/in/t")
    assert mail.envelope
    headers = message_from_bytes(mail.envelope.data)
    named = [name for name in headers if name.lower().startswith("list-")]
    assert named == (["List-Unsubscribe", "List-Unsubscribe-Post"] if kind in PUBLIC else [])


async def test_who_was_told_hears_of_the_withdrawal_and_who_left_since_does_not(
    stage: Stage, api: Client
) -> None:
    prepare(stage)
    await stage.start_worker()
    await subscribed(stage, api)
    await subscribed(stage, api, "jan@lezer.example")
    await publish(stage)
    await mailed(stage, 2, "jan@lezer.example")
    await leave(stage, api, await mailed(stage, 2))
    await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
    assert "ingetrokken" in words(await mailed(stage, 3, "jan@lezer.example"))
    await stage.reach(accepted=5)
    assert len(stage.sink.to(EVA)) == 2


async def test_a_withdrawal_that_comes_first_tells_subscribers_nothing(
    stage: Stage, api: Client
) -> None:
    prepare(stage)
    await stage.start_worker()
    await subscribed(stage, api)
    await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
    await publish(stage)
    path = f"/notices?subject_id={SUBJECT}"

    async def decided() -> bool:
        items = (await api.get(path, headers=stage.token())).json()["items"]
        kinds = {item["kind"]: item for item in items}
        if "public_announced" not in kinds:
            return False
        told = await api.get(f"/progress/{kinds['public_announced']['id']}", headers=stage.token())
        return not told.json()["gathering"]

    await until(decided)
    assert len(stage.sink.to(EVA)) == 1


async def test_leaving_forgets_the_address_and_the_chain_still_checks(
    stage: Stage, api: Client
) -> None:
    prepare(stage)
    await stage.start_worker()
    await subscribed(stage, api)
    await publish(stage)
    data = await mailed(stage, 2)
    await stage.reach(accepted=2)
    await leave(stage, api, data)
    await leave(stage, api, data)
    assert await counted(stage, api) == (0, 0, 0)
    rows = (await api.get("/notices", headers=stage.token())).json()["items"]
    for item in rows:
        told = (await api.get(f"/notices/{item['id']}/evidence", headers=stage.token())).json()
        assert told["verification"]["sound"]
        assert EVA not in str(told)
        assert told["verification"]["erased"] == told["verification"]["rows"]
    await forget_subscribers(stage.pool)
    for table in ("subscriber", "parting", "disclosure"):
        async with tenant_transaction(stage.pool, TENANT) as connection:
            held = await connection.fetch(f"SELECT t::text AS row FROM notifications.{table} t")
        assert [row["row"] for row in held if EVA in row["row"]] == []
    # Who comes back is somebody new, and asked anew.
    assert (await ask(api, stage)).status_code == 202
    assert link_in(await mailed(stage, 3))[0] == "subscriptions"


async def test_what_waits_for_somebody_who_leaves_is_not_sent(stage: Stage, api: Client) -> None:
    prepare(stage)
    await stage.start_worker()
    await subscribed(stage, api)
    stage.sink.plan(EVA, "4xx")
    await publish(stage)

    async def deferred() -> bool:
        return (1, "deferred") in await stage.evidence()

    await until(deferred)
    async with tenant_transaction(stage.pool, TENANT) as connection:
        (row,) = await connection.fetch("SELECT id FROM notifications.subscriber")
    token = Tickets(_secret(stage)).token("leave", row["id"])
    answer = await api.post(f"/subscriptions/{token}/removals", headers=portal(stage))
    assert answer.status_code == 204
    await stage.reach(accepted=1, stopped=1)


def _secret(stage: Stage) -> bytes:
    return base64.b64decode(stage.keys["notifications"][0])


async def test_an_address_that_nobody_confirms_is_forgotten_after_48_hours(
    stage: Stage, api: Client
) -> None:
    await stage.start_worker()
    await ask(api, stage)
    _, token = link_in(await mailed(stage, 1))
    await subscribed(stage, api, "jan@lezer.example")
    await stage.reach(accepted=2)
    assert await forget_subscribers(stage.pool) == 0
    for address, ago in ((EVA, timedelta(hours=48)), ("jan@lezer.example", timedelta(days=90))):
        async with tenant_transaction(stage.pool, TENANT) as connection:
            await connection.execute(
                "UPDATE notifications.subscriber SET asked_at = asked_at - $2::interval"
                " WHERE address = $1",
                address,
                ago,
            )
    path = f"/subscriptions/{token}/confirmations"
    assert (await api.post(path, headers=portal(stage))).status_code == 404
    assert await forget_subscribers(stage.pool) == 1
    assert await counted(stage, api) == (1, 0, 0)
    assert await forget_subscribers(stage.pool) == 0


async def test_the_answer_is_the_same_whether_an_address_is_known_or_not(
    stage: Stage, api: Client
) -> None:
    await stage.start_worker()
    new = await ask(api, stage)
    await mailed(stage, 1)
    await subscribed(stage, api)
    known = await ask(api, stage, EVA.upper(), language="en")
    assert (new.status_code, new.content) == (known.status_code, known.content)
    assert new.status_code == 202
    again = await mailed(stage, 3)
    assert link_in(again)[0] == "unsubscribe"
    assert "al aangemeld" in message_from_bytes(again, policy=default)["Subject"]
    assert await counted(stage, api) == (1, 0, 0)


async def test_a_link_that_was_not_made_here_or_for_something_else_opens_nothing(
    stage: Stage, api: Client
) -> None:
    await stage.start_worker()
    await subscribed(stage, api)
    _, token = link_in(stage.sink.to(EVA)[0].data)
    someone = Tickets(b"guessed").token("leave", uuid5(SPACE, "x"))
    for wrong in (token, someone, "x", "a" * 5000, token[:-1] + "_"):
        answer = await api.post(f"/subscriptions/{wrong}/removals", headers=portal(stage))
        assert answer.status_code == 404, wrong
    assert (await api.get(f"/subscriptions/{someone}", headers=portal(stage))).status_code == 404
    assert (await api.get(f"/subscriptions/{token}", headers=portal(stage))).status_code == 204
    other = portal(stage, OTHER_TENANT)
    assert (await api.get(f"/subscriptions/{token}", headers=other)).status_code == 404
    assert await counted(stage, api) == (1, 0, 0)


async def test_staff_see_how_many_and_nobody_by_name(stage: Stage, api: Client) -> None:
    prepare(stage)
    await stage.start_worker()
    await subscribed(stage, api)
    await publish(stage)
    await mailed(stage, 2)
    await stage.reach(accepted=2)
    for item in (await api.get("/notices", headers=stage.token())).json()["items"]:
        path = f"/notices/{item['id']}/deliveries"
        rows = (await api.get(path, headers=stage.token())).json()["items"]
        for row in rows:
            assert (row["name"], row["email"], row["reply"]) == (None, None, None)
            assert row["proof"] == proof("accepted", seen=False)
        for suffix in ("", ".csv"):
            path = f"/notices/{item['id']}/evidence{suffix}"
            assert EVA not in (await api.get(path, headers=stage.token())).text
        told = (await api.get(f"/notices/{item['id']}/evidence", headers=stage.token())).json()
        assert (told["verification"]["sound"], told["verification"]["erased"]) == (True, 0)


async def test_the_report_of_a_change_is_of_clients_alone(stage: Stage, api: Client) -> None:
    prepare(stage, 1)
    await stage.start_worker()
    await subscribed(stage, api)
    await publish(stage)
    await mailed(stage, 2)
    await stage.reach(accepted=3)
    async with tenant_transaction(stage.pool, TENANT) as connection:
        kinds = [
            (await notices.get(connection, one)).kind
            for one in await proofs.of_change(connection, SUBJECT)
        ]
    assert kinds == ["change_announced"]


async def test_who_could_not_be_reached_three_times_is_written_to_no_more(
    stage: Stage, api: Client
) -> None:
    await stage.start_worker()
    await subscribed(stage, api)
    stage.sink.plan(EVA, "5xx", "5xx", "5xx")
    changes = [uuid5(SPACE, f"change {number}") for number in range(4)]
    stage.peers.history = history(*(in_history() | {"id": str(one)} for one in changes))
    for number, change in enumerate(changes[:3], 1):
        stage.peers.told[change] = Told(samples.change(change), [])
        await stage.tell(ChangePublished(tenant_id=TENANT, change_id=change))
        await stage.reach(accepted=1, failed=number)
    stage.peers.told[changes[3]] = Told(samples.change(changes[3]), [])
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=changes[3]))

    async def gone() -> bool:
        return await counted(stage, api) == (0, 0, 0)

    await until(gone)
    await asyncio.sleep(0.2)
    assert len(stage.sink.to(EVA)) == 1


async def test_a_thousand_subscribers_are_told_once_each_by_pages(
    stage: Stage, api: Client
) -> None:
    prepare(stage)
    async with tenant_transaction(stage.pool, TENANT) as connection:
        await connection.execute(
            "INSERT INTO notifications.subscriber (address, address_key, language, confirmed_at)"
            " SELECT 'l' || n || '@lezer.example', 'l' || n || '@lezer.example', 'nl', clock.now()"
            " FROM generate_series(1, 1001) n"
        )
    await publish(stage)
    await stage.start_worker()
    await stage.reach(accepted=1001)
    assert len({taken.recipient for taken in stage.sink.taken}) == len(stage.sink.taken) == 1001
