"""What other systems answered about a client goes with it; a message holds identifiers alone."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from litestar.testing import AsyncTestClient

from services.notifications.commands.erase_client import erase_client
from services.notifications.domain.webhook_delivery import Answer
from services.notifications.domain.webhook_event import TOLD, news_of
from services.notifications.store import webhook_deliveries
from services.notifications.store.webhook_deliveries import Ended
from shared.database import tenant_transaction
from shared.events import (
    ChangeAltered,
    ChangePublished,
    ChangeWentLive,
    ChangeWithdrawn,
    ErasureOrdered,
    Event,
    Unreached,
)
from tests.notifications.conftest import Stage
from tests.notifications.samples import OTHER_TENANT, TENANT
from tests.notifications.test_webhook_delivery import made
from tests.notifications.webhooks import Office

URL = "https://boekhouding.example/schakel"
# Told of everybody at once.
OF_NOBODY: set[type[Event]] = {
    ChangeAltered,
    ChangePublished,
    ChangeWentLive,
    ChangeWithdrawn,
}


@pytest.mark.parametrize(
    "kind", [kind for kind in TOLD if kind not in OF_NOBODY], ids=lambda kind: kind.__name__
)
def test_every_message_about_a_client_names_it_by_its_number(kind: type[Event]) -> None:
    event = made(kind)
    (news,) = news_of(event, uuid4())
    assert news.data["client_id"] == str(getattr(event, "client_id", None))


def test_what_could_not_be_delivered_names_its_client_by_its_number_too() -> None:
    assert "client_id" in Unreached.model_fields


@pytest.fixture
def office(stage: Stage, api: AsyncTestClient[Any]) -> Office:
    return Office(stage, api)


async def _told(office: Office, client_id: UUID) -> UUID:
    """The delivery of a message about the client, which nobody tried yet."""
    kind = next(kind for kind in TOLD if "client_id" in kind.model_fields)
    news = news_of(made(kind).model_copy(update={"client_id": client_id}), uuid4())
    async with tenant_transaction(office.stage.pool, TENANT) as connection:
        (added,) = await webhook_deliveries.add(connection, news)
        return added.id


async def _answered(office: Office, delivery_id: UUID) -> Any:
    """What is kept of an attempt to which the receiver answers with a name."""
    answer = Answer(outcome="status", status=500, response="Geen map voor Quispel.")
    async with tenant_transaction(office.stage.pool, TENANT) as connection:
        opened = await webhook_deliveries.open_attempts(
            connection, [delivery_id], timedelta(seconds=0)
        )
        number = opened[delivery_id].number
        ended = Ended(delivery_id, number, answer, "queued", timedelta(0))
        await webhook_deliveries.settle(connection, [ended])
    return (await office.get(f"/webhook-deliveries/{delivery_id}"))["log"][-1]


async def _erase(office: Office, client_id: UUID, tenant: UUID = TENANT, *what: str) -> None:
    categories = list(what or ("webhook_answers",))
    order = ErasureOrdered(tenant_id=tenant, client_id=client_id, categories=categories, files=[])
    async with tenant_transaction(office.stage.pool, tenant) as connection:
        await erase_client(connection, order)


async def test_what_was_answered_about_a_client_goes_with_it_and_later_answers_are_not_kept(
    office: Office,
) -> None:
    await office.endpoint(URL, "client.onboarded", "agreement.signed")
    gone, stays = uuid4(), uuid4()
    deliveries = {client: await _told(office, client) for client in (gone, stays)}
    for delivery in deliveries.values():
        assert (await _answered(office, delivery))["response"] == "Geen map voor Quispel."
    path = f"/clients/{gone}/holdings"
    assert await office.get(path) == {"notices": 0, "webhook_answers": 1}
    await _erase(office, gone, TENANT, "sign_in")
    await _erase(office, gone, OTHER_TENANT)
    assert (await office.get(path))["webhook_answers"] == 1
    await _erase(office, gone)
    assert (await office.get(path))["webhook_answers"] == 0
    news = await office.stage.news("ErasureDone")
    assert [one["erased"] for one in news] == [{"webhook_answers": 0}, {"webhook_answers": 1}]
    log = (await office.get(f"/webhook-deliveries/{deliveries[gone]}"))["log"]
    assert [(one["outcome"], one["status"], one["response"]) for one in log] == [
        ("status", 500, None)
    ]
    assert (await _answered(office, deliveries[gone]))["response"] is None
    assert (await _answered(office, deliveries[stays]))["response"] == "Geen map voor Quispel."
    assert (await office.get(f"/clients/{stays}/holdings"))["webhook_answers"] == 2
