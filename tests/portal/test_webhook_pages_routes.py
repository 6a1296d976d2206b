"""What an owner sees of webhooks and does with them, with notifications as it answers."""

from typing import Any

import pytest

from tests.portal.conftest import Portal

ENDPOINT = "019a0000-0000-7000-8000-0000000000e1"
MESSAGE = "019a0000-0000-7000-8000-0000000000e2"
HERE = f"/settings/webhooks/{ENDPOINT}"
RECORD: dict[str, Any] = {
    "id": ENDPOINT, "name": "Boekhouding", "url": "https://boekhouding.example/schakel",
    "events": ["agreement.signed"], "added_at": "2026-11-22T09:00:00Z", "halted_because": None,
    "halted_at": None, "former_secret_until": None,
}  # fmt: skip
SENT: dict[str, Any] = {
    "id": MESSAGE, "endpoint_id": ENDPOINT, "message_id": "019a0000-0000-7000-8000-0000000000e3",
    "type": "agreement.signed", "occurred_at": "2026-11-22T09:00:00Z", "state": "failed",
    "attempts": 2, "created_at": "2026-11-22T09:00:00Z", "delivered_at": None,
    "next_attempt_at": None, "last_outcome": "status", "last_status": 500,
}  # fmt: skip
LOG = [
    {"number": 1, "started_at": "2026-11-22T09:00:00Z", "ended_at": None, "outcome": None,
     "status": None, "response": None, "seconds": None},
    {"number": 2, "started_at": "2026-11-22T09:00:20Z", "ended_at": "2026-11-22T09:00:21Z",
     "outcome": "status", "status": 500, "response": "<b>kapot</b>", "seconds": 0.2},
]  # fmt: skip


@pytest.fixture
async def portal_with_webhooks(portal: Portal) -> Portal:
    told = portal.notifications
    told.say("GET", "/webhook-endpoints", {"items": [RECORD], "next": None})
    told.say("GET", f"/webhook-endpoints/{ENDPOINT}", RECORD)
    told.say("GET", f"/webhook-endpoints/{ENDPOINT}/deliveries", {"items": [SENT], "next": None})
    body = {"type": "agreement.signed", "data": {"agreement_id": "a"}}
    told.say("GET", f"/webhook-deliveries/{MESSAGE}", SENT | {"body": body, "log": LOG})
    return portal


async def test_an_owner_adds_a_webhook_and_sees_its_secret_once(
    portal_with_webhooks: Portal,
) -> None:
    told = portal_with_webhooks.notifications
    told.say("POST", "/webhook-endpoints", RECORD | {"secret": "whsec_geheim"}, 201)
    browser = await portal_with_webhooks.staff()
    page = await browser.open("/settings")
    assert "/settings/webhooks" in page.tree.xpath("//main//a/@href")
    page = await browser.open("/settings/webhooks")
    page = await browser.submit(
        page,
        "/settings/webhooks",
        name="Boekhouding",
        url=" https://boekhouding.example/schakel ",
        events=["agreement.signed", "change.published"],
    )
    assert "whsec_geheim" in page.text
    (asked,) = told.to("POST", "/webhook-endpoints")
    assert asked.body == {
        "name": "Boekhouding",
        "url": "https://boekhouding.example/schakel",
        "events": ["agreement.signed", "change.published"],
    }
    assert "whsec_geheim" not in (await browser.open(HERE)).text


async def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    portal_with_webhooks: Portal,
) -> None:
    told = portal_with_webhooks.notifications
    errors = [
        {"field": "url", "code": "value_error", "message": "x"},
        {"field": "events", "code": "too_short", "message": "x"},
    ]
    told.refuse("POST", "/webhook-endpoints", 400, "request-invalid", errors=errors)
    browser = await portal_with_webhooks.staff()
    page = await browser.open("/settings/webhooks")
    page = await browser.submit(page, "/settings/webhooks", name="Billing", url="ftp://x")
    assert page.status == 400
    assert page.tree.xpath('//input[@name="url"]/@value') == ["ftp://x"]
    (wrong,) = page.tree.xpath('//*[@id="url-wrong"]/text()')
    assert wrong.startswith("Give a whole address")
    assert page.tree.xpath('//*[@id="events-wrong"]/text()') == ["Choose at least one."]


async def test_an_edit_is_based_on_what_was_seen(portal_with_webhooks: Portal) -> None:
    told = portal_with_webhooks.notifications
    told.say("PATCH", f"/webhook-endpoints/{ENDPOINT}", RECORD)
    browser = await portal_with_webhooks.staff()
    page = await browser.submit(await browser.open(HERE), f"{HERE}/edits", name="Facturen")
    (asked,) = told.to("PATCH", f"/webhook-endpoints/{ENDPOINT}")
    assert asked.headers["if-match"] == '"as-seen"'
    assert asked.body["name"] == "Facturen"
    assert asked.body["events"] == ["agreement.signed"]
    told.refuse("PATCH", f"/webhook-endpoints/{ENDPOINT}", 412, "edited-since")
    page = await browser.submit(await browser.open(HERE), f"{HERE}/edits", name="Later")
    assert page.status == 412


