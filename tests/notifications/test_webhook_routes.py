"""What an owner does with endpoints over the API, and what is refused."""

import json
from typing import Any
from uuid import uuid4

import pytest
from litestar.testing import AsyncTestClient

from shared.database import tenant_transaction
from tests.acts import trail_of
from tests.notifications.conftest import Stage
from tests.notifications.samples import OTHER_TENANT, TENANT
from tests.notifications.webhooks import Office

URL = "https://boekhouding.example/schakel"
PROBLEM = "urn:schakel:problem:"


@pytest.fixture
def office(stage: Stage, api: AsyncTestClient[Any]) -> Office:
    return Office(stage, api)


async def test_a_secret_is_told_once_and_stands_nowhere(office: Office) -> None:
    made = await office.endpoint(URL)
    assert made["secret"].startswith("whsec_")
    read = await office.get(f"/webhook-endpoints/{made['id']}")
    assert made == read | {"secret": made["secret"]}
    listed = await office.get("/webhook-endpoints")
    assert listed == {"items": [read], "next": None}
    kept = json.dumps(
        [dict(row) for row in await _rows(office.stage, "webhook_secret")], default=repr
    )
    assert made["secret"] not in kept
    assert made["secret"].removeprefix("whsec_") not in kept


async def _rows(stage: Stage, table: str) -> list[Any]:
    async with tenant_transaction(stage.pool, TENANT) as connection:
        return list(await connection.fetch(f"SELECT * FROM notifications.{table}"))


async def test_of_three_secrets_at_most_two_sign(office: Office) -> None:
    made = await office.endpoint(URL)
    path = f"/webhook-endpoints/{made['id']}"
    second = await office.post(f"{path}/secrets")
    assert second["former_until"]
    assert (await office.get(path))["former_secret_until"] == second["former_until"]
    third = await office.post(f"{path}/secrets")
    assert len({made["secret"], second["secret"], third["secret"]}) == 3
    async with tenant_transaction(office.stage.pool, TENANT) as connection:
        holding = await connection.fetch(
            "SELECT FROM notifications.webhook_secret WHERE expires_at IS NULL"
            " OR expires_at > now() + interval '1 second'"
        )
    assert len(holding) == 2


async def test_an_edit_changes_what_it_names_and_needs_the_state_that_was_seen(
    office: Office,
) -> None:
    made = await office.endpoint(URL)
    path = f"/webhook-endpoints/{made['id']}"
    answer = await office.client.get(path, headers=office.stage.token())
    tag = answer.headers["etag"]
    edit = {"name": "Facturen"}
    await office.ask("PATCH", path, edit, 428)
    edited = await office.ask("PATCH", path, edit, 200, **{"If-Match": tag})
    assert (edited["name"], edited["url"]) == ("Facturen", made["url"])
    await office.ask("PATCH", path, edit, 412, **{"If-Match": tag})
    await office.ask("PATCH", path, {"secret": "x"}, 400, **{"If-Match": "*"})
    await office.ask("PATCH", path, {"url": "http://x.example"}, 200, **{"If-Match": "*"})


