"""Followers of the list and the provider's own staff are told in the provider's own words too."""

from collections.abc import AsyncIterator
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from services.notifications.channels.mail.dressing import built_in
from services.notifications.domain.facts import Kind
from shared.events import ChangeWithdrawn
from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.samples import SPACE, SUBJECT, TENANT
from tests.notifications.test_message import body, parse
from tests.notifications.test_public_altered import put_off
from tests.notifications.test_subscriptions import (
    ask,
    link_in,
    mailed,
    prepare,
    publish,
    subscribed,
    words,
)
from tests.notifications.test_upstream_expiring import expiring, known
from tests.notifications.wordings import Desk, desk_of

Client = AsyncTestClient[Any]
OURS = "Hier spreekt de huismeester."
BRAND = {"name": "Voorbeeld & zoon", "accent": "#7a1f5c", "footer_nl": "KvK 12345678"}


@pytest.fixture
async def desk(stage: Stage) -> AsyncIterator[Desk]:
    async with desk_of(stage) as one:
        yield one


async def in_own_words(desk: Desk, kind: Kind, extra: str = OURS) -> Any:
    draft = built_in(kind, "nl")
    words = {"subject": draft.subject, "text": f"{extra}\n\n{draft.text}"}
    version = await desk.write(words, f"/wordings/{kind}/nl")
    return await desk.publish(version)


async def test_followers_read_the_provider_s_words_and_looks_and_can_still_leave_by_one_press(
    desk: Desk, api: Client
) -> None:
    stage = desk.stage
    version = await in_own_words(desk, "public_announced")
    await desk.ask("POST", "/brands", BRAND)
    prepare(stage)
    await stage.start_worker()
    await subscribed(stage, api)
    await publish(stage)
    data = await mailed(stage, 2)
    message = message_from_bytes(data, policy=default)
    for subtype in ("plain", "html"):
        assert OURS in body(parse(data), subtype)
        assert "KvK 12345678" in body(parse(data), subtype)
    does, token = link_in(data)
    assert message["List-Unsubscribe"] == f"<{samples.HOME}/{does}/{token}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    await stage.reach(accepted=2)
    notices = (await desk.ask("GET", "/notices"))["items"]
    (told,) = [one for one in notices if one["kind"] == "public_announced"]
    report = await desk.ask("GET", f"/notices/{told['id']}/evidence")
    assert report["rows"][0]["details"] == {"wording": version["digest"]}


async def test_each_message_to_followers_has_words_of_its_own(desk: Desk, api: Client) -> None:
    stage = desk.stage
    await in_own_words(desk, "public_altered", "Het wordt later.")
    await in_own_words(desk, "public_withdrawn", "Het gaat toch niet door.")
    prepare(stage)
    await stage.start_worker()
    await subscribed(stage, api)
    await publish(stage)
    assert "Het wordt later." not in words(await mailed(stage, 2))
    await stage.tell(put_off(stage))
    assert "Het wordt later." in words(await mailed(stage, 3))
    await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
    assert "Het gaat toch niet door." in words(await mailed(stage, 4))
    await stage.reach(accepted=4)


async def test_words_that_leave_out_the_party_of_this_very_change_are_set_aside_for_followers(
    desk: Desk, api: Client
) -> None:
    """Tried with invented titles they tell it; of this one they don't."""
    stage, draft = desk.stage, built_in("public_announced", "nl")
    text = draft.text.replace(
        "{{ line.new.party }}",
        '{% if title == "Nieuwe mailserver" %}iemand{% else %}{{ line.new.party }}{% endif %}',
    )
    sent = {"subject": draft.subject, "text": f"{OURS}\n\n{text}"}
    await desk.publish(await desk.write(sent, "/wordings/public_announced/nl"))
    prepare(stage)
    await stage.start_worker()
    await subscribed(stage, api)
    await publish(stage)
    assert OURS not in words(await mailed(stage, 2))


async def test_whoever_asks_to_follow_is_asked_to_confirm_in_the_provider_s_words(
    desk: Desk, api: Client
) -> None:
    stage = desk.stage
    sent = {
        "subject": "Uw aanmelding",
        "text": f"{OURS}\n\n-> {{{{ link }}}} | {{{{ link_label }}}}",
    }
    sent["text"] += "\n\n~ {{ provider }}"
    await desk.publish(await desk.write(sent, "/wordings/subscription_asked/nl"))
    await stage.start_worker()
    await subscribed(stage, api)
    first = await mailed(stage, 1)
    assert OURS in words(first)
    assert "Aanmelding bevestigen" in words(first)
    assert link_in(first)[0] == "subscriptions"
    await ask(api, stage)
    again = await mailed(stage, 2)
    assert "Afmelden" in words(again)
    assert "Aanmelding bevestigen" not in words(again)
    assert link_in(again)[0] == "unsubscribe"


async def test_staff_read_of_a_supplier_s_agreement_in_the_provider_s_words(desk: Desk) -> None:
    stage = desk.stage
    await in_own_words(desk, "upstream_expiring")
    known(stage)
    await stage.tell(expiring())
    await stage.start_worker()
    await stage.reach(accepted=2)
    told = {taken.recipient: body(parse(taken.data), "plain") for taken in stage.sink.taken}
    assert OURS in told["els@kale.example"]
    assert OURS not in told["rik@kale.example"]


async def test_a_test_of_words_for_followers_offers_no_way_to_unsubscribe(desk: Desk) -> None:
    stage = desk.stage
    stage.peers.colleagues[str(SPACE)] = {
        "id": str(SPACE), "name": "Els", "email": "els@kale.example",
        "provider": "Voorbeeldhost B.V.", "url": "https://portal.example",
    }  # fmt: skip
    version = await in_own_words(desk, "public_announced")
    await stage.start_worker()
    await desk.ask("POST", f"/wording-versions/{version['id']}/tests", {}, 202)
    await stage.reach(accepted=1)
    message = message_from_bytes(stage.sink.taken[0].data, policy=default)
    assert message["Subject"].startswith("Test: ")
    assert message["List-Unsubscribe"] is None
