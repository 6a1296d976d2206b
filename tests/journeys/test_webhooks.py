"""A client signs; a system of the provider hears it, checks it, and reads the agreement itself."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, expect

from deploy.demo import onboarding
from deploy.demo.data import DemoProvider, read
from deploy.demo.stage import Stage
from deploy.demo.waiting import until
from tests.journeys.browser import Portal, examine, examine_in_both_languages
from tests.notifications.receiver import Receiver, receiving

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]


def provider() -> DemoProvider:
    """One of the demonstration at addresses that no other journey uses."""
    text = re.sub(r"(?<!onbestelbaar)\.example", "-wh.example", read("qaleido").model_dump_json())
    data = DemoProvider.model_validate_json(text)
    return data.model_copy(
        update={"provider": data.provider.model_copy(update={"slug": "qaleido-wh"})}
    )


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving(Receiver()) as found:
        yield found


async def credentials(page: Page) -> dict[str, str]:
    """Of an integration that may read, made by the owner."""
    await page.goto("/settings/integrations")
    await page.locator("#name").fill("Boekhouding")
    await page.locator('[name="scopes"][value="read"]').check()
    await page.get_by_role("button", name="Toevoegen en het geheim tonen").click()
    codes = page.get_by_role("main").locator(".utrecht-alert code")
    await expect(codes).to_have_count(2)
    made, secret = await codes.all_inner_texts()
    return {"client_id": made, "client_secret": secret, "grant_type": "client_credentials"}


async def add_webhook(page: Page, url: str) -> str:
    """The secret that the page shows once."""
    await page.goto("/settings/webhooks")
    await examine_in_both_languages(page, "/settings/webhooks", "webhooks-none")
    await page.locator("#name").fill("Boekhouding")
    await page.locator("#url").fill(url)
    await page.locator('[name="events"][value="agreement.signed"]').check()
    await page.get_by_role("button", name="Toevoegen en het geheim tonen").click()
    shown = page.get_by_role("main").locator(".utrecht-alert code")
    secret = await shown.inner_text()
    await examine(page, "webhook-secret-nl")
    return secret


async def hear(receiver: Receiver, kind: str, secret: str) -> Any:
    async def came() -> Any:
        told = [receiver.verified(number, secret) for number in range(len(receiver.came))]
        return next((one for one in told if one["type"] == kind), None)

    return await until(f"a message of the type {kind}", came)


async def test_a_signature_is_heard_and_the_agreement_read_with_the_integration_s_own_rights(
    portal: Portal, receiver: Receiver, tmp_path: Path
) -> None:
    data, stage = provider(), Stage(portal.site, tmp_path)
    await onboarding.describe_provider(stage, data)
    await onboarding.onboard_clients(stage, data)
    case = next(iter(stage.cases.values()))
    async with portal.window() as page:
        await portal.sign_in(page, data.owner.email)
        form = await credentials(page)
        secret = await add_webhook(page, receiver.url)
        action = await page.locator("form[action$='/tests']").get_attribute("action")
        here = (action or "").removesuffix("/tests")
        await page.get_by_role("button", name="Testbericht sturen").click()
        await hear(receiver, "endpoint.tested", secret)
        receiver.script.append(500)
        await onboarding.sign(stage, case)
        told = await hear(receiver, "agreement.signed", secret)
        await _look(page, here)
    assert told["data"]["agreement_id"] == case.agreement_id
    async with httpx.AsyncClient() as integrator:
        granted = await integrator.post(f"{portal.site.portal}/oauth/token", data=form)
        token = {"Authorization": f"Bearer {granted.json()['access_token']}"}
        agreement = (await integrator.get(told["data"]["link"], headers=token)).json()
    assert agreement["signature"]["id"] == told["data"]["signature_id"]
    assert agreement["state"] == "in_force"
    assert case.signatory not in str([one.body for one in receiver.came])


async def _look(page: Page, here: str) -> None:
    """Every page of it, as the owner finds it once a message came at the second attempt."""

    async def arrived() -> bool:
        await page.goto(here)
        return "Onderweg" not in await page.get_by_role("main").locator("table").inner_text()

    await until("the signature to have arrived", arrived)
    await examine_in_both_languages(page, "/settings/webhooks", "webhooks")
    await examine_in_both_languages(page, here, "webhook")
    await page.get_by_role("link", name="Een overeenkomst is getekend of aanvaard").click()
    await expect(page.get_by_text("500")).to_be_visible()
    path = re.sub(r"^https?://[^/]+", "", page.url)
    await examine_in_both_languages(page, path, "webhook-message")
