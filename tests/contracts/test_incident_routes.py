"""Breaches over HTTP: whom they touch as of their own time, what is told, and the register."""

import csv
from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from tests.contracts.house import House, Json, order, person, stock
from tests.contracts.incidents import (
    WHOLE,
    another_product,
    breach,
    clients_of,
    edited,
    moment,
    released,
    taken,
    told,
)
from tests.contracts.test_upstream_agreement_routes import seen


async def affected(house: House, incident: Json) -> dict[str, Json]:
    page = await house.owner.get(f"/incidents/{incident['id']}/clients")
    return {one["client"]: one for one in page["items"]}


async def test_little_is_needed_to_report_and_to_tell(house: House) -> None:
    goods, _ = await clients_of(house)
    made = await house.owner.post("/incidents", breach(goods))
    assert (made["state"], made["stages"], made["told_at"]) == ("reported", [], None)
    assert made["found_at"] == made["reported_at"]
    after = await house.owner.post(f"/incidents/{made['id']}/stages", {})
    (stage,) = after["stages"]
    assert (after["state"], stage["kind"], stage["number"]) == ("told", "first", 1)
    assert (stage["clients"], stage["people"]) == (3, 3)
    assert stage["unknown"][0] == "nature"
    assert len(stage["unknown"]) == 8
    (event,) = await house.events("IncidentReleased")
    assert (event["incident_id"], event["stage_id"]) == (made["id"], stage["id"])


async def test_breach_contacts_are_told_and_others_only_for_want_of_one(house: House) -> None:
    goods, _ = await clients_of(house)
    after = await released(house, goods)
    people = await told(house, after["stages"][0])
    assert {name: one["stands_in"] for name, one in people.items()} == {
        "Bram Breach": False,
        "Bob Breach": False,
        "Nora Twee": True,
    }
    assert people["Bob Breach"]["language"] == "en"
    reach = await house.owner.get(f"/incidents/{after['id']}/reach")
    assert (reach["clients"], reach["people"], reach["standing_in"]) == (3, 3, 1)
    assert (reach["new"], reach["unreachable"], reach["begin_known"]) == (0, 0, False)


async def test_the_time_from_found_to_told_is_kept(house: House) -> None:
    goods, _ = await clients_of(house)
    after = await released(house, goods, found_at=await moment(house, "3 hours 20 minutes"))
    assert after["minutes_to_tell"] == 200


async def test_who_had_the_product_then_is_touched_and_not_who_has_it_today(house: House) -> None:
    goods, made = await clients_of(house)
    today = await house.today()
    left, began = today - timedelta(days=10), today - timedelta(days=3)
    await taken(house, made["Met Wacht"]["agreement_id"], goods.product, f"[2025-01-01,{left})")
    await taken(house, made["Zonder Wacht"]["agreement_id"], goods.product, f"[{began},)")
    await taken(house, made["In English"]["agreement_id"], goods.product, "[2025-01-01,)")
    times = {name: await moment(house, f"{days} days") for name, days in TIMES.items()}
    long_ago = breach(goods, began_at=times["20"], found_at=times["2"], ended_at=times["12"])
    assert await names(house, long_ago) == {"Met Wacht", "In English"}
    between = breach(goods, began_at=times["7"], found_at=times["2"], ended_at=times["6"])
    assert await names(house, between) == {"In English"}
    going_on = breach(goods, began_at=times["7"], found_at=times["7"])
    assert await names(house, going_on) == {"Zonder Wacht", "In English"}
    throughout = breach(goods, began_at=times["20"], found_at=times["2"])
    assert await names(house, throughout) == {"Met Wacht", "Zonder Wacht", "In English"}


TIMES = {"20": 20, "12": 12, "7": 7, "6": 6, "2": 2}


async def names(house: House, body: Json) -> set[str]:
    made = await house.owner.post("/incidents", body)
    return set(await affected(house, made))


