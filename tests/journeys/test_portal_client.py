"""A client reads, signs, downloads and looks up who processes its data, in a real browser."""

import re
import subprocess
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from playwright.async_api import Page, expect

from deploy.demo.change import ENGLISH as FLOWERS
from deploy.demo.change import NEW, OLD
from deploy.demo.mailbox import link_in
from tests.documents.agreements import docx_text, printed_values, squeezed
from tests.journeys.browser import accessible, examine, examine_in_both_languages, text
from tests.journeys.people import ENGLISH, SIGNATORY, Scene, press, sign

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]


async def test_a_signature_binds_name_digest_address_and_the_link_in_the_mail(
    signed: dict[str, Any], signatory: Page, superuser: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    signature, version = signed["signature"], signed["versions"][0]
    assert signature["typed_name"] == "Lien Lindenberg"
    assert (signature["digest"], signature["version_id"]) == (version["digest"], version["id"])
    assert signature["method"] == "sign_in_link"
    row = await superuser.fetchrow(
        "SELECT s.*, l.used_at FROM contracts.signature s"
        " JOIN portal.sign_in_link l ON l.id = s.sign_in_link_id WHERE s.id = $1",
        UUID(signature["id"]),
    )
    assert row is not None
    assert str(row["address"]).startswith("127.0.0.1")
    assert row["used_at"] is not None
    assert "Chrome" in row["user_agent"]
    await signatory.goto(f"/agreements/{signed['id']}")
    await expect(signatory.get_by_text("Ondertekend door Lien Lindenberg")).to_be_visible()


async def test_signing_without_a_name_says_what_lacks_and_signs_nothing(
    scene: Scene, signatory: Page, signed: dict[str, Any]
) -> None:
    case = scene.case(FLOWERS)
    async with scene.portal.window("en") as page:
        await scene.portal.sign_in(page, case.signatory)
        await page.goto(f"/agreements/{case.agreement_id}/sign")
        await press(page, ENGLISH[1])
        await expect(page.locator("#typed_name-wrong")).to_have_text("Fill this in.")
        await expect(page.get_by_text("Tick this to be able to sign.")).to_be_visible()
        await examine(page, "sign-refused-en")
    assert (await scene.record(f"/agreements/{case.agreement_id}"))["signature"] is None


async def test_the_signed_documents_hold_what_was_frozen_and_who_signed(
    scene: Scene, signatory: Page, signed: dict[str, Any]
) -> None:
    version = signed["versions"][0]
    frozen = await scene.record(f"/agreements/{signed['id']}/versions/{version['id']}")
    await signatory.goto(f"/agreements/{signed['id']}")
    papers = signatory.locator("#papers li").filter(has_text="Ondertekend")
    await expect(papers).to_have_count(2, timeout=60_000)
    found: dict[str, str] = {}
    for kind, reads in (("pdf", _pdf_text), ("docx", docx_text)):
        async with signatory.expect_download() as coming:
            await papers.filter(has_text=re.compile(kind.upper())).get_by_role("link").click()
        found[kind] = squeezed(reads((await (await coming.value).path()).read_bytes()))
    wanted = [*printed_values(frozen["snapshot"]), version["digest"], "Lien Lindenberg"]
    assert len(wanted) > 40
    for kind, said in found.items():
        missing = [value for value in wanted if squeezed(value) not in said]
        assert not missing, kind
    await examine_in_both_languages(signatory, f"/agreements/{signed['id']}", "agreement")


def _pdf_text(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


async def test_a_client_sees_who_processes_its_data_today_and_on_another_day(
    scene: Scene, signatory: Page, published: str
) -> None:
    today = await scene.today()
    shown = {}
    for day in (None, today + timedelta(days=40), date(2016, 5, 24)):
        await signatory.goto("/home#processors")
        if day:
            await signatory.locator("#on").fill(str(day))
            await signatory.get_by_role("button", name="Tonen").click()
            await expect(signatory.locator("#on")).to_have_value(str(day))
        section = signatory.locator("section[aria-labelledby=processors]")
        shown[day] = await section.inner_text()
    now, later, before = shown.values()
    assert OLD in now
    assert NEW not in now
    assert NEW in later
    assert OLD not in later
    assert OLD not in before
    await examine_in_both_languages(signatory, "/home", "home")


async def test_a_link_used_twice_offers_a_fresh_one_to_the_known_address(
    scene: Scene, signed: dict[str, Any]
) -> None:
    mailbox = scene.portal.site.mailbox
    first = scene.used["signatory"]
    before = await mailbox.count(SIGNATORY)
    async with scene.portal.window() as page:
        answer = await page.goto(first)
        assert answer is not None
        assert answer.status == 410
        await expect(page.get_by_role("heading", level=1)).to_have_text("Deze link werkt niet meer")
        assert "elke link werkt één keer" in await text(page)
        assert SIGNATORY not in await page.content()
        await examine(page, "link-used-nl")
        await press(page, "Mail mij een nieuwe link")
        await examine(page, "link-asked-nl")
        fresh = link_in(await mailbox.wait(SIGNATORY, says="/in/", after=before))
        assert fresh != first
        await page.goto(fresh)
        await examine(page, "link-open-nl")
        await press(page, "Verder naar mijn pagina’s")
        await page.wait_for_url(f"**/agreements/{signed['id']}")
        await expect(page.get_by_text("Lien Lindenberg").first).to_be_visible()


async def test_a_link_too_late_says_so(
    scene: Scene, superuser: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    case = scene.case("dk-1005")
    link = link_in(await scene.portal.site.mailbox.wait(case.signatory, says="/in/"))
    done = await superuser.execute(
        "UPDATE portal.sign_in_link SET expires_at = now() - interval '1 minute'"
        " WHERE used_at IS NULL AND person_id IN"
        " (SELECT id FROM contracts.contact WHERE email = $1)",
        case.signatory,
    )
    assert done != "UPDATE 0"
    async with scene.portal.window() as page:
        await page.goto(link)
        assert "die tijd is voorbij" in await text(page)
        await expect(page.get_by_role("button", name="Mail mij een nieuwe link")).to_be_visible()
        await page.goto(f"{link[:-4]}AAAA")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Deze link klopt niet")
        await accessible(page, "a link that is not right")


async def test_an_agreement_is_signed_without_javascript(scene: Scene) -> None:
    case = scene.case("dk-1005")
    async with scene.portal.window("en", javascript=False) as page:
        await scene.portal.sign_in(page, case.signatory)
        await page.goto("/home?language=en")
        await page.get_by_role("link", name="Read and sign").click()
        await sign(page, "Mies Leeg", *ENGLISH)
        await expect(page.get_by_text("Signed by Mies Leeg")).to_be_visible()
    found = await scene.record(f"/agreements/{case.agreement_id}")
    assert found["signature"]["digest"] == case.digest
