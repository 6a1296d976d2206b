"""How a provider's messages look, and a test of one, sent to oneself."""

from collections.abc import AsyncIterator

import pytest

from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.test_message import body, parse
from tests.notifications.wordings import PROBLEM, Desk, desk_of, told


@pytest.fixture
async def desk(stage: Stage) -> AsyncIterator[Desk]:
    async with desk_of(stage) as one:
        yield one


async def test_the_brand_colours_heads_and_foots_every_message(desk: Desk) -> None:
    brand = {
        "name": "Voorbeeld & zoon",
        "accent": "#7a1f5c",
        "footer_nl": "KvK 12345678\nDorpsstraat 1",
        "footer_en": None,
    }
    made = await desk.ask("POST", "/brands", brand)
    assert made == made | brand
    assert made["set_by"] == str(samples.SPACE)
    message = await told(desk.stage, 1)
    page = body(message, "html")
    assert "Voorbeeld &amp; zoon</h1>" in page
    assert page.count("#7a1f5c") == 3
    assert "#0b5b6d" not in page
    for subtype in ("plain", "html"):
        assert "KvK 12345678 · Dorpsstraat 1" in body(message, subtype)
    assert (await desk.ask("GET", "/brands"))["items"] == [made]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"accent": "#ffcc00"}, "accent"),
        ({"accent": "#0B5B6D"}, "accent"),
        ({"accent": "red"}, "accent"),
        ({"accent": '#000000;background:url("https://x.example")'}, "accent"),
        ({"name": ""}, "name"),
        ({"logo": "https://x.example/logo.png"}, "logo"),
    ],
)
async def test_looks_that_can_not_be_read_or_have_to_be_fetched_are_refused(
    desk: Desk, body: dict[str, str], field: str
) -> None:
    problem = await desk.ask("POST", "/brands", body, 400)
    assert field in problem["errors"][0]["field"]


async def test_a_test_goes_to_oneself_says_that_it_is_one_and_is_no_notice_of_a_client(
    desk: Desk,
) -> None:
    stage = desk.stage
    stage.peers.colleagues[str(samples.SPACE)] = {
        "id": str(samples.SPACE),
        "name": "Els Prins",
        "email": "els@voorbeeldhost.example",
        "provider": "Voorbeeldhost B.V.",
        "url": "https://portaal.voorbeeldhost.example",
    }
    version = await desk.write()
    await stage.start_worker()
    path = f"/wording-versions/{version['id']}/tests"
    asked = await desk.ask("POST", path, {"situation": "approval"}, 202)
    assert asked["address"] == "els@voorbeeldhost.example"
    await stage.reach(accepted=1)
    (taken,) = stage.sink.taken
    assert taken.recipient == "els@voorbeeldhost.example"
    message = parse(taken.data)
    assert message["Subject"] == "Test: Ander bedrijf bij Voorbeeldhost B.V."
    for subtype in ("plain", "html"):
        assert "Dit is een proefbericht met verzonnen gegevens." in body(message, subtype)
    assert "https://portaal.voorbeeldhost.example/settings/messages" in body(message, "plain")
    assert await stage.news("DeliveriesAccepted") == []
    (notice,) = (await desk.ask("GET", "/notices"))["items"]
    assert notice["kind"] == "message_test"
    secrets = await stage.owner.fetchval("SELECT count(*) FROM notifications.secret")
    assert secrets == 0


async def test_an_integration_and_a_stranger_get_no_test(desk: Desk) -> None:
    version = await desk.write()
    path = f"/wording-versions/{version['id']}/tests"
    problem = await desk.ask("POST", path, {}, 404)
    assert problem["type"] == f"{PROBLEM}colleague-unknown"
    other = {"kind": "application", "role": None, "scopes": ("write",)}
    problem = await desk.ask("POST", path, {}, 403, **other)
    assert problem["type"] == f"{PROBLEM}person-needed"
    await desk.ask("POST", path, {"address": "ander@elders.example"}, 400)
