"""The register and the Data Pro Statement made as documents, from the page to the file."""

from io import BytesIO

import pypdf
import pytest
from playwright.async_api import Page, expect

from tests.journeys.browser import examine
from tests.journeys.people import Scene, press

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]

PATIENCE = 90_000


async def printed(page: Page) -> str:
    """The text of the newest PDF, once it is there."""
    link = page.locator("#made").get_by_role("link", name="PDF").first
    await expect(link).to_be_visible(timeout=PATIENCE)
    answer = await page.request.get(str(await link.get_attribute("href")))
    pdf = pypdf.PdfReader(BytesIO(await answer.body()))
    return " ".join(" ".join(one.extract_text() for one in pdf.pages).split())


async def test_a_data_pro_statement_says_what_the_record_knows_and_what_staff_add(
    firm: Scene, clerk: Page
) -> None:
    await clerk.goto("/registers/data-pro-statement")
    await examine(clerk, "data-pro-statement")
    await clerk.locator('[name="certificates"]').fill("ISO 27001, verzonnen & geldig")
    await press(clerk, "Maak als DOCX en PDF")
    text = await printed(clerk)
    assert "Data Pro Statement" in text
    assert "ISO 27001, verzonnen & geldig" in text
    assert "Calqi" in text
    await clerk.goto("/registers/data-pro-statement")
    await expect(clerk.locator('[name="certificates"]')).to_have_value(
        "ISO 27001, verzonnen & geldig"
    )


async def test_the_record_of_processing_names_every_controller_in_its_pdf(
    firm: Scene, clerk: Page
) -> None:
    await clerk.goto("/registers/record-of-processing")
    await press(clerk, "Maak het register als DOCX en PDF")
    text = await printed(clerk)
    assert "Verwerkingsregister" in text
    assert firm.case("cal-1").name in text
    await examine(clerk, "record-of-processing")
