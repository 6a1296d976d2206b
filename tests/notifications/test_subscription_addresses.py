"""Addresses that visitors fill in: hostile ones get a clear refusal, unusual ones work."""

import pytest

from tests.notifications.conftest import Stage
from tests.notifications.test_subscriptions import Client, ask, counted, link_in, mailed


@pytest.mark.parametrize(
    "address",
    [
        "geen adres",
        "a@b",
        "@lezer.example",
        "eva@lezer.example\r\nBcc: x@y.example",
        "eva@lezer.example, jan@lezer.example",
        '"eva prins"@lezer.example',
        "<eva@lezer.example>",
        "eva@[127.0.0.1]",
        "éva@lezer.example",
        "e" * 65 + "@lezer.example",
        "eva@" + "a." * 150 + "example",
        "\x00eva@lezer.example",
        "",
        "e" * 300,
    ],
)
async def test_what_is_no_address_gets_a_clear_refusal(
    stage: Stage, api: Client, address: str
) -> None:
    answer = await ask(api, stage, address)
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:schakel:problem:address-invalid"
    assert [one["field"] for one in answer.json()["errors"]] == ["address"]
    assert await counted(stage, api) == (0, 0, 0)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("  eva@lezer.example ", "eva@lezer.example"),
        ("eva@bücher.example", "eva@xn--bcher-kva.example"),
        ("privacy+schakel@lezer.example", "privacy+schakel@lezer.example"),
        ("o'brien@lezer.example", "o'brien@lezer.example"),
    ],
)
async def test_an_unusual_address_works(
    stage: Stage, api: Client, typed: str, written: str
) -> None:
    await stage.start_worker()
    assert (await ask(api, stage, typed)).status_code == 202
    assert link_in(await mailed(stage, 1, written))[0] == "subscriptions"