async def test_of_an_agreement_that_had_ended_before_nobody_is_touched(house: House) -> None:
    goods, made = await clients_of(house)
    await house.fetch(
        "INSERT INTO contracts.agreement_end (tenant_id, agreement_id, ends_on)"
        " VALUES ($1, $2, clock.today() - 5)",
        house.tenant,
        made["Met Wacht"]["agreement_id"],
    )
    assert "Met Wacht" not in await names(house, breach(goods))
    before = breach(goods, began_at=await moment(house, "8 days"))
    assert "Met Wacht" in await names(house, before)


async def test_a_sub_processor_touches_those_for_whom_it_was_engaged(house: House) -> None:
    goods, made = await clients_of(house)
    mail = await another_product(house)
    await house.owner.post("/onboardings", order("Mail Alleen", "mail"))
    party = {"product_ids": [], "subprocessor_id": goods.old_party}
    assert await names(house, breach(goods, **party)) == {"Met Wacht", "Zonder Wacht", "In English"}
    assert await names(house, breach(goods, **party | {"product_ids": [mail]})) == set()
    free = {"product_ids": [], "subprocessor_id": goods.new_party}
    assert await names(house, breach(goods, **free)) == set()
    await house.fetch(
        "INSERT INTO contracts.link_exception (tenant_id, link_id, client_id, valid)"
        " VALUES ($1, $2, $3, 'empty')",
        house.tenant,
        goods.old_link,
        made["Met Wacht"]["client_id"],
    )
    assert await names(house, breach(goods, **party)) == {"Zonder Wacht", "In English"}


async def test_a_sub_processor_touches_those_who_have_one_that_works_under_it(
    house: House,
) -> None:
    goods, _ = await clients_of(house)
    top = await house.owner.post("/subprocessors", {"name": "Moeder", "country": "NL"})
    path = f"/subprocessors/{goods.old_party}"
    tag = {"If-Match": await seen(house, path)}
    await house.owner.ask("PATCH", path, {"parent_id": top["id"]}, headers=tag)
    found = await names(house, breach(goods, product_ids=[], subprocessor_id=top["id"]))
    assert len(found) == 3


async def test_staff_takes_clients_in_and_leaves_them_out_for_a_reason(house: House) -> None:
    goods, made = await clients_of(house)
    await another_product(house)
    mail = await house.owner.post("/onboardings", order("Mail Alleen", "mail"))
    report = await house.owner.post("/incidents", breach(goods))
    path = f"/incidents/{report['id']}"
    for client, choice in ((mail, "in"), (made["Met Wacht"], "out")):
        body = {"client_id": client["client_id"], "choice": choice, "reason": f"Want {choice}."}
        assert (await house.owner.post(f"{path}/choices", body))["told"] == 0
    found = await affected(house, report)
    assert (found["Mail Alleen"]["cause"], found["Mail Alleen"]["reason"]) == ("chosen", "Want in.")
    assert (found["Met Wacht"]["cause"], found["Met Wacht"]["choice"]) == (None, "out")
    assert (await house.owner.get(f"{path}/reach"))["left_out"] == 1
    after = await house.owner.post(f"{path}/stages", {})
    assert set(await told(house, after["stages"][0])) == {
        *("Tess Mail Alleen", "Nora Twee", "Bob Breach"),
    }


async def test_who_is_taken_in_afterwards_is_told_at_once_and_nobody_else_again(
    house: House,
) -> None:
    goods, made = await clients_of(house)
    await another_product(house)
    late = await house.owner.post("/onboardings", order("Mail Alleen", "mail"))
    after = await released(house, goods)
    path = f"/incidents/{after['id']}"
    body = {"client_id": late["client_id"], "choice": "in", "reason": "Stond er ook op."}
    assert (await house.owner.post(f"{path}/choices", body))["told"] == 1
    assert (await house.owner.post(f"{path}/choices", body))["told"] == 0
    (event,) = await house.events("IncidentRecipientAdded")
    assert event["stage_id"] == after["stages"][0]["id"]
    stage = f"/incident-stages/{event['stage_id']}/recipients"
    only = {"recipient_id": event["recipient_id"]}
    page = await house.service("notifications").get(stage, params=only)
    assert [one["name"] for one in page["items"]] == ["Tess Mail Alleen"]
    out = {"client_id": made["Met Wacht"]["client_id"], "choice": "out", "reason": "Toch niet."}
    problem = await house.owner.post(f"{path}/choices", out, expect=409)
    assert problem["type"].endswith(":client-told")


