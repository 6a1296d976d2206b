"""A draft: edited without losing anybody's edit, read by a second pair of eyes, or dropped."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from tests.contracts.house import House, Json, Person, link, order, say, stock
from tests.contracts.running import Running, draft

ASK = "urn:schakel:problem:"


async def tag_of(person: Person, path: str) -> str:
    answer = await person.client.get(path, headers={"Authorization": f"Bearer {person.token}"})
    assert answer.status_code == 200, answer.text
    return answer.headers["etag"]


async def edit(
    person: Person, path: str, body: Json, *, seen: str | None = None, expect: int = 200
) -> Json:
    tag = seen or await tag_of(person, path)
    return await person.ask("PATCH", path, body, expect=expect, headers={"If-Match": tag})


async def drafted(house: House, **more: Any) -> tuple[Json, str]:
    goods = await stock(house)
    await house.owner.post("/onboardings", order("Klant"))
    change = await draft(house, goods, **more)
    return change, f"/changes/{change['id']}"


async def ask_four_eyes(house: House) -> None:
    await house.fetch("UPDATE contracts.tenant SET four_eyes = true")


async def test_an_edit_changes_only_the_fields_it_names(house: House) -> None:
    change, path = await drafted(house, reason=say("omdat", "because"))
    edited = await edit(house.owner, path, {"title": say("Anders", "Otherwise")})
    assert edited["title"]["nl"] == "Anders"
    assert edited["revision"] == 2
    for kept in ("reason", "effective_on", "at_once"):
        assert edited[kept] == change[kept]
    actions = [(one["action"], one["old"]["link_id"]) for one in edited["lines"]]
    assert actions == [(one["action"], one["old"]["link_id"]) for one in change["lines"]]


async def test_an_edit_puts_other_links_in_the_place_of_the_drafted_ones(house: House) -> None:
    goods = await stock(house)
    change = await draft(house, goods)
    path = f"/changes/{change['id']}"
    third = await house.owner.post("/subprocessors", {"name": "Derde Wolk", "country": "NL"})
    edited = await edit(house.owner, path, {"begins": [link(goods.product, third["id"])]})
    (line,) = edited["lines"]
    assert line["new"]["subprocessor"]["name"] == "Derde Wolk"
    added = await edit(house.owner, path, {"ends": []})
    assert [one["action"] for one in added["lines"]] == ["addition"]


async def test_of_two_clerks_who_edit_at_once_the_second_is_told(house: House) -> None:
    _, path = await drafted(house)
    seen = await tag_of(house.owner, path)
    await edit(house.owner, path, {"at_once": True}, seen=seen)
    problem = await edit(house.owner, path, {"at_once": False}, seen=seen, expect=412)
    assert problem["type"] == f"{ASK}edited-since"
    assert (await house.owner.get(path))["at_once"] is True
    await house.owner.ask("PATCH", path, {"at_once": False}, expect=428)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"title": None}, "request-invalid"),
        ({"ends": [], "begins": []}, "request-invalid"),
        ({"effective_on": "2020-01-01"}, "date-in-past"),
        ({"ends": [str(uuid4())]}, "link-unknown"),
        ({"state": "published"}, "request-invalid"),
        ({"at_once": "yes"}, "request-invalid"),
    ],
)
async def test_an_edit_that_can_not_be_is_refused_whole(
    house: House, body: Json, code: str
) -> None:
    change, path = await drafted(house)
    problem = await edit(house.owner, path, body | {"reason": say("x", "x")}, expect=400)
    assert problem["type"] == f"{ASK}{code}"
    assert await house.owner.get(path) == change


async def test_what_was_published_is_never_edited(running: Running) -> None:
    owner = running.house.owner
    problem = await edit(owner, running.path, {"at_once": True}, expect=409)
    assert problem["type"] == f"{ASK}change-not-draft"
    connection = await asyncpg.connect(running.house.database.url("contracts"))
    try:
        await connection.execute(
            "SELECT set_config('app.tenant', $1, false)", str(running.house.tenant)
        )
        for statement in (
            "UPDATE contracts.change SET at_once = NOT at_once",
            "DELETE FROM contracts.link",
            "DELETE FROM contracts.change_end",
        ):
            assert (await connection.execute(statement)).endswith(" 0"), statement
    finally:
        await connection.close()


async def test_with_four_eyes_nothing_is_published_that_one_person_alone_has_seen(
    house: House,
) -> None:
    await ask_four_eyes(house)
    goods = await stock(house)
    drafter, other = house.staff("officer"), house.staff("officer")
    today = await house.today()
    change = await drafter.post(
        "/changes",
        {
            "title": say("x", "x"),
            "effective_on": (today + timedelta(days=40)).isoformat(),
            "ends": [goods.old_link],
        },
    )
    path = f"/changes/{change['id']}"
    problem = await other.post(f"{path}/publications", expect=409)
    assert problem["type"] == f"{ASK}review-missing"
    problem = await drafter.post(f"{path}/reviews", {}, expect=403)
    assert problem["type"] == f"{ASK}own-draft"
    review = await other.post(f"{path}/reviews", {"note": "klopt"})
    assert review["revision"] == 1
    assert (await drafter.get(path))["state"] == "reviewed"
    problem = await other.post(f"{path}/reviews", {}, expect=409)
    assert problem["type"] == f"{ASK}already-reviewed"
    published = await drafter.post(f"{path}/publications")
    assert published["state"] == "published"
    assert [one["note"] for one in published["reviews"]] == ["klopt"]


async def test_an_edit_voids_the_review_and_makes_its_editor_a_drafter(house: House) -> None:
    await ask_four_eyes(house)
    _, path = await drafted(house)
    reader, editor = house.staff("officer"), house.staff("officer")
    await reader.post(f"{path}/reviews", {})
    edited = await edit(editor, path, {"reason": say("toch", "still")})
    assert edited["state"] == "draft"
    await reader.post(f"{path}/publications", expect=409)
    await editor.post(f"{path}/reviews", {}, expect=403)
    await reader.post(f"{path}/reviews", {})
    await editor.post(f"{path}/publications")


async def test_what_was_read_is_what_is_published(house: House) -> None:
    _, path = await drafted(house)
    seen = {"If-Match": await tag_of(house.owner, path)}
    await edit(house.owner, path, {"at_once": True})
    await house.owner.post(f"{path}/reviews", {}, expect=412, headers=seen)
    await house.owner.post(f"{path}/publications", expect=412, headers=seen)
    fresh = {"If-Match": await tag_of(house.owner, path)}
    await house.owner.post(f"{path}/publications", headers=fresh)
    await house.owner.post(f"{path}/withdrawals", expect=412, headers=fresh)
    await house.owner.post(f"{path}/activations", expect=412, headers=fresh)


async def test_a_discarded_draft_is_over_and_told_to_nobody(house: House) -> None:
    _, path = await drafted(house)
    problem = await house.owner.post(f"{path}/withdrawals", expect=409)
    assert problem["type"] == f"{ASK}change-not-withdrawable"
    assert (await house.owner.post(f"{path}/discards"))["state"] == "discarded"
    for step in ("publications", "discards", "withdrawals", "activations"):
        await house.owner.post(f"{path}/{step}", expect=409)
    await house.owner.post(f"{path}/reviews", {}, expect=409)
    assert await house.events("ChangeWithdrawn") == []
    listed = await house.owner.get("/changes", params={"state": "discarded"})
    assert [one["id"] for one in listed["items"]] == [path.rpartition("/")[2]]
    assert (await house.owner.get("/changes", params={"state": "draft"}))["items"] == []


async def test_who_may_do_what_with_a_draft(house: House) -> None:
    _, path = await drafted(house)
    viewer = house.staff("viewer")
    await viewer.get(f"{path}/impact")
    await viewer.get(f"{path}/notice")
    await edit(viewer, path, {"at_once": True}, expect=403)
    for step, body in (("reviews", {}), ("discards", None), ("publications", None)):
        await viewer.post(f"{path}/{step}", body, expect=403)
    override = {"person": "x", "reason": "x"}
    await house.staff("officer").post(f"{path}/overrides", override, expect=403)


async def test_the_impact_tells_who_is_touched_and_what_slack_the_supplier_leaves(
    house: House,
) -> None:
    today = await house.today()
    _, path = await drafted(house, supplier_date=str(today + timedelta(days=20)))
    impact = await house.owner.get(f"{path}/impact")
    assert impact["agreements"] == 1
    assert impact["recipients"] == 1
    assert impact["latest_deadline"] == str(today + timedelta(days=30))
    assert impact["slack_days"] == -11
    assert (impact["clients"], impact["resellers"]) == (1, 0)
    said = [one["en"] for one in impact["warnings"]]
    assert any("The supplier switches 11 days before" in one for one in said)
    assert any("Nieuwe Wolk" in one for one in said)
    await edit(house.owner, path, {"supplier_date": str(today + timedelta(days=31))})
    assert (await house.owner.get(f"{path}/impact"))["slack_days"] == 0


async def test_the_notice_shows_one_recipient_of_each_kind(house: House) -> None:
    goods = await stock(house)
    for name, terms in (("A", {}), ("B", {}), ("C", {"authorisation": "specific"})):
        await house.owner.post("/onboardings", order(name, **terms))
    change = await draft(house, goods)
    notice = await house.owner.get(f"/changes/{change['id']}/notice")
    assert [one["authorisation"] for one in notice["items"]] == ["general", "specific"]
    assert notice["notice"]["kind"] == "change_announced"
    assert all(one["earliest_deadline"] for one in notice["items"])
