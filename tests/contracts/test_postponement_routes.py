"""An announced change is put off: what stands, what is told, and what waits for the new day."""

from datetime import date, timedelta

import asyncpg
import pytest

from services.contracts.worker import activate_due
from services.notifications.domain.facts import RecipientPage
from tests.contracts.house import House, Json, Person, found_provider, link, say, stock
from tests.contracts.running import Running, announce, draft
from tests.contracts.test_draft_routes import ask_four_eyes, tag_of
from tests.contracts.test_objection_routes import NO

ASK = "urn:schakel:problem:"
WHY = say("De leverancier is later klaar.", "The supplier is ready later.")


def body(day: date) -> Json:
    return {"effective_on": day.isoformat(), "reason": WHY}


async def put_off(running: Running, days: int, by: Person | None = None) -> Json:
    """Proposed and confirmed, so many days after the announcement; the change as it stands then."""
    who = by or running.house.owner
    day = running.published_on + timedelta(days=days)
    made = await who.post(f"{running.path}/postponements", body(day))
    return await who.post(f"/postponements/{made['id']}/confirmations")


async def test_what_is_put_off_waits_for_the_new_day_and_stays_as_announced(
    running: Running,
) -> None:
    house = running.house
    first, later = (running.published_on + timedelta(days=days) for days in (30, 60))
    await running.reach_all()
    before = {one["client"]: one["deadline"] for one in await running.recipients()}
    changed = await put_off(running, 60)
    assert (changed["effective_on"], changed["announced_for"]) == (str(later), str(first))
    assert changed["state"] == "published"
    assert [one["number"] for one in changed["postponements"]] == [1]
    assert {one["client"]: one["deadline"] for one in await running.recipients()} == before
    (frozen,) = await house.fetch("SELECT effective_on FROM contracts.change")
    assert frozen["effective_on"] == first
    (event,) = await house.events("ChangeAltered")
    assert set(event) == {"tenant_id", "change_id", "postponement_id"}
    await house.go_to(first + timedelta(days=2))
    await activate_due(house.app.state.pool)
    assert await house.events("ChangeWentLive") == []
    assert (await running.standings())["general"] == "before_effective_date"
    (held,) = [
        one
        for one in (await house.owner.get(f"{running.path}/held"))["items"]
        if one["client"] == "Klant general"
    ]
    assert held["until"] == str(later)
    await house.go_to(later)
    await activate_due(house.app.state.pool)
    assert len(await house.events("ChangeWentLive")) == 1
    assert await running.names("general") == ["Nieuwe Wolk"]
    assert await running.names("general", on=later - timedelta(days=1)) == ["Oude Wolk"]


async def test_every_list_says_the_new_day(running: Running) -> None:
    owner = running.house.owner
    first, later = (running.published_on + timedelta(days=days) for days in (30, 60))
    await running.reach_all()
    await put_off(running, 60)
    agenda = await owner.get("/agenda")
    (told,) = [one for one in agenda["items"] if one["kind"] == "change_effective"]
    assert told["day"] == str(later)
    assert await running.names("general", on=later - timedelta(days=1)) == ["Oude Wolk"]
    assert await running.names("general", on=later) == ["Nieuwe Wolk"]
    links = await owner.get("/links", params={"on": str(later - timedelta(days=1))})
    assert [one["subprocessor"]["name"] for one in links["items"]] == ["Oude Wolk"]
    links = await owner.get("/links", params={"on": str(later)})
    named = {one["subprocessor"]["name"]: one["valid_from"] for one in links["items"]}
    assert named["Nieuwe Wolk"] == str(later)
    contact = await running.contact("general", "notice")
    seen = await contact.get(running.path)
    assert (seen["effective_on"], seen["announced_for"]) == (str(later), str(first))
    (one,) = seen["postponements"]
    assert one["reason"] == WHY
    assert (one["postponed_by"], one["confirmed_by"]) == (None, None)


async def test_what_nobody_confirmed_is_known_to_staff_alone(running: Running) -> None:
    day = running.published_on + timedelta(days=60)
    made = await running.house.owner.post(f"{running.path}/postponements", body(day))
    assert (made["number"], made["confirmed_at"]) == (None, None)
    contact = await running.contact("general", "notice")
    seen = await contact.get(running.path)
    assert seen["postponements"] == []
    assert seen["effective_on"] == seen["announced_for"]
    service = running.house.service("notifications")
    await service.get(f"/postponements/{made['id']}/recipients", expect=404)
    assert await running.house.events("ChangeAltered") == []
    await contact.post(f"/postponements/{made['id']}/confirmations", expect=403)
    await contact.get(f"/postponements/{made['id']}/notice", expect=403)