async def test_stages_stand_as_they_were_told_whatever_is_edited(house: House) -> None:
    goods, _ = await clients_of(house)
    first = await released(house, goods)
    path = f"/incidents/{first['id']}"
    again = await house.owner.post(f"{path}/stages", {}, expect=409)
    assert again["type"].endswith(":nothing-new")
    short = await house.owner.post(f"{path}/stages", {"closing": True}, expect=409)
    assert short["type"].endswith(":facts-lacking")
    assert "measures" in short["missing"]
    tag = {"If-Match": await seen(house, path)}
    await house.owner.ask("PATCH", path, {"nature": WHOLE["nature"]}, headers=tag)
    update = await house.owner.post(f"{path}/stages", {})
    tag = {"If-Match": await seen(house, path)}
    await house.owner.ask("PATCH", path, WHOLE, headers=tag)
    closed = await house.owner.post(f"{path}/stages", {"closing": True})
    assert closed["state"] == "closed"
    assert [one["kind"] for one in closed["stages"]] == ["first", "update", "closing"]
    assert closed["stages"][0] == first["stages"][0]
    assert closed["stages"][1] == update["stages"][1]
    assert closed["stages"][0]["told"]["nature"] is None
    assert closed["stages"][2]["unknown"] == []
    for kind in ("IncidentReleased", "IncidentUpdated", "IncidentClosed"):
        assert len(await house.events(kind)) == 1


