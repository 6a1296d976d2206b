"""What people do in the portal itself is on record: who, what, from where."""

from uuid import UUID

import httpx
import pytest

from services.contracts.domain.act import Sealed
from services.portal.commands.set_up_provider import owner_link
from services.portal.store import people
from shared.database import tenant_transaction
from tests.acts import Trail, trail_of
from tests.conftest import Database
from tests.portal import record
from tests.portal.conftest import Portal
from tests.portal.test_oauth_routes import ask, make, shown
from tests.portal.test_staff_routes import ADDED


async def acts(database: Database, portal: Portal) -> Trail:
    found = await trail_of(database, portal.tenant_id)
    assert found.check.sound
    assert {act.service for act in found.acts} == {"portal"}
    return found


def last(trail: Trail, operation: str) -> Sealed:
    return next(act for act in reversed(trail.acts) if act.deed.operation == operation)


async def test_who_works_here_and_as_what_is_on_record(portal: Portal, database: Database) -> None:
    browser = await portal.staff()
    page = await browser.submit(await browser.open("/settings/staff"), "/settings/staff", **ADDED)
    (added,) = {form.action.split("/")[3] for form in page.tree.forms if "roles" in form.action} - {
        str(await _owner(portal))
    }
    page = await browser.submit(page, f"/settings/staff/{added}/roles", role="viewer")
    await browser.submit(page, f"/settings/staff/{added}/departures")
    trail = await acts(database, portal)
    done = [name for _, name in trail.operations]
    assert done == ["add_provider", "start_session", "add_staff", "appoint_staff", "dismiss_staff"]
    act = last(trail, "add_staff")
    assert (act.deed.actor_id, act.deed.actor_role) == (await _owner(portal), "owner")
    assert act.deed.targets == (UUID(added),)
    assert act.personal is not None
    assert act.personal["address"] == "127.0.0.1"
    assert "mo@kale.example" in act.personal["body"].lower()


async def _owner(portal: Portal) -> UUID:
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        everybody = await people.members(connection)
    return next(one.id for one in everybody if one.role == "owner")


async def test_the_life_of_an_integration_is_on_record_without_its_secrets(
    portal: Portal, database: Database
) -> None:
    browser = await portal.staff()
    made = await make(browser, "read")
    assert (await ask(portal, made)).status_code == 200
    path = f"/settings/integrations/{made['client_id']}"
    page = await browser.submit(await browser.open("/settings/integrations"), f"{path}/secrets")
    secrets = {made["client_secret"], shown(page)["client_secret"]}
    await browser.submit(page, f"{path}/revocations")
    assert (await ask(portal, made)).status_code == 401
    trail = await acts(database, portal)
    assert [name for _, name in trail.operations][2:] == [
        "add_integration",
        "issue_oauth_token",
        "rotate_secret",
        "revoke_integration",
    ]
    token = last(trail, "issue_oauth_token")
    assert token.deed.actor_kind == "application"
    assert str(token.deed.actor_id) == made["client_id"]
    assert token.personal == {"address": "127.0.0.1"}
    assert not [one for one in secrets if one in str(trail.acts)]


async def test_coming_and_going_is_on_record(portal: Portal, database: Database) -> None:
    browser = await portal.contact()
    page = await browser.open("/home")
    await browser.submit(page, "/sign-out")
    trail = await acts(database, portal)
    came, went = trail.acts[-2:]
    assert (came.deed.operation, went.deed.operation) == ("start_session", "end_session")
    for act in (came, went):
        assert (act.deed.actor_kind, act.deed.actor_id) == ("contact", record.CONTACT)
        assert act.personal == {"address": "127.0.0.1"}


async def test_a_token_for_the_api_is_on_record(portal: Portal, database: Database) -> None:
    browser = await portal.staff(role="viewer")
    cookies = dict(browser.client.cookies)
    async with httpx.AsyncClient(base_url=portal.url, cookies=cookies) as client:
        assert (await client.post("/access-tokens")).status_code == 201
    act = (await acts(database, portal)).acts[-1]
    assert (act.deed.operation, act.deed.actor_role) == ("issue_access_token", "viewer")


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("officer", "/settings/staff"),
        ("viewer", "/settings/integrations"),
        ("viewer", f"/changes/{record.CHANGE}/publications"),
    ],
)
async def test_who_presses_what_is_not_for_them_is_on_record(
    portal: Portal, database: Database, role: str, path: str
) -> None:
    browser = await portal.staff(role=role)
    page = await browser.open("/clients")
    token = page.tree.xpath("//input[@name='_csrf_token']/@value")[0]
    answer = await browser.client.post(path, data={"_csrf_token": token})
    assert answer.status_code == 403
    act = (await acts(database, portal)).acts[-1]
    assert (act.deed.status, act.deed.actor_role) == (403, role)


async def test_a_link_that_was_used_begins_no_session_and_leaves_no_act(
    portal: Portal, database: Database
) -> None:
    owner = await portal.provider()
    url = await owner_link(portal.pool, portal.settings, portal.tenant_id, owner)
    await portal.enter(url)
    before = len((await acts(database, portal)).acts)
    browser = await portal.visitor()
    assert (await browser.open(url.removeprefix(portal.url))).status == 410
    assert len((await acts(database, portal)).acts) == before