async def test_an_earlier_day_is_refused_with_the_way_out(running: Running) -> None:
    owner = running.house.owner
    for days in (29, 30):
        day = running.published_on + timedelta(days=days)
        problem = await owner.post(f"{running.path}/postponements", body(day), expect=400)
        assert problem["type"] == f"{ASK}date-not-later"
        assert [one["field"] for one in problem["errors"]] == ["effective_on"]
        assert "withdraw" in problem["detail"]
    await put_off(running, 60)
    problem = await owner.post(
        f"{running.path}/postponements",
        body(running.published_on + timedelta(days=59)),
        expect=400,
    )
    assert problem["type"] == f"{ASK}date-not-later"
    await running.house.go_to(running.published_on + timedelta(days=70))
    problem = await owner.post(
        f"{running.path}/postponements",
        body(running.published_on + timedelta(days=65)),
        expect=400,
    )
    assert problem["type"] == f"{ASK}date-in-past"


async def test_of_two_proposals_the_earlier_day_can_not_be_confirmed_last(
    running: Running,
) -> None:
    owner = running.house.owner
    days = [running.published_on + timedelta(days=days) for days in (60, 90)]
    sooner, later = [await owner.post(f"{running.path}/postponements", body(day)) for day in days]
    await owner.post(f"/postponements/{later['id']}/confirmations")
    problem = await owner.post(f"/postponements/{sooner['id']}/confirmations", expect=400)
    assert problem["type"] == f"{ASK}date-not-later"
    problem = await owner.post(f"/postponements/{later['id']}/confirmations", expect=409)
    assert problem["type"] == f"{ASK}already-confirmed"
    assert len(await running.house.events("ChangeAltered")) == 1


async def test_what_holds_for_somebody_can_not_be_put_off(running: Running) -> None:
    house = running.house
    await running.reach_all()
    day = running.published_on + timedelta(days=90)
    waiting = await house.owner.post(f"{running.path}/postponements", body(day))
    await house.go_to(running.published_on + timedelta(days=40))
    await activate_due(house.app.state.pool)
    assert (await house.owner.get(running.path))["state"] == "partly_effective"
    problem = await house.owner.post(f"{running.path}/postponements", body(day), expect=409)
    assert problem["type"] == f"{ASK}change-not-postponable"
    await house.owner.post(f"/postponements/{waiting['id']}/confirmations", expect=409)


async def test_a_draft_and_what_was_withdrawn_are_not_put_off(house: House) -> None:
    goods = await stock(house)
    change = await draft(house, goods)
    path, day = f"/changes/{change['id']}", await house.today() + timedelta(days=90)
    problem = await house.owner.post(f"{path}/postponements", body(day), expect=409)
    assert problem["type"] == f"{ASK}change-not-postponable"
    await house.owner.post(f"{path}/publications")
    await house.owner.post(f"{path}/withdrawals")
    await house.owner.post(f"{path}/postponements", body(day), expect=409)


async def test_what_was_read_is_what_is_put_off(running: Running) -> None:
    owner = running.house.owner
    seen = {"If-Match": await tag_of(owner, running.path)}
    day = running.published_on + timedelta(days=90)
    made = await owner.post(f"{running.path}/postponements", body(day), headers=seen)
    await put_off(running, 60)
    await owner.post(f"/postponements/{made['id']}/confirmations", expect=412, headers=seen)
    await owner.post(f"{running.path}/postponements", body(day), expect=412, headers=seen)
    await owner.post(f"{running.path}/withdrawals", expect=412, headers=seen)
    fresh = {"If-Match": await tag_of(owner, running.path)}
    await owner.post(f"/postponements/{made['id']}/confirmations", headers=fresh)


async def test_with_four_eyes_somebody_else_confirms(running: Running) -> None:
    house = running.house
    await ask_four_eyes(house)
    one, other = house.staff("officer"), house.staff("officer")
    day = running.published_on + timedelta(days=60)
    made = await one.post(f"{running.path}/postponements", body(day))
    problem = await one.post(f"/postponements/{made['id']}/confirmations", expect=403)
    assert problem["type"] == f"{ASK}own-postponement"
    changed = await other.post(f"/postponements/{made['id']}/confirmations")
    (done,) = changed["postponements"]
    assert done["postponed_by"] != done["confirmed_by"]