async def test_a_stage_can_not_be_altered_by_the_service_itself(house: House) -> None:
    goods, _ = await clients_of(house)
    await released(house, goods)
    for statement in (
        "UPDATE contracts.incident_stage SET people = 0",
        "DELETE FROM contracts.incident_stage",
        "DELETE FROM contracts.incident_client",
        "DELETE FROM contracts.incident_choice",
        "UPDATE contracts.incident_waiver SET reason = ''",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await house.fetch(statement, role="contracts")


async def test_an_update_tells_whom_a_wider_scope_touches_and_keeps_who_was_told(
    house: House,
) -> None:
    goods, _ = await clients_of(house)
    mail = await another_product(house)
    await house.owner.post("/onboardings", order("Mail Alleen", "mail"))
    after = await released(house, goods)
    path = f"/incidents/{after['id']}"
    tag = {"If-Match": await seen(house, path)}
    await house.owner.ask("PATCH", path, {"product_ids": [mail]}, headers=tag)
    assert (await house.owner.get(f"{path}/reach"))["new"] == 1
    wider = await house.owner.post(f"{path}/stages", {})
    assert wider["stages"][1]["clients"] == 4
    assert "Tess Mail Alleen" in await told(house, wider["stages"][1])


async def test_two_clerks_who_edit_at_once_lose_nothing(house: House) -> None:
    goods, _ = await clients_of(house)
    made = await house.owner.post("/incidents", breach(goods))
    path = f"/incidents/{made['id']}"
    tag = {"If-Match": await seen(house, path)}
    edited = await house.owner.ask("PATCH", path, {"subjects_number": 12}, headers=tag)
    assert (edited["subjects_number"], edited["title"]) == (12, "Postvak gelezen")
    await house.owner.ask("PATCH", path, {"title": "X"}, headers=tag, expect=412)
    await house.owner.ask("PATCH", path, {"title": "X"}, expect=428)
    await house.owner.post(f"{path}/stages", {}, headers=tag, expect=412)
    tag = {"If-Match": await seen(house, path)}
    await house.owner.ask("PATCH", path, {"title": None}, headers=tag, expect=400)
    unknown = await house.owner.ask("PATCH", path, {"subjects_number": None}, headers=tag)
    assert unknown["subjects_number"] is None


async def test_a_second_person_reviews_afterwards_and_never_blocks(house: House) -> None:
    goods, _ = await clients_of(house)
    releaser, reader = house.staff("officer"), house.staff("owner")
    made = await releaser.post("/incidents", breach(goods))
    path = f"/incidents/{made['id']}"
    problem = await reader.post(f"{path}/reviews", {}, expect=409)
    assert problem["type"].endswith(":nothing-released")
    await releaser.post(f"{path}/stages", {})
    problem = await releaser.post(f"{path}/reviews", {}, expect=403)
    assert problem["type"].endswith(":own-release")
    review = await reader.post(f"{path}/reviews", {"note": "Klopt."})
    await reader.post(f"{path}/reviews", {}, expect=409)
    await reader.post(f"{path}/reviews", {"stage_id": str(uuid4())}, expect=400)
    (stage,) = (await reader.get(path))["stages"]
    assert stage["reviews"] == [review]


async def test_why_nobody_was_told_stands_in_the_register(house: House) -> None:
    goods, _ = await clients_of(house)
    made = await house.owner.post("/incidents", breach(goods))
    path = f"/incidents/{made['id']}"
    waived = await house.owner.post(f"{path}/waivers", {"reason": "Versleuteld."})
    assert (waived["state"], waived["waived_because"]) == ("waived", "Versleuteld.")
    listed = await house.owner.get("/incidents", params={"state": "waived"})
    assert [one["id"] for one in listed["items"]] == [made["id"]]
    after = await house.owner.post(f"{path}/stages", {})
    assert (after["state"], after["waived_because"]) == ("told", None)
    problem = await house.owner.post(f"{path}/waivers", {"reason": "x"}, expect=409)
    assert problem["type"].endswith(":clients-told")


async def test_nobody_to_tell_is_said_and_nothing_is_released(house: House) -> None:
    goods = await stock(house)
    made = await house.owner.post("/incidents", breach(goods))
    problem = await house.owner.post(f"/incidents/{made['id']}/stages", {}, expect=409)
    assert problem["type"].endswith(":nobody-to-tell")
    assert (await house.owner.get(f"/incidents/{made['id']}"))["stages"] == []
    assert await house.events("IncidentReleased") == []


async def test_the_register_pages_filters_and_goes_out_as_a_table(house: House) -> None:
    goods, _ = await clients_of(house)
    made = [
        await house.owner.post("/incidents", breach(goods, title=f"=Lek {n}")) for n in range(3)
    ]
    first = await house.owner.get("/incidents", params={"limit": 2})
    second = await house.owner.get("/incidents", params={"limit": 2, "after": first["next"]})
    listed = [one["id"] for one in (*first["items"], *second["items"])]
    assert listed == [one["id"] for one in reversed(made)]
    assert second["next"] is None
    tomorrow = str(await house.today() + timedelta(days=1))
    assert (await house.owner.get("/incidents", params={"from": tomorrow}))["items"] == []
    headers = {"Authorization": f"Bearer {house.staff('auditor').token}"}
    answer = await house.client.get("/incidents.csv", headers=headers)
    rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines()))
    assert [row[1] for row in rows] == ["titel", "'=Lek 2", "'=Lek 1", "'=Lek 0"]


async def test_what_happened_is_told_in_english_too_where_it_was_said(house: House) -> None:
    goods, _ = await clients_of(house)
    incident = await released(house, goods, title_en="Mailbox read")
    assert incident["stages"][0]["told"]["title_en"] == "Mailbox read"
    headers = {"Authorization": f"Bearer {house.owner.token}"}
    for language, words in (("nl", "Postvak gelezen"), ("en", "Mailbox read")):
        params = {"language": language}
        answer = await house.client.get("/incidents.csv", headers=headers, params=params)
        _, row = csv.reader(answer.content.decode("utf-8-sig").splitlines())
        assert row[1] == words
    unsaid = await edited(house, incident, title_en=None)
    assert unsaid["title_en"] is None
    assert unsaid["stages"][0]["told"]["title_en"] == "Mailbox read"


