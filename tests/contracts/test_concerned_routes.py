"""Whom a running change still concerns, and what happens to clients while it runs."""

from datetime import timedelta
from typing import Any

from services.contracts.worker import round_of
from tests.contracts.agreed import add_product
from tests.contracts.house import House, Json, link, order, person, stock
from tests.contracts.running import CLIENTS, CONTACTS, Running, announce, draft


async def announce_two(house: House, **more: Any) -> Running:
    """A change of two products; the clients take the first, and may take the other later."""
    goods = await stock(house)
    mail = await add_product(house, "mail", goods.old_party)
    (old,) = (await house.owner.get("/links", params={"product_id": mail}))["items"]
    clients = {
        kind: await house.owner.post(
            "/onboardings", order(f"Klant {kind}", contacts=CONTACTS, **terms)
        )
        for kind, terms in CLIENTS.items()
    }
    begins = [link(product, goods.new_party) for product in (goods.product, mail)]
    change = await draft(house, goods, ends=[goods.old_link, old["link_id"]], begins=begins, **more)
    await house.owner.post(f"/changes/{change['id']}/publications")
    return Running(house, goods, change, clients, await house.today())


async def amend(running: Running, client: str, **body: Any) -> Json:
    path = f"/agreements/{running.clients[client]['agreement_id']}/amendments"
    return await running.house.owner.post(path, body)


async def test_who_takes_the_product_no_more_holds_nobody_up(house: House) -> None:
    running = await announce_two(house, at_once=True)
    await running.reach_all()
    await amend(running, "specific", ends=["hosting"])
    assert (await running.standings())["specific"] == "ended"
    counts = (await house.owner.get(running.path))["counts"]
    assert (counts["agreements"], counts["concerned"]) == (3, 2)
    await house.go_to(running.published_on + timedelta(days=31))
    await round_of(house.app.state.pool)
    assert (await house.owner.get(running.path))["state"] == "effective"
    await amend(running, "specific", begins=["mail"])
    assert await running.names("specific") == ["Nieuwe Wolk"]
    assert (await running.standings())["specific"] == "ended"


async def test_who_takes_another_of_its_products_before_it_holds_is_protected_again(
    house: House,
) -> None:
    running = await announce_two(house)
    await amend(running, "general", ends=["hosting"])
    assert (await running.standings())["general"] == "ended"
    await house.go_to(running.published_on + timedelta(days=2))
    await amend(running, "general", begins=["mail"])
    assert (await running.standings())["general"] == "unreached"


async def test_an_end_that_was_known_at_publication_ends_the_concern_on_its_day(
    house: House,
) -> None:
    first = await announce(house)
    await house.owner.post(f"{first.path}/withdrawals")
    day = first.published_on + timedelta(days=5)
    await amend(first, "general", ends=["hosting"], from_day=day.isoformat())
    change = await house.owner.post("/changes", _again(first))
    await house.owner.post(f"/changes/{change['id']}/publications")
    running = Running(house, first.goods, change, first.clients, first.published_on)
    assert (await running.standings())["general"] == "unreached"
    await house.go_to(day)
    assert (await running.standings())["general"] == "ended"


def _again(running: Running) -> Json:
    kept = ("title", "effective_on")
    drafted = {name: running.change[name] for name in kept} | {"ends": [running.goods.old_link]}
    begins = [line["new"] for line in running.change["lines"]]
    fields = ("product_id", "capacity", "purpose", "data_categories", "data_subjects", "location")
    more = ("zone", "mechanism")
    return drafted | {
        "begins": [
            {name: one[name] for name in (*fields, *more)}
            | {"subprocessor_id": one["subprocessor"]["id"]}
            for one in begins
        ]
    }


async def test_when_the_last_that_was_held_has_left_a_change_is_over(running: Running) -> None:
    house = running.house
    await running.reach_all()
    await house.go_to(running.published_on + timedelta(days=31))
    await round_of(house.app.state.pool)
    assert (await house.owner.get(running.path))["state"] == "partly_effective"
    ends = f"/agreements/{running.clients['specific']['agreement_id']}/terminations"
    today = (await house.today()).isoformat()
    await house.owner.post(ends, {"by": "client", "reason": "weg", "ends_on": today})
    await round_of(house.app.state.pool)
    assert (await house.owner.get(running.path))["state"] == "effective"
    assert await house.fetch("SELECT FROM contracts.running_change") == []


