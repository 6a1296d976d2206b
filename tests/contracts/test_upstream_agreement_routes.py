"""Agreements with suppliers over HTTP, by role and by provider."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.contracts.worker import round_of
from tests.contracts.house import Catalogue, House, Json, order, stock
from tests.contracts.running import draft
from tests.contracts.test_contracts_tenancy import neighbour

FILE = {"id": str(uuid4()), "digest": "ab" * 32, "name": "addendum.pdf"}


def upstream(party: str, **more: Any) -> Json:
    return {
        "subprocessor_id": party,
        "title": "Data processing addendum",
        "valid_from": "2026-01-01",
        "valid_until": "2027-06-01",
        "notice_days": 14,
        "objection_days": 14,
        "standing": {"state": "accepted", "since": "2026-01-01", "file": FILE},
    } | more


async def goods_of(house: House) -> Catalogue:
    goods = await stock(house)
    await house.owner.post("/onboardings", order("Klant Een"))
    return goods


async def seen(house: House, path: str) -> str:
    headers = {"Authorization": f"Bearer {house.owner.token}"}
    return str((await house.client.get(path, headers=headers)).headers["etag"])


async def test_an_agreement_is_read_as_it_was_recorded(house: House) -> None:
    goods = await stock(house)
    made = await house.owner.post("/upstream-agreements", upstream(goods.old_party))
    assert made["subprocessor"] == "Oude Wolk"
    assert made["state"] == "accepted"
    assert made["states"][0]["file"] == FILE
    read = await house.staff("viewer").get(f"/upstream-agreements/{made['id']}")
    assert read == made


async def test_a_state_counts_from_its_day_on_and_none_is_lost(house: House) -> None:
    goods = await stock(house)
    first = {"state": "published", "since": "2026-01-01"}
    made = await house.owner.post("/upstream-agreements", upstream(goods.old_party, standing=first))
    path = f"/upstream-agreements/{made['id']}"
    signed = {"state": "countersigned", "since": "2026-05-01", "file": FILE}
    after = await house.owner.post(f"{path}/states", signed)
    assert [one["state"] for one in after["states"]] == ["published", "countersigned"]
    for day, state in (
        ("2025-12-31", None),
        ("2026-04-30", "published"),
        ("2026-05-01", "countersigned"),
    ):
        assert (await house.owner.get(path, params={"on": day}))["state"] == state
        listed = await house.owner.get("/upstream-agreements", params={"on": day})
        assert [one["state"] for one in listed["items"]] == ([state] if state else [])
    assert await house.fetch("SELECT FROM contracts.upstream_state") != []


async def test_two_clerks_who_edit_at_once_lose_nothing(house: House) -> None:
    goods = await stock(house)
    made = await house.owner.post("/upstream-agreements", upstream(goods.old_party))
    path = f"/upstream-agreements/{made['id']}"
    tag = {"If-Match": await seen(house, path)}
    edited = await house.owner.ask("PATCH", path, {"notice_days": 45}, headers=tag)
    assert edited["notice_days"] == 45
    assert edited["title"] == made["title"]
    late = await house.owner.ask("PATCH", path, {"title": "X"}, headers=tag, expect=412)
    assert late["type"].endswith(":edited-since")
    await house.owner.ask("PATCH", path, {"title": "X"}, expect=428)
    tag = {"If-Match": await seen(house, path)}
    await house.owner.ask("PATCH", path, {"title": None}, headers=tag, expect=400)
    wrong = {"valid_until": "2025-01-01"}
    await house.owner.ask("PATCH", path, wrong, headers=tag, expect=400)
    assert (await house.owner.get(path))["notice_days"] == 45


async def test_what_ends_first_stands_first_and_pages_join_up(house: House) -> None:
    goods = await stock(house)
    ends = ["2028-01-01", None, "2026-12-01", "2027-01-01"]
    for end in ends:
        await house.owner.post("/upstream-agreements", upstream(goods.old_party, valid_until=end))
    found: list[Json] = []
    after: dict[str, str] = {}
    while True:
        params = {"limit": "1", **after}
        page = await house.owner.get("/upstream-agreements", params=params)
        found += [one["valid_until"] for one in page["items"]]
        if not page["next"]:
            break
        after = {"after": page["next"]}
    assert found == ["2026-12-01", "2027-01-01", "2028-01-01", None]
    soon = await house.owner.get(
        "/upstream-agreements", params={"expiring_before": "2027-01-01", "state": "accepted"}
    )
    assert [one["valid_until"] for one in soon["items"]] == ["2026-12-01"]
    other = await house.owner.get(
        "/upstream-agreements", params={"subprocessor_id": goods.new_party}
    )
    assert other["items"] == []
    await house.owner.get("/upstream-agreements", params={"after": "nonsense"}, expect=400)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"valid_until": "2026-01-01"}, "body"),
        ({"notice_days": -1}, "notice_days"),
        ({"notice_days": "30"}, "notice_days"),
        ({"day_kind": "lunar"}, "day_kind"),
        ({"standing": {"state": "countersigned"}}, "standing"),
        ({"standing": {"state": "signed"}}, "standing.state"),
        (
            {"standing": {"state": "accepted", "file": FILE | {"digest": "x"}}},
            "standing.file.digest",
        ),
        ({"subprocessor_id": str(uuid4())}, "subprocessor_id"),
        ({"price": 3}, "price"),
    ],
)
async def test_a_mistake_is_told_with_its_field(wrong: Json, field: str, house: House) -> None:
    goods = await stock(house)
    body = upstream(goods.old_party) | wrong
    problem = await house.owner.post("/upstream-agreements", body, expect=400)
    assert field in [error["field"] for error in problem["errors"]]


async def test_only_staff_reads_and_only_officers_write(house: House) -> None:
    goods = await goods_of(house)
    made = await house.staff("officer").post("/upstream-agreements", upstream(goods.old_party))
    path = f"/upstream-agreements/{made['id']}"
    (client,) = (await house.owner.get("/clients"))["items"]
    contact = (await house.owner.get(f"/clients/{client['id']}"))["contacts"][0]
    for stranger in (house.contact(contact["id"], client["id"]), house.service("documents")):
        for read in ("/upstream-agreements", path, "/slack"):
            await stranger.get(read, expect=403)
    for reader in ("viewer", "auditor"):
        await house.staff(reader).get("/slack")
        await house.staff(reader).post("/upstream-agreements", {}, expect=403)
        await house.staff(reader).post(f"{path}/states", {}, expect=403)
        await house.staff(reader).ask("PATCH", path, {}, expect=403)


async def test_another_provider_sees_none_of_it(house: House) -> None:
    goods = await goods_of(house)
    made = await house.owner.post("/upstream-agreements", upstream(goods.old_party))
    other = await neighbour(house)
    assert (await other.owner.get("/upstream-agreements"))["items"] == []
    state = {"state": "accepted"}
    for known in (made["id"], str(uuid4())):
        path = f"/upstream-agreements/{known}"
        problem = await other.owner.get(path, expect=404)
        assert problem["type"].endswith(":upstream-agreement-unknown")
        await other.owner.post(f"{path}/states", state, expect=404)
        await other.owner.ask("PATCH", path, {}, headers={"If-Match": "*"}, expect=404)
    await other.owner.get(f"/subprocessors/{goods.old_party}/slack", expect=404)
    problem = await other.owner.post("/upstream-agreements", upstream(goods.old_party), expect=400)
    assert problem["errors"][0]["field"] == "subprocessor_id"


async def test_slack_weighs_what_the_supplier_gives_against_what_clients_were_promised(
    house: House,
) -> None:
    goods = await goods_of(house)
    await house.owner.post("/onboardings", order("Klant Twee", notice_days=10))
    path = f"/subprocessors/{goods.old_party}/slack"
    assert (await house.owner.get(path))["warnings"] == ["upstream-missing"]
    await house.owner.post("/upstream-agreements", upstream(goods.old_party))
    found = await house.owner.get(path, params={"on": "2026-11-23"})
    (product, relaxed) = found["products"]
    assert (product["days"], product["agreements"], product["notice_slack"]) == (30, 1, -16)
    assert (relaxed["days"], relaxed["notice_slack"]) == (14, 0)
    assert found["warnings"] == ["upstream-notice-short"]
    listed = await house.owner.get("/slack", params={"on": "2026-11-23", "limit": 1})
    assert listed["items"] == [found]
    assert listed["next"] is None
    unused = await house.owner.get(f"/subprocessors/{goods.new_party}/slack")
    assert (unused["products"], unused["warnings"]) == ([], [])
    later = await house.owner.get(path, params={"on": "2027-06-01"})
    assert later["warnings"] == ["upstream-missing"]


async def test_staff_is_reminded_once_of_each_end(house: House) -> None:
    goods = await stock(house)
    today = await house.today()
    end = today + timedelta(days=90)
    made = await house.owner.post(
        "/upstream-agreements", upstream(goods.old_party, valid_until=str(end), reminder_days=60)
    )
    path = f"/upstream-agreements/{made['id']}"
    pool = house.app.state.pool
    await round_of(pool)
    assert (await house.owner.get(path))["reminded_on"] is None
    await house.go_to(end - timedelta(days=60))
    for _ in range(2):
        await round_of(pool)
    assert (await house.owner.get(path))["reminded_on"] == str(end - timedelta(days=60))
    (event,) = await house.events("UpstreamAgreementExpiring")
    assert event["upstream_agreement_id"] == made["id"]
    reminder = f"/upstream-reminders/{event['reminder_id']}"
    service = house.service("notifications")
    told = await service.get(reminder)
    assert told["upstream_agreement_id"] == made["id"]
    assert told["told"]["ends_on"] == str(end)
    await _extend(house, path, end + timedelta(days=30))
    assert (await service.get(reminder))["told"] is None, "it ends on another day now"
    await round_of(pool)
    assert len(await house.events("UpstreamAgreementExpiring")) == 1
    await house.go_to(end - timedelta(days=30))
    await round_of(pool)
    assert len(await house.events("UpstreamAgreementExpiring")) == 2


async def _extend(house: House, path: str, until: date) -> None:
    tag = {"If-Match": await seen(house, path)}
    await house.owner.ask("PATCH", path, {"valid_until": str(until)}, headers=tag)


async def test_nobody_is_reminded_where_a_successor_stands(house: House) -> None:
    goods = await stock(house)
    today = await house.today()
    end = str(today + timedelta(days=30))
    await house.owner.post("/upstream-agreements", upstream(goods.old_party, valid_until=end))
    next_one = upstream(goods.old_party, valid_from=end, valid_until=None)
    await house.owner.post("/upstream-agreements", next_one)
    await round_of(house.app.state.pool)
    assert await house.events("UpstreamAgreementExpiring") == []


async def test_a_draft_warns_of_a_supplier_without_an_agreement_or_with_too_short_a_notice(
    house: House,
) -> None:
    goods = await goods_of(house)
    change = await draft(house, goods)
    path = f"/changes/{change['id']}/impact"
    assert "Nieuwe Wolk" in (await house.owner.get(path))["warnings"][-1]["en"]
    made = await house.owner.post("/upstream-agreements", upstream(goods.new_party))
    (short,) = (await house.owner.get(path))["warnings"][-1:]
    assert "16 days too late" in short["en"]
    own = f"/upstream-agreements/{made['id']}"
    tag = {"If-Match": await seen(house, own)}
    await house.owner.ask("PATCH", own, {"notice_days": 60}, headers=tag)
    told = (await house.owner.get(path))["warnings"]
    assert not [one for one in told if "Nieuwe Wolk" in one["nl"]]


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-30"])
async def test_a_day_without_a_calendar_is_refused_and_a_change_on_it_is_not(
    on: str, house: House
) -> None:
    goods = await goods_of(house)
    for path in ("/slack", f"/subprocessors/{goods.old_party}/slack"):
        problem = await house.owner.get(path, params={"on": on}, expect=400)
        assert problem["errors"][0]["field"] == "on"
    change = await draft(house, goods, effective_on="9999-12-30")
    await house.owner.post("/upstream-agreements", upstream(goods.new_party, valid_until=None))
    warnings = (await house.owner.get(f"/changes/{change['id']}/impact"))["warnings"]
    assert "too late" in warnings[-1]["en"]