async def test_the_answer_to_an_addition_bears_the_tag_of_what_can_be_read(
    office: Office,
) -> None:
    body = {"name": "x", "url": URL, "events": ["change.published"]}
    made = await office.client.post("/webhook-endpoints", json=body, headers=office.stage.token())
    path = f"/webhook-endpoints/{made.json()['id']}"
    read = await office.client.get(path, headers=office.stage.token())
    assert made.headers["etag"] == read.headers["etag"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"url": "ftp://x.example"}, "url"),
        ({"url": "https://a:b@x.example"}, "url"),
        ({"url": "https://x.example/a b"}, "url"),
        ({"url": "https://x.example/a\r\nHost: elders.example"}, "url"),
        ({"url": "https://x.example/a\tb"}, "url"),
        ({"url": "https://x.example\\@elders.example"}, "url"),
        ({"url": "https:///x.example"}, "url"),
        ({"url": "https:x.example"}, "url"),
        ({"name": "Boekhouding\r\nBcc: iemand@elders.example"}, "name"),
        ({"name": "Boek\u0000houding"}, "name"),
        ({"name": "Boek\u0085houding"}, "name"),
        ({"name": "Boek\u2028houding"}, "name"),
        ({"name": "Boek\u202egniduoh"}, "name"),
        ({"events": []}, "events"),
        ({"events": ["everything"]}, "events"),
        ({"name": ""}, "name"),
        ({"secret": "whsec_mine"}, "secret"),
    ],
)
async def test_what_can_not_be_is_refused_with_its_field(
    office: Office, body: dict[str, Any], field: str
) -> None:
    sent = {"name": "x", "url": URL, "events": ["change.published"]} | body
    problem = await office.post("/webhook-endpoints", sent, 400)
    assert any(field in one["field"] for one in problem["errors"])


async def test_plain_http_is_refused_unless_the_administrator_opened_a_network(
    stage: Stage,
) -> None:
    from services.notifications.app import create_app

    closed = stage.settings().model_copy(update={"webhook_networks": ()})
    async with AsyncTestClient(create_app(closed)) as client:
        office = Office(stage, client)
        body = {"name": "x", "url": "http://x.example", "events": ["change.published"]}
        problem = await office.post("/webhook-endpoints", body, 400)
        assert problem["type"] == f"{PROBLEM}https-needed"
        made = await office.endpoint(URL)
        path = f"/webhook-endpoints/{made['id']}"
        await office.ask("PATCH", path, {"url": "http://x.example"}, 400, **{"If-Match": "*"})


async def test_halting_and_resuming_say_so_once(office: Office) -> None:
    made = await office.endpoint(URL)
    path = f"/webhook-endpoints/{made['id']}"
    halted = await office.post(f"{path}/halts")
    assert halted["halted_because"] == "owner"
    for noun, code in (("halts", "halted"), ("tests", "halted"), ("replays", "halted")):
        problem = await office.post(f"{path}/{noun}", expect=409)
        assert problem["type"] == f"{PROBLEM}webhook-endpoint-{code}"
    resumed = await office.post(f"{path}/resumptions")
    assert (resumed["halted_because"], resumed["halted_at"]) == (None, None)
    problem = await office.post(f"{path}/resumptions", expect=409)
    assert problem["type"] == f"{PROBLEM}webhook-endpoint-running"


async def test_a_removed_endpoint_is_gone_for_every_operation(office: Office) -> None:
    made = await office.endpoint(URL)
    tested = await office.post(f"/webhook-endpoints/{made['id']}/tests", expect=202)
    await office.post(f"/webhook-endpoints/{made['id']}/removals", expect=204)
    assert (await office.get("/webhook-endpoints"))["items"] == []
    for method, path in operations(made["id"], tested["id"]):
        await office.ask(method, path, BODIES.get(path.rpartition("/")[2], {}), 404)


BODIES: dict[str, Any] = {"resumptions": {}, "replays": {}}


def operations(endpoint: Any, delivery: Any) -> list[tuple[str, str]]:
    one, sent = f"/webhook-endpoints/{endpoint}", f"/webhook-deliveries/{delivery}"
    nouns = ("removals", "secrets", "halts", "resumptions", "tests", "replays")
    return [
        *(("GET", one), ("PATCH", one), ("GET", f"{one}/deliveries"), ("GET", sent)),
        *(("POST", f"{one}/{noun}") for noun in nouns),
        ("POST", f"{sent}/replays"),
    ]


async def test_another_tenant_finds_nothing_of_it(office: Office) -> None:
    made = await office.endpoint(URL)
    tested = await office.post(f"/webhook-endpoints/{made['id']}/tests", expect=202)
    stranger = Office(office.stage, office.client, OTHER_TENANT)
    assert (await stranger.get("/webhook-endpoints"))["items"] == []
    for method, path in operations(made["id"], tested["id"]):
        foreign = await stranger.ask(method, path, {}, 404)
        unknown = path.replace(made["id"], str(uuid4())).replace(tested["id"], str(uuid4()))
        assert await stranger.ask(method, unknown, {}, 404) == foreign
    assert (await office.get(f"/webhook-endpoints/{made['id']}"))["id"] == made["id"]


