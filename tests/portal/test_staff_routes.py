"""An owner decides who works here; nobody else does, and an owner always stays."""

import pytest

from services.portal.commands.set_up_provider import owner_link
from services.portal.domain.people import Staff
from services.portal.store import people
from shared.database import tenant_transaction
from tests.portal.conftest import Portal

ADDED = {"name": "Mo Idris", "email": "Mo@kale.example", "language": "nl", "role": "auditor"}


async def test_an_owner_adds_somebody_who_gets_a_sign_in_link(portal: Portal) -> None:
    browser = await portal.staff()
    page = await browser.submit(await browser.open("/settings/staff"), "/settings/staff", **ADDED)
    assert page.path == "/settings/staff"
    assert "mo@kale.example" in page.text
    await portal.answer_requests()
    assert "mo@kale.example" in str(portal.mailed()).lower()
    again = await browser.submit(page, "/settings/staff", **ADDED)
    assert again.status == 409
    assert "works here already" in again.text


async def test_what_is_wrong_stands_at_its_field(portal: Portal) -> None:
    browser = await portal.staff()
    page = await browser.open("/settings/staff")
    page = await browser.submit(page, "/settings/staff", **ADDED | {"email": "no address"})
    assert page.status == 400
    assert page.tree.xpath("//*[@id='email-wrong']")


async def _everybody(portal: Portal) -> list[Staff]:
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        return await people.members(connection)


async def test_the_last_owner_stays(portal: Portal) -> None:
    browser = await portal.staff()
    page = await browser.open("/settings/staff")
    (remove,) = [form.action for form in page.tree.forms if "departures" in form.action]
    refused = await browser.submit(page, remove)
    assert refused.status == 409
    assert "Somebody has to stay the owner" in refused.text
    refused = await browser.submit(page, remove.replace("departures", "roles"), role="viewer")
    assert refused.status == 409


async def test_a_removed_person_is_out_at_once_and_may_come_back(portal: Portal) -> None:
    officer = await portal.staff(role="officer")
    assert (await officer.open("/clients")).status == 200
    everybody = {one.role: one for one in await _everybody(portal)}
    link = await owner_link(portal.pool, portal.settings, portal.tenant_id, everybody["owner"])
    owner = await portal.enter(link)
    page = await owner.open("/settings/staff")
    await owner.submit(page, f"/settings/staff/{everybody['officer'].id}/departures")
    assert (await officer.open("/clients")).path.startswith("/sign-in")
    assert len(await _everybody(portal)) == 1
    back = {"name": "Rik Bos", "email": "rik@kale.example", "language": "en", "role": "viewer"}
    await owner.submit(await owner.open("/settings/staff"), "/settings/staff", **back)
    returned = next(one for one in await _everybody(portal) if one.role == "viewer")
    assert (returned.id, returned.name) == (everybody["officer"].id, "Rik Bos")


@pytest.mark.parametrize("role", ["officer", "viewer", "auditor"])
async def test_only_owners_see_staff_and_integrations(portal: Portal, role: str) -> None:
    browser = await portal.staff(role=role)
    hub = await browser.open("/settings")
    assert hub.status == 200
    for path in ("/settings/staff", "/settings/integrations"):
        assert (await browser.open(path)).status == 403
        assert not hub.tree.xpath(f"//a[@href='{path}']")