@pytest.mark.parametrize(
    ("noun", "body"), [("halts", {}), ("tests", {}), ("replays", {}), ("removals", {})]
)
async def test_a_button_does_what_it_says(
    portal_with_webhooks: Portal, noun: str, body: dict[str, Any]
) -> None:
    told = portal_with_webhooks.notifications
    told.say("POST", f"/webhook-endpoints/{ENDPOINT}/{noun}", RECORD)
    browser = await portal_with_webhooks.staff()
    page = await browser.submit(await browser.open(HERE), f"{HERE}/{noun}")
    assert page.status == 200
    (asked,) = told.to("POST", f"/webhook-endpoints/{ENDPOINT}/{noun}")
    assert asked.body == body


async def test_a_new_secret_is_shown_and_a_halted_one_is_resumed_with_what_was_missed(
    portal_with_webhooks: Portal,
) -> None:
    told = portal_with_webhooks.notifications
    path = f"/webhook-endpoints/{ENDPOINT}"
    told.say("POST", f"{path}/secrets", {"secret": "whsec_nieuw", "former_until": None}, 201)
    browser = await portal_with_webhooks.staff()
    page = await browser.submit(await browser.open(HERE), f"{HERE}/secrets")
    assert "whsec_nieuw" in page.text
    halted = {"halted_because": "failing", "halted_at": "2026-11-22T09:00:00Z"}
    told.say("GET", path, RECORD | halted)
    told.say("POST", f"{path}/resumptions", RECORD, 201)
    page = await browser.open(HERE)
    assert "Mend the receiver" in page.text
    await browser.submit(page, f"{HERE}/resumptions")
    assert told.to("POST", f"{path}/resumptions")[0].body == {"replay": True}


async def test_a_message_shows_every_attempt_and_is_sent_again(
    portal_with_webhooks: Portal,
) -> None:
    told = portal_with_webhooks.notifications
    told.say("POST", f"/webhook-deliveries/{MESSAGE}/replays", SENT, 202)
    browser = await portal_with_webhooks.staff()
    page = await browser.open(f"{HERE}/messages/{MESSAGE}")
    assert "it may have arrived" in page.text
    assert "<b>kapot</b>" not in page.response.text
    assert "kapot" in page.text
    await browser.submit(page, f"{HERE}/messages/{MESSAGE}/replays")
    assert len(told.to("POST", f"/webhook-deliveries/{MESSAGE}/replays")) == 1
    told.refuse("POST", f"/webhook-deliveries/{MESSAGE}/replays", 409, "webhook-delivery-queued")
    page = await browser.open(f"{HERE}/messages/{MESSAGE}")
    page = await browser.submit(page, f"{HERE}/messages/{MESSAGE}/replays")
    assert page.status == 409
    assert "waits to be sent already" in page.text


@pytest.mark.parametrize("role", ["officer", "viewer", "auditor"])
async def test_only_owners_see_webhooks(portal_with_webhooks: Portal, role: str) -> None:
    browser = await portal_with_webhooks.staff(role)
    for path in ("/settings/webhooks", HERE, f"{HERE}/messages/{MESSAGE}"):
        assert (await browser.open(path)).status == 403
    assert "/settings/webhooks" not in (await browser.open("/settings")).text


async def test_an_owner_reads_in_which_form_an_address_is_kept(
    portal_with_webhooks: Portal,
) -> None:
    told = portal_with_webhooks.notifications
    browser = await portal_with_webhooks.staff()
    words = "The address is kept in the form in which it is used:"
    told.say("POST", "/webhook-endpoints", RECORD | {"secret": "whsec_geheim"}, 201)
    told.say("PATCH", f"/webhook-endpoints/{ENDPOINT}", RECORD)
    for typed, said in ((RECORD["url"], False), ("HTTPS://Boekhouding.example/schakel", True)):
        page = await browser.open("/settings/webhooks")
        page = await browser.submit(page, "/settings/webhooks", name="x", url=typed)
        assert (words in page.text, "whsec_geheim" in page.text) == (said, True)
        page = await browser.submit(await browser.open(HERE), f"{HERE}/edits", url=typed)
        assert (words in page.text) == said
    assert words not in (await browser.open(HERE)).text


async def test_a_name_with_a_line_break_is_refused_at_its_field(
    portal_with_webhooks: Portal,
) -> None:
    told = portal_with_webhooks.notifications
    errors = [{"field": "name", "code": "string_pattern_mismatch", "message": "x"}]
    told.refuse("POST", "/webhook-endpoints", 400, "request-invalid", errors=errors)
    browser = await portal_with_webhooks.staff()
    page = await browser.open("/settings/webhooks")
    page = await browser.submit(page, "/settings/webhooks", name="een\ntwee", url="https://x")
    (wrong,) = page.tree.xpath('//*[@id="name-wrong"]/text()')
    assert wrong == "Leave out line breaks and other invisible signs."