async def test_an_objection_made_before_stands_and_the_term_to_object_stays(
    running: Running,
) -> None:
    await running.reach_all()
    contact = await running.contact("general", "notice")
    await contact.post(f"{running.path}/objections", NO)
    await put_off(running, 60)
    assert (await running.standings())["general"] == "objection_open"
    await running.house.go_to(running.published_on + timedelta(days=31))
    late = await running.contact("mitigate", "notice")
    assert (await late.get(running.path))["concern"]["may_object_late"] is True


async def test_who_is_told_comes_in_the_form_of_the_service_of_notices(running: Running) -> None:
    house = running.house
    await running.reach_all()
    await put_off(running, 60)
    await put_off(running, 90)
    last = (await house.owner.get(running.path))["postponements"][-1]
    answer = await house.service("notifications").get(f"/postponements/{last['id']}/recipients")
    page = RecipientPage.model_validate(answer)
    days = [running.published_on + timedelta(days=days) for days in (30, 60, 90)]
    assert page.notice.kind == "change_altered"
    assert page.notice.alteration == 2
    assert page.notice.effective_on == days[2]
    assert page.notice.earlier_days == tuple(days[:2])
    assert page.notice.altered_because is not None
    assert len(page.items) == 3
    assert all(one.deadline for one in page.items if one.authorisation == "general")
    announced = await house.service("notifications").get(f"{running.path}/recipients")
    told = RecipientPage.model_validate(announced).notice
    assert told.kind == "change_announced"
    assert (told.effective_on, told.alteration, told.earlier_days) == (days[2], 2, ())
    preview = await house.owner.get(f"/postponements/{last['id']}/notice")
    assert RecipientPage.model_validate(preview).notice == page.notice


async def test_a_transfer_that_will_not_be_lawful_then_is_refused(house: House) -> None:
    goods = await stock(house)
    party = await house.owner.post("/subprocessors", {"name": "Overzee", "country": "GB"})
    begins = [
        link(
            goods.product,
            party["id"],
            zone="adequate",
            countries=["GB"],
            mechanism="adequacy",
            location=say("Londen", "London"),
        )
    ]
    change = await draft(house, goods, ends=[], begins=begins)
    path = f"/changes/{change['id']}"
    await house.owner.post(f"{path}/publications")
    problem = await house.owner.post(f"{path}/postponements", body(date(2033, 1, 1)), expect=400)
    assert problem["type"].startswith(ASK)
    assert (await house.owner.get(path))["postponements"] == []


async def test_another_provider_knows_nothing_of_it(running: Running) -> None:
    house = running.house
    day = running.published_on + timedelta(days=60)
    made = await house.owner.post(f"{running.path}/postponements", body(day))
    other = House(house.app, house.client, house.database)
    await found_provider(other, "buurman")
    await other.owner.post(f"{running.path}/postponements", body(day), expect=404)
    await other.owner.post(f"/postponements/{made['id']}/confirmations", expect=404)
    await other.owner.get(f"/postponements/{made['id']}/notice", expect=404)
    await put_off(running, 61)
    last = (await house.owner.get(running.path))["postponements"][-1]
    path = f"/postponements/{last['id']}/recipients"
    await other.service("notifications").get(path, expect=404)
    await house.service("notifications").get(path)


async def test_nothing_confirmed_is_ever_altered(running: Running) -> None:
    await put_off(running, 60)
    for statement in (
        "UPDATE contracts.postponement SET effective_on = '2030-01-01'",
        "DELETE FROM contracts.postponement_confirmation",
        "UPDATE contracts.change SET effective_on = '2030-01-01'",
    ):
        try:
            await running.house.fetch(statement, role="contracts")
        except asyncpg.InsufficientPrivilegeError:
            continue
        (row,) = await running.house.fetch("SELECT effective_on FROM contracts.change")
        assert row["effective_on"] == running.published_on + timedelta(days=30)


@pytest.mark.parametrize("wrong", [{}, {"effective_on": "2027-13-01"}, {"reason": None}])
async def test_a_day_and_a_reason_are_needed(running: Running, wrong: Json) -> None:
    full = body(running.published_on + timedelta(days=60))
    asked = {} if not wrong else full | wrong
    problem = await running.house.owner.post(f"{running.path}/postponements", asked, expect=400)
    assert problem["type"] == f"{ASK}request-invalid"


async def test_nobody_under_a_running_term_goes_before_either_day(house: House) -> None:
    """Announced so late that the term ends after the first day, and put off within it."""
    running = await announce(house, days=10)
    await running.reach_all()
    await put_off(running, 20)
    await house.go_to(running.published_on + timedelta(days=25))
    await activate_due(house.app.state.pool)
    assert await house.events("ChangeWentLive") == []
    assert (await running.standings())["general"] == "notice_running"