@pytest.mark.parametrize("role", ["officer", "viewer", "auditor", "contact", "portal", "write"])
async def test_nobody_but_an_owner_comes_near_an_endpoint(office: Office, role: str) -> None:
    made = await office.endpoint(URL)
    tested = await office.post(f"/webhook-endpoints/{made['id']}/tests", expect=202)
    other: dict[str, Any] = {"role": role}
    if role == "contact":
        other = {"kind": "contact", "role": None, "client_id": uuid4()}
    elif role == "portal":
        other = {"kind": "service", "service": "portal", "role": None, "id": None}
    elif role == "write":
        other = {"kind": "application", "role": None, "scopes": ("write", "read")}
    somebody = Office(office.stage, office.client, more=other)
    every = [
        *operations(made["id"], tested["id"]),
        *(("GET", "/webhook-endpoints"), ("POST", "/webhook-endpoints")),
    ]
    for method, path in every:
        await somebody.ask(method, path, {}, 403)


async def test_there_is_an_end_to_the_number_of_endpoints(office: Office) -> None:
    async with tenant_transaction(office.stage.pool, TENANT) as connection:
        await connection.execute(
            "INSERT INTO notifications.webhook_endpoint (name, url, events)"
            " SELECT n::text, 'https://x.example/', '{change.published}'"
            " FROM generate_series(1, 50) n"
        )
    body = {"name": "x", "url": URL, "events": ["change.published"]}
    problem = await office.post("/webhook-endpoints", body, 409)
    assert problem["type"] == f"{PROBLEM}webhook-endpoints-full"
    first = await office.get("/webhook-endpoints?limit=30")
    rest = await office.get(f"/webhook-endpoints?limit=30&after={first['next']}")
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (30, 20, None)


async def test_every_change_is_told_to_the_audit_trail_with_who_and_of_what(
    office: Office,
) -> None:
    made = await office.endpoint(URL)
    await office.post(f"/webhook-endpoints/{made['id']}/secrets")
    await office.post(f"/webhook-endpoints/{made['id']}/halts")
    await office.post(f"/webhook-endpoints/{made['id']}/halts", expect=409)
    trail = await trail_of(office.stage.database, TENANT)
    assert trail.check.sound
    assert trail.operations == [
        ("notifications", "add_webhook_endpoint"),
        ("notifications", "rotate_webhook_secret"),
        ("notifications", "halt_webhook_endpoint"),
    ]
    assert {str(one) for act in trail.acts for one in act.deed.targets} == {made["id"]}
    assert {(act.deed.actor_kind, act.deed.actor_role) for act in trail.acts} == {
        ("staff", "owner")
    }
    assert made["secret"] not in repr(trail)


async def test_an_address_is_told_in_the_form_in_which_it_is_kept(office: Office) -> None:
    made = await office.endpoint("https://Boekhouding.EXAMPLE:443")
    assert made["url"] == "https://boekhouding.example/"
    path = f"/webhook-endpoints/{made['id']}"
    assert (await office.get(path))["url"] == made["url"]
    edit = {"url": "https://b\u00fccher.example/\u00e9", "name": "B\u00fccher 📚 & Zn."}
    edited = await office.ask("PATCH", path, edit, 200, **{"If-Match": "*"})
    assert edited["url"] == "https://xn--bcher-kva.example/%C3%A9"
    assert edited["name"] == edit["name"]
    broken = {"name": "een\ntwee", "url": "https://x.example/ y"}
    problem = await office.ask("PATCH", path, broken, 400, **{"If-Match": "*"})
    assert {one["field"] for one in problem["errors"]} == {"name", "url"}
