"""What anybody may read."""

from tests.portal.conftest import Portal


async def test_the_first_page_names_the_providers(portal: Portal) -> None:
    await portal.provider("De Kale ICT")
    await portal.provider("Appelhost")
    page = await (await portal.visitor()).open("/")
    assert page.text.index("Appelhost") < page.text.index("De Kale ICT")
    assert page.tree.xpath("//a[@href='/p/de-kale-ict']")


async def test_a_new_installation_says_how_to_begin(portal: Portal) -> None:
    page = await (await portal.visitor()).open("/")
    assert "No provider yet" in page.text
    assert page.tree.xpath("//a[@href='/setup']")


async def test_a_provider_shows_its_sub_processors_without_signing_in(portal: Portal) -> None:
    page = await (await portal.visitor()).open("/p/de-kale-ict?language=nl")
    for word in ("MoneyBird", "SMTP.com", "Verenigde Staten", "Andere facturatiedienst", "Mollie"):
        assert word in page.text
    assert "authorization" not in portal.contracts.to("GET", "/public/de-kale-ict")[-1].headers


async def test_own_administration_stands_apart_from_sub_processors(portal: Portal) -> None:
    page = await (await portal.visitor()).open("/p/de-kale-ict")
    section = page.tree.xpath("//section[contains(.//h2, 'own administration')]")[0]
    assert "Gmail" in section.text_content()


async def test_a_provider_that_is_not_there_is_not_found(portal: Portal) -> None:
    page = await (await portal.visitor()).open("/p/nobody")
    assert page.status == 404


async def test_the_language_is_chosen_and_remembered(portal: Portal) -> None:
    browser = await portal.visitor()
    assert (await browser.open("/sign-in")).tree.get("lang") == "en"
    assert (await browser.open("/sign-in?language=nl")).tree.get("lang") == "nl"
    later = await browser.open("/sign-in")
    assert later.tree.get("lang") == "nl"
    assert "Aanmelden" in later.text


async def test_a_contact_reads_in_its_own_language_before_that_of_the_browser(
    portal: Portal,
) -> None:
    browser = await portal.contact()
    page = await browser.open("/home")
    assert page.tree.get("lang") == "nl"


async def test_pages_shut_scripts_frames_and_referrers_out(portal: Portal) -> None:
    headers = (await (await portal.visitor()).open("/sign-in")).response.headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


async def test_a_page_that_is_not_there_says_so_in_the_readers_language(portal: Portal) -> None:
    page = await (await portal.visitor()).open("/nowhere")
    assert page.status == 404
    assert "This page does not exist" in page.text


async def test_a_form_without_its_secret_is_refused(portal: Portal) -> None:
    browser = await portal.visitor()
    page = await browser.submit(await browser.open("/sign-in"), "/sign-in", _csrf_token="forged")
    assert page.status == 403
    assert "This form is no longer valid" in page.text