async def test_who_was_held_and_comes_back_is_held_still(house: House) -> None:
    running = await announce_two(house)
    await running.reach_all()
    await house.go_to(running.published_on + timedelta(days=31))
    await round_of(house.app.state.pool)
    await amend(running, "specific", ends=["hosting"])
    await round_of(house.app.state.pool)
    assert (await house.owner.get(running.path))["state"] == "effective"
    await house.go_to(running.published_on + timedelta(days=35))
    await amend(running, "specific", begins=["mail"])
    assert (await running.standings())["specific"] == "approval_missing"
    assert await running.names("specific") == ["Oude Wolk"]
    yes = await running.contact("specific", "signatory")
    await yes.post(f"{running.path}/approvals", {})
    await round_of(house.app.state.pool)
    assert await running.names("specific") == ["Nieuwe Wolk"]


async def test_an_objection_takes_back_the_approval_before_it(house: House) -> None:
    running = await announce(house)
    terms = {"authorisation": "specific", "on_objection": "mitigate"}
    made = await house.owner.post("/onboardings", order("Klant", contacts=CONTACTS, **terms))
    running.clients["own"] = made
    await running.reach_all()
    client = await running.contact("own", "signatory")
    await client.post(f"{running.path}/approvals", {})
    no = await client.post(f"{running.path}/objections", {"grounds": "toch niet"})
    await house.owner.post(
        f"/objections/{no['id']}/decisions", {"decision": "measure_taken", "reason": "versleuteld"}
    )
    assert (await running.standings())["own"] == "approval_missing"
    assert (await client.get(running.path))["concern"]["approved"] is False
    await client.post(f"{running.path}/approvals", {})
    assert (await running.standings())["own"] == "notice_running"
    problem = await client.post(f"{running.path}/approvals", {}, expect=409)
    assert problem["type"] == "urn:schakel:problem:already-approved"


async def test_an_objection_that_is_withdrawn_leaves_the_approval_as_it_was(
    running: Running,
) -> None:
    house = running.house
    await running.reach_all()
    client = await running.contact("specific", "signatory")
    await client.post(f"{running.path}/approvals", {})
    no = await client.post(f"{running.path}/objections", {"grounds": "toch niet"})
    answer = {"decision": "objection_withdrawn", "reason": "bij nader inzien"}
    await house.owner.post(f"/objections/{no['id']}/decisions", answer)
    assert (await running.standings())["specific"] == "notice_running"


async def test_a_new_contact_is_told_where_nobody_could_be_reached(running: Running) -> None:
    house = running.house
    for _ in CONTACTS:
        waiting = [one for one in await running.recipients("general") if not one["outcome"]]
        await running.settle("failed", *waiting)
    client = f"/clients/{running.clients['general']['client_id']}"
    await house.owner.post(f"{client}/contacts", person("Ria Recht", "privacy"))
    added = (await running.recipients("general"))[-1]
    assert (added["name"], added["cause"]) == ("Ria Recht", "escalation")
    assert (await house.events("RecipientAdded"))[-1]["recipient_id"] == added["recipient_id"]
    await house.owner.post(f"{client}/contacts", person("Tom Twee", "privacy"))
    assert (await running.recipients("general"))[-1] == added


async def test_a_corrected_address_is_told_anew(running: Running) -> None:
    house = running.house
    for _ in CONTACTS:
        waiting = [one for one in await running.recipients("general") if not one["outcome"]]
        await running.settle("failed", *waiting)
    told = await running.recipients("general")
    wrong = next(one for one in told if one["name"] == "Nora Notice")
    path = f"/contacts/{wrong['contact_id']}"
    answer = await house.client.get(path, headers={"Authorization": f"Bearer {house.owner.token}"})
    tag = {"If-Match": answer.headers["ETag"]}
    edit = {"email": "nora.juist@klant.example"}
    await house.owner.ask("PATCH", path, edit, headers=tag)
    added = (await running.recipients("general"))[-1]
    assert (added["contact_id"], added["email"]) == (wrong["contact_id"], edit["email"])
    await running.settle("accepted", added)
    assert (await running.standings())["general"] == "notice_running"


async def test_nothing_waits_for_who_left_or_for_what_was_withdrawn(running: Running) -> None:
    house = running.house
    waiting = {"params": {"undecided": True}}
    for kind in ("general", "mitigate"):
        client = await running.contact(kind, "signatory")
        await client.post(f"{running.path}/objections", {"grounds": "nee"})
    assert len((await house.owner.get("/objections", **waiting))["items"]) == 2
    ends = f"/agreements/{running.clients['general']['agreement_id']}/terminations"
    today = (await house.today()).isoformat()
    await house.owner.post(ends, {"by": "client", "reason": "weg", "ends_on": today})
    (left,) = (await house.owner.get("/objections", **waiting))["items"]
    assert left["client"] == "Klant mitigate"
    await house.owner.post(f"{running.path}/withdrawals")
    assert (await house.owner.get("/objections", **waiting))["items"] == []
