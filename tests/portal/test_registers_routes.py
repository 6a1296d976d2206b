"""The registers of a processor, as staff see them."""

from tests.portal.conftest import Portal


async def test_the_registers_have_one_page_that_leads_to_each(portal: Portal) -> None:
    browser = await portal.staff("viewer")
    page = await browser.open("/registers")
    assert page.status == 200
    assert "Registers" in page.text
    assert page.tree.xpath("//nav//a[@href='/registers'][@aria-current='page']")


async def test_a_client_has_no_business_with_the_registers(portal: Portal) -> None:
    browser = await portal.contact()
    assert (await browser.open("/registers")).status == 403