async def test_what_would_be_told_is_read_before_anybody_is(house: House) -> None:
    goods, _ = await clients_of(house)
    made = await house.owner.post("/incidents", breach(goods, **WHOLE))
    page = await house.owner.get(f"/incidents/{made['id']}/notice")
    assert page["notice"]["stage"] == "first"
    assert page["notice"]["told"]["subjects_number"] == 250
    kinds = {(one["language"], one["stands_in"]) for one in page["items"]}
    assert kinds == {("nl", False), ("nl", True), ("en", False)}
    last = await house.owner.get(f"/incidents/{made['id']}/notice", params={"closing": True})
    assert last["notice"]["stage"] == "closing"
    assert await house.fetch("SELECT FROM contracts.incident_recipient") == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"product_ids": []}, "product_ids"),
        ({"product_ids": [str(uuid4())]}, "product_ids"),
        ({"subprocessor_id": str(uuid4())}, "subprocessor_id"),
        ({"found_at": "2999-01-01T00:00:00Z"}, "found_at"),
        ({"found_at": "2026-01-01T00:00:00"}, "found_at"),
        ({"began_at": "0001-01-01T00:00:00+14:00"}, "began_at"),
        ({"began_at": "2999-01-01T00:00:00Z"}, "began_at"),
        ({"subjects_number": -1}, "subjects_number"),
        ({"subjects_number": "veel"}, "subjects_number"),
        ({"nature": {"nl": None, "en": None}}, "nature"),
        ({"nature": {"de": "Panne"}}, "nature.de"),
        ({"price": 3}, "price"),
    ],
)
async def test_a_mistake_is_told_with_its_field(wrong: Json, field: str, house: House) -> None:
    goods = await stock(house)
    problem = await house.owner.post("/incidents", breach(goods) | wrong, expect=400)
    assert field in [error["field"] for error in problem["errors"]]


async def test_a_client_can_not_be_chosen_that_is_not_there(house: House) -> None:
    goods, _ = await clients_of(house)
    made = await house.owner.post("/incidents", breach(goods))
    body: dict[str, Any] = {"client_id": str(uuid4()), "choice": "in", "reason": "x"}
    problem = await house.owner.post(f"/incidents/{made['id']}/choices", body, expect=400)
    assert problem["errors"][0]["field"] == "client_id"


async def test_a_person_who_left_since_is_told_nothing(house: House) -> None:
    goods, made = await clients_of(house)
    after = await released(house, goods)
    path = f"/clients/{made['Met Wacht']['client_id']}"
    bram = next(
        one for one in (await house.owner.get(path))["contacts"] if one["name"] == "Bram Breach"
    )
    tag = {"If-Match": await seen(house, f"/contacts/{bram['id']}")}
    await house.owner.post(f"/contacts/{bram['id']}/departures", headers=tag)
    people = await told(house, after["stages"][0])
    assert (people["Bram Breach"]["departed"], people["Bob Breach"]["departed"]) == (True, False)


async def test_a_new_contact_with_the_duty_takes_over_at_the_next_stage(house: House) -> None:
    goods, made = await clients_of(house)
    after = await released(house, goods)
    client = made["Zonder Wacht"]["client_id"]
    await house.owner.post(f"/clients/{client}/contacts", person("Wim Wacht", "breach"))
    path = f"/incidents/{after['id']}"
    tag = {"If-Match": await seen(house, path)}
    await house.owner.ask("PATCH", path, {"subjects_number": 3}, headers=tag)
    update = await house.owner.post(f"{path}/stages", {})
    people = await told(house, update["stages"][1])
    assert "Nora Twee" not in people
    assert people["Wim Wacht"]["stands_in"] is False
