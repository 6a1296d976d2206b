"""One whole installation for the journeys of a test process: every part real."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest
from playwright.async_api import Browser, Page, expect

from deploy.demo import onboarding
from deploy.demo.change import APPROVES, NEW, OBJECTS, UNREACHABLE
from deploy.demo.site import Site
from deploy.demo.stage import Stage
from deploy.demo.waiting import until
from deploy.local.instance import Instance, running
from tests.journeys.browser import Portal, Watch, chromium, examine, examine_in_both_languages
from tests.journeys.people import (
    COLLEAGUE,
    DUTCH,
    GROUNDS,
    SIGNATORY,
    SIGNED,
    Scene,
    appoint,
    fill_in_change,
    fill_in_client,
    ours,
    press,
    send_client,
    sign,
)


@pytest.fixture(scope="session")
async def instance(parts_folder: Path) -> AsyncIterator[Instance]:
    # Receivers of webhooks stand on this machine.
    os.environ.setdefault("SCHAKEL_WEBHOOK_NETWORKS", "127.0.0.0/8")
    async with running(parts_folder / "instance") as found:
        yield found


@pytest.fixture(scope="session")
def site(instance: Instance) -> Site:
    return Site.at(instance.ports, instance.secrets.setup_token)


@pytest.fixture(scope="session")
async def superuser(instance: Instance) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(instance.postgres.url("postgres"))
    yield connection
    await connection.close()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as found:
        yield found


@pytest.fixture(scope="session")
def portal(instance: Instance, site: Site, browser: Browser) -> Portal:
    own = frozenset({urlsplit(site.portal).netloc, instance.storage.endpoint})
    return Portal(site, browser, Watch(own))


@pytest.fixture
def well_behaved(portal: Portal) -> Iterator[None]:
    """No page of this test wrote an error or asked anything of another host."""
    yield
    faults, portal.watch.faults = portal.watch.faults, []
    assert not faults


@pytest.fixture(scope="session")
async def scene(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """De Kale ICT with its clients; those who answer the change have signed."""
    stage = Stage(portal.site, tmp_path_factory.mktemp("kept"))
    data = ours("de-kale-ict")
    await onboarding.describe_provider(stage, data)
    await onboarding.onboard_clients(stage, data)
    signing = (stage.cases[key] for key in (OBJECTS, APPROVES, UNREACHABLE))
    await asyncio.gather(*(onboarding.sign(stage, case) for case in signing))
    return Scene(portal, stage, data)


@pytest.fixture(scope="session")
async def staff(scene: Scene) -> AsyncIterator[Page]:
    """The owner, signed in by the link in the mail."""
    async with scene.portal.window() as page:
        await scene.portal.sign_in(page, scene.owner)
        await expect(page.get_by_role("heading", level=1, name="Klanten")).to_be_visible()
        yield page


@pytest.fixture(scope="session")
async def firm(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """Calqi: a provider of its own for what staff keep beside changes; one client has signed."""
    stage = Stage(portal.site, tmp_path_factory.mktemp("firm"))
    data = ours("calqi")
    await onboarding.describe_provider(stage, data)
    await onboarding.onboard_clients(stage, data)
    await onboarding.sign(stage, stage.cases[SIGNED])
    return Scene(portal, stage, data)


@pytest.fixture(scope="session")
async def clerk(firm: Scene) -> AsyncIterator[Page]:
    """The owner of that provider."""
    async with firm.portal.window() as page:
        await firm.portal.sign_in(page, firm.owner)
        await expect(page.get_by_role("heading", level=1, name="Klanten")).to_be_visible()
        yield page


@pytest.fixture(scope="session")
async def colleague(firm: Scene, clerk: Page) -> AsyncIterator[Page]:
    """A privacy officer whom the owner appointed, in a browser without JavaScript."""
    await appoint(clerk, "Cor Collega", COLLEAGUE)
    async with firm.portal.window(javascript=False) as page:
        await firm.portal.enter(page, COLLEAGUE)
        await expect(page.get_by_role("heading", level=1, name="Klanten")).to_be_visible()
        yield page


@pytest.fixture(scope="session")
async def onboarded(scene: Scene, staff: Page) -> str:
    """The path of a client that staff brought in through the form."""
    await fill_in_client(staff)
    await send_client(staff)
    await staff.wait_for_url("**/clients/*-*")
    return urlsplit(staff.url).path


@pytest.fixture(scope="session")
async def signatory(scene: Scene, onboarded: str) -> AsyncIterator[Page]:
    """Who signs for the new client, come in by the link in the mail; nothing is signed yet."""
    async with scene.portal.window() as page:
        scene.used["signatory"] = await scene.portal.enter(page, SIGNATORY)
        await page.wait_for_url("**/agreements/*/sign")
        yield page


@pytest.fixture(scope="session")
async def signed(scene: Scene, signatory: Page, onboarded: str) -> dict[str, Any]:
    """The new client's agreement, signed in the browser, as the record has it."""
    client = await scene.record(onboarded)
    agreement_id = client["agreement"]["id"]
    await examine_in_both_languages(signatory, "/home", "home-unsigned")
    await signatory.get_by_role("link", name="Lezen en tekenen").click()
    await examine_in_both_languages(signatory, f"/agreements/{agreement_id}/sign", "sign")
    await sign(signatory, "Lien Lindenberg", *DUTCH)
    await signatory.wait_for_url(f"**/agreements/{agreement_id}")
    found: dict[str, Any] = await scene.record(f"/agreements/{agreement_id}")
    return found


