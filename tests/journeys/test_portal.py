"""Staff bring in a client, and the client signs: through the portal, in a real browser."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.journeys.browser import examine, examine_in_both_languages, text
from tests.journeys.people import CLIENT, Scene, fill_in_client, send_client

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]


async def test_staff_sign_in_by_the_link_in_the_mail_and_see_their_clients(
    scene: Scene, staff: Page
) -> None:
    await examine_in_both_languages(staff, "/clients", "clients")
    shown = await text(staff)
    assert all(case.name in shown for case in scene.stage.cases.values())
    await staff.get_by_label("Zoek op naam of nummer").fill("dk-1003")
    await staff.get_by_role("button", name="Zoeken").click()
    await expect(staff.locator("#clients tr")).to_have_count(1)
    await expect(staff.locator("#clients")).to_contain_text("Fictional Flowers")


async def test_a_form_without_a_signatory_says_so_and_keeps_what_was_typed(staff: Page) -> None:
    await fill_in_client(staff)
    await staff.locator('[name="contacts.0.duties"][value="signatory"]').uncheck()
    await staff.locator('[name="contacts.0.duties"][value="notice"]').check()
    await send_client(staff)
    wrong = staff.locator("[id='contacts-wrong']")
    await expect(wrong).to_have_text("Noem iemand die tekent.")
    await expect(staff.get_by_role("alert")).to_be_visible()
    for name, value in CLIENT.items():
        await expect(staff.locator(f'[name="{name}"]')).to_have_value(value)
    assert await staff.locator('[name="contacts.1.duties"]:checked').count() == 3
    assert await staff.locator('[name="products"]:checked').count() == 1
    await examine(staff, "onboarding-refused-nl")


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("client.country", "Nederland", "Vul twee hoofdletters in, zoals NL."),
        ("client.name", "", "Vul dit in."),
        ("contacts.1.email", "timo", "Vul een e-mailadres in, zoals naam@bedrijf.nl."),
        ("terms.notice_days", "900", "Dit getal is te groot."),
        ("terms.notice_days", "", "Dit is geen geheel getal."),
    ],
)
async def test_a_wrong_value_is_told_at_its_field_in_the_readers_language(
    staff: Page, name: str, typed: str, said: str
) -> None:
    await fill_in_client(staff, **{name.replace(".", "__"): typed})
    await send_client(staff)
    await expect(staff.locator(f"[id='{name}-wrong']")).to_have_text(said)
    field = staff.locator(f'[name="{name}"]')
    await expect(field).to_have_value(typed)
    await expect(field).to_have_attribute("aria-invalid", "true")
    other = next(one for one in CLIENT if one != name)
    await expect(staff.locator(f'[name="{other}"]')).to_have_value(CLIENT[other])


async def test_an_unknown_choice_is_told_at_its_field(staff: Page) -> None:
    await fill_in_client(staff)
    await staff.locator('[name="terms.day_kind"]').evaluate(
        "one => { one.options[0].value = 'lunar'; one.value = 'lunar' }"
    )
    await send_client(staff)
    await expect(staff.locator("[id='terms.day_kind-wrong']")).to_have_text(
        "Kies een van de mogelijkheden."
    )


async def test_another_contact_is_one_button_away(staff: Page) -> None:
    await staff.goto("/clients/new")
    await expect(staff.locator('[name="contacts.2.name"]')).to_have_count(0)
    await staff.locator('[name="client.name"]').fill("Wordt Bewaard")
    await staff.get_by_role("button", name="Nog een contactpersoon").click()
    await expect(staff.locator('[name="contacts.2.name"]')).to_be_visible()
    await expect(staff.locator('[name="client.name"]')).to_have_value("Wordt Bewaard")
    await examine_in_both_languages(staff, "/clients/new", "onboarding")


async def test_a_new_client_has_a_frozen_agreement_and_documents_that_appear_by_themselves(
    scene: Scene, staff: Page, onboarded: str
) -> None:
    await staff.goto(onboarded)
    papers = staff.locator("#papers")
    await expect(papers.get_by_role("link")).to_have_count(2, timeout=60_000)
    client = await scene.record(onboarded)
    agreement = await scene.record(f"/agreements/{client['agreement']['id']}")
    digest = agreement["versions"][0]["digest"]
    assert digest in (await text(staff)).replace(" ", "")
    assert {c["email"] for c in client["contacts"]} >= {CLIENT["contacts.0.email"]}
    async with staff.expect_download() as coming:
        await papers.get_by_role("link").filter(has_text=re.compile("pdf$")).click()
    content = (await (await coming.value).path()).read_bytes()
    assert content.startswith(b"%PDF")
    await examine_in_both_languages(staff, onboarded, "client")
