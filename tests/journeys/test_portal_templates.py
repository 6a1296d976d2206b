"""A provider's own template, from Word to the signed agreement of a client."""

import hashlib
import re
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import docx
import pytest
from playwright.async_api import Page, expect
from pypdf import PdfReader

from deploy.demo import onboarding
from deploy.demo.data import DemoProvider, read
from deploy.demo.stage import Case, Stage
from tests.documents.own import own
from tests.journeys.browser import Portal, examine, text
from tests.journeys.people import Scene, press

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]

HERE = "/settings/templates/agreement/nl"
OWN, LATER = "Zo doen wij dat bij {{ provider.name }}.", "Voortaan doen wij het anders."
NEVER = "Geen woord hiervan wordt ooit afgedrukt: {{ provider.nmae }}."
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
async def house(portal: Portal, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """A provider of its own, for what it publishes prints every agreement of it."""
    written = read("calqi").model_dump_json()
    data = DemoProvider.model_validate_json(
        re.sub(r"(?<!onbestelbaar)\.example", "-sjablonen.example", written)
    )
    provider = data.provider.model_copy(update={"slug": "calqi-sjablonen"})
    data = data.model_copy(update={"provider": provider, "clients": data.clients[:1]})
    stage = Stage(portal.site, tmp_path_factory.mktemp("sjablonen"))
    await onboarding.describe_provider(stage, data)
    return Scene(portal, stage, data)


async def upload(page: Page, name: str, content: bytes) -> str:
    """The path of the version that it became."""
    await page.goto(HERE)
    chosen = {"name": name, "mimeType": WORD, "buffer": content}
    await page.locator("#file").set_input_files([chosen])
    await press(page, "Uploaden en controleren")
    await page.wait_for_url("**/settings/template-versions/*")
    return urlsplit(page.url).path


async def publish(page: Page) -> None:
    await page.get_by_role("link", name="Publiceren…").click()
    await expect(page.get_by_text("Geen enkel uitgegeven document verandert.")).to_be_visible()
    await press(page, "Publiceren")


async def kept(stage: Stage, case: Case, variant: str) -> dict[str, str]:
    """What DOCX and PDF say, by kind."""
    names = await stage.download(case.version_id, variant, f"{case.external_id}-{variant}")
    files = {Path(name).suffix: (stage.out / name).read_bytes() for name in names}
    pages = PdfReader(BytesIO(files[".pdf"])).pages
    return {
        "docx": "\n".join(docx.Document(BytesIO(files[".docx"])).element.body.itertext()),
        "pdf": " ".join(" ".join(page.extract_text() for page in pages).split()),
    }


async def test_a_provider_publishes_its_own_agreement_and_its_client_gets_and_signs_that(
    house: Scene,
) -> None:
    stage, data, template = house.stage, house.data, own(OWN)
    async with house.portal.window() as page:
        await house.portal.sign_in(page, house.owner)
        await page.goto("/settings/templates")
        await examine(page, "templates-nl")
        first = await upload(page, "huisstijl.docx", template)
        await examine(page, "template-version-nl")
        await page.goto(f"{first}/difference")
        await expect(page.locator("ins")).to_have_text(OWN)
        await examine(page, "template-difference-nl")
        await page.goto(f"{first}/preview?conditions=on")
        shown = page.locator("main img").first
        await expect(shown).to_have_js_property("complete", True)
        assert await shown.evaluate("one => one.naturalWidth") > 600
        await examine(page, "template-preview-nl")
        await page.goto(first)
        await publish(page)
        await expect(page.get_by_text("Van kracht")).to_be_visible()

        await onboarding.onboard_clients(stage, data)
        (case,) = stage.cases.values()
        papers = await stage.papers(case.version_id, "offered")
        assert papers["docx"]["source_digest"] == hashlib.sha256(template).hexdigest()
        assert papers["pdf"]["source_digest"] == papers["docx"]["digest"]
        says = OWN.replace("{{ provider.name }}", data.provider.name)
        assert all(says in written for written in (await kept(stage, case, "offered")).values())

        await upload(page, "later.docx", own(LATER))
        await publish(page)
        await page.goto(HERE)
        await examine(page, "template-nl")
        await onboarding.sign(stage, case)
        signed = await kept(stage, case, "signed")
        assert all(says in written and LATER not in written for written in signed.values())


async def test_a_mistake_is_shown_where_it_stands_and_is_not_published(house: Scene) -> None:
    async with house.portal.window() as page:
        await house.portal.sign_in(page, house.owner)
        await upload(page, "fout.docx", own(NEVER))
        assert "Bedoelt u provider.name?" in await text(page)
        await expect(page.get_by_role("link", name="Publiceren…")).to_have_count(0)
        await examine(page, "template-faulty-nl")