@pytest.fixture(scope="session")
async def drafted(scene: Scene, staff: Page, signed: dict[str, Any]) -> str:
    """The path of a change that staff described in the form and told nobody of yet."""
    await fill_in_change(staff, str(await scene.today() + timedelta(days=30)))
    await press(staff, "Opslaan als concept")
    await staff.wait_for_url("**/changes/*-*")
    return urlsplit(staff.url).path


@pytest.fixture(scope="session")
async def published(scene: Scene, staff: Page, drafted: str) -> str:
    """The same change, published; every first mail went out or came back."""
    await staff.goto(drafted)
    await examine_in_both_languages(staff, drafted, "change-draft")
    await press(staff, "Bekendmaken en iedereen berichten")
    unreachable = scene.case(UNREACHABLE)
    await scene.portal.site.mailbox.wait(unreachable.next_told, says=NEW)

    async def settled() -> bool | None:
        page = await scene.record(f"{drafted}/recipients")
        return all(item["outcome"] for item in page["items"]) or None

    await until("every mail to be accepted or refused", settled)
    return drafted


@pytest.fixture(scope="session")
async def objector(scene: Scene, published: str) -> AsyncIterator[Page]:
    """The contact of the bakery that is told of changes, come in by the link in that mail."""
    async with scene.portal.window() as page:
        await scene.portal.enter(page, scene.case(OBJECTS).told, says=NEW)
        yield page


@pytest.fixture(scope="session")
async def objected(objector: Page, published: str) -> str:
    """The bakery has objected in its browser."""
    await objector.goto(f"{published}/object")
    await examine_in_both_languages(objector, f"{published}/object", "object")
    await objector.locator("#grounds").fill(GROUNDS)
    await press(objector, "Bezwaar versturen")
    return published


@pytest.fixture(scope="session")
async def refused(staff: Page, objected: str) -> list[str]:
    """What staff read, client by client, who pressed the button to go live too early."""
    await staff.goto(objected)
    await press(staff, "Laten ingaan waar het kan")
    rows = staff.locator("section[aria-labelledby=held] tbody tr")
    await expect(rows).not_to_have_count(0)
    await examine(staff, "change-held-nl")
    return await rows.all_inner_texts()


@pytest.fixture(scope="session")
async def answered(scene: Scene, refused: list[str], published: str) -> str:
    """After the objection the foundation has given its approval in its own browser."""
    async with scene.portal.window() as page:
        await scene.portal.enter(page, scene.case(APPROVES).told, says=NEW)
        await page.wait_for_url(f"**{published}/approve")
        await examine_in_both_languages(page, "/home", "home-approval")
        await page.get_by_role("link", name="Toestemming geven").click()
        await examine(page, "approve-nl")
        await press(page, "Toestemming geven")
        await expect(page.get_by_role("link", name="Toestemming geven")).to_have_count(0)
    return published
