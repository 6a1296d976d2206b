"""Calendars of days that count: as the standard asks, and right after every move."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid5

import pytest
from icalendar import Calendar
from litestar.testing import AsyncTestClient

from tests.notifications.conftest import Stage
from tests.notifications.samples import OTHER_TENANT, SPACE, TENANT

Client = AsyncTestClient[Any]
MINE, OTHERS = uuid5(SPACE, "calendar"), uuid5(SPACE, "another calendar")


async def today(stage: Stage) -> date:
    day: date = await stage.owner.fetchval("SELECT clock.today()")
    return day


def due(number: int, day: date, kind: str = "objection", **more: Any) -> dict[str, Any]:
    subject = str(uuid5(SPACE, f"due {number}"))
    return {"kind": kind, "id": subject, "day": str(day)} | more


async def write(
    stage: Stage, api: Client, *items: dict[str, Any], tenant: UUID = TENANT, **more: Any
) -> Any:
    portal = stage.token(kind="service", service="portal", role=None, id=None, tenant_id=tenant)
    known = {"id": str(MINE), "language": "nl", "provider": "Voorbeeldhost", "items": items}
    return await api.post("/calendars", json=known | more, headers=portal)


def events(answer: Any) -> list[Any]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


async def test_an_entry_is_a_whole_day_with_a_name_and_a_page(stage: Stage, api: Client) -> None:
    day = await today(stage) + timedelta(days=14)
    title = {"nl": "Nieuwe mailserver", "en": "New mail server"}
    item = due(1, day, title=title, client="Bakkerij", url="https://portal.example/changes/1")
    (event,) = events(await write(stage, api, item))
    assert event["DTSTART"].dt == day
    assert event["SUMMARY"] == "Laatste dag voor bezwaar: Nieuwe mailserver · Bakkerij"
    assert event["URL"] == "https://portal.example/changes/1"
    assert (event["STATUS"], event["SEQUENCE"], event["TRANSP"]) == ("CONFIRMED", 0, "TRANSPARENT")
    (english,) = events(await write(stage, api, item, language="en"))
    assert english["SUMMARY"].startswith("Last day to object: New mail server")


async def test_nothing_rises_while_nothing_changes(stage: Stage, api: Client) -> None:
    item = due(1, await today(stage))
    first, again = await write(stage, api, item), await write(stage, api, item)
    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"]


async def test_a_day_that_moves_keeps_its_uid_and_rises(stage: Stage, api: Client) -> None:
    day = await today(stage)
    (first,) = events(await write(stage, api, due(1, day)))
    answer = await write(stage, api, due(1, day + timedelta(days=7)))
    (moved,) = events(answer)
    assert moved["UID"] == first["UID"]
    assert (moved["SEQUENCE"], moved["DTSTART"].dt) == (1, day + timedelta(days=7))


async def test_what_is_withdrawn_is_cancelled_and_may_come_back(stage: Stage, api: Client) -> None:
    day = await today(stage)
    stays, goes = due(1, day), due(2, day, title={"nl": "Weg ermee", "en": "Away"})
    await write(stage, api, stays, goes)
    answer = await write(stage, api, stays)
    states = sorted((one["STATUS"], one["SEQUENCE"]) for one in events(answer))
    assert states == [("CANCELLED", 1), ("CONFIRMED", 0)]
    assert "Weg ermee" not in answer.text
    assert (await write(stage, api, stays)).content == answer.content
    back = events(await write(stage, api, stays, goes))
    assert sorted((one["STATUS"], one["SEQUENCE"]) for one in back) == [
        ("CONFIRMED", 0),
        ("CONFIRMED", 2),
    ]


async def test_what_did_not_fit_is_not_taken_for_withdrawn(stage: Stage, api: Client) -> None:
    day = await today(stage)
    near, far = due(1, day), due(2, day + timedelta(days=300))
    await write(stage, api, near, far)
    cut = str(day + timedelta(days=300))
    found = events(await write(stage, api, near, complete_before=cut))
    assert all(one["SEQUENCE"] == 0 for one in found)


@pytest.mark.parametrize("name", ["a\r\nEND:VCALENDAR", "a;b,c\\", "\x00\x07", "é😀" * 60, '"x"'])
async def test_a_hostile_name_stays_in_its_line(stage: Stage, api: Client, name: str) -> None:
    answer = await write(stage, api, due(1, await today(stage), client=name), provider=f"P {name}")
    (event,) = events(answer)
    assert event["STATUS"] == "CONFIRMED"
    shown = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    assert event["SUMMARY"].endswith(shown)
    lines = answer.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert lines.count(b"END:VCALENDAR") == 1


async def test_calendars_and_providers_do_not_meet(stage: Stage, api: Client) -> None:
    day = await today(stage)
    await write(stage, api, due(1, day))
    for answer in (
        await write(stage, api, due(2, day), id=str(OTHERS)),
        await write(stage, api, due(2, day), tenant=OTHER_TENANT),
    ):
        (event,) = events(answer)
        assert event["STATUS"] == "CONFIRMED"


@pytest.mark.parametrize(
    "wrong",
    [
        {"items": [{"kind": "birthday", "id": str(MINE), "day": "2026-01-01"}]},
        {"items": [{"kind": "data", "id": str(MINE), "day": "gisteren"}]},
        {"language": "de"},
        {"provider": ""},
        {"more": 1},
    ],
)
async def test_what_is_no_calendar_gets_a_clear_problem(
    stage: Stage, api: Client, wrong: dict[str, Any]
) -> None:
    answer = await write(stage, api, **wrong)
    assert answer.status_code == 400
    assert answer.json()["type"].startswith("urn:schakel:problem:")


async def test_only_the_portal_has_a_calendar_written(stage: Stage, api: Client) -> None:
    body = {"id": str(MINE), "language": "nl", "provider": "Voorbeeldhost", "items": []}
    contracts = stage.token(kind="service", service="contracts", role=None, id=None)
    for headers in (stage.token(), contracts):
        assert (await api.post("/calendars", json=body, headers=headers)).status_code == 403
    assert (await api.post("/calendars", json=body)).status_code == 401
