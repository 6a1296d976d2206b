"""An owner gives a mandate, a client signs, and who holds the document sees what it is worth."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from deploy.demo import onboarding, sign_in
from deploy.demo.mailbox import link_in
from deploy.demo.stage import Case, Stage
from deploy.demo.visitor import Visitor
from deploy.local.instance import ROOT
from tests.journeys.browser import Portal, examine, examine_in_both_languages, text
from tests.journeys.people import ours, press

pytestmark = [pytest.mark.xdist_group("instance"), pytest.mark.usefixtures("well_behaved")]


async def verdict(page: Page, name: str, content: bytes) -> str:
    """What the public page says of a file."""
    await page.goto("/verify?language=nl")
    kind = "application/octet-stream"
    await page.locator("#file").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    await press(page, "Controleren")
    return await text(page)


async def give_mandate(page: Page) -> None:
    await page.goto("/settings/seal?language=nl")
    await expect(page.get_by_text("Zelfgemaakt: geen gekwalificeerd zegel")).to_be_visible()
    await page.get_by_label("Functie").fill("directeur")
    await page.locator("input[name=agree]").check()
    await press(page, "Deze volmacht geven")
    await expect(page.get_by_text("In deze woorden")).to_be_visible()


async def signed_papers(stage: Stage, case: Case) -> dict[str, bytes]:
    """As the signatory downloads them."""
    mail = await stage.mailbox.wait(case.signatory, says="/in/")
    async with Visitor(stage.site.portal) as visitor:
        await sign_in.enter(visitor, link_in(mail))
        await visitor.open(f"/agreements/{case.agreement_id}/sign")
        await visitor.submit("/sign", typed_name="Proef Ondertekenaar", authority="yes")
        papers = await stage.papers(case.version_id, "signed")
        return {
            kind: await visitor.fetch(f"/documents/{one['id']}") for kind, one in papers.items()
        }


async def test_what_a_client_signed_is_countersigned_at_once_and_proves_itself(
    portal: Portal, tmp_path: Path
) -> None:
    stage, data = Stage(portal.site, tmp_path), ours("qputer")
    await onboarding.describe_provider(stage, data)
    await onboarding.onboard_clients(stage, data)
    case = next(iter(stage.cases.values()))
    async with portal.window() as owner:
        await portal.sign_in(owner, data.owner.email)
        await give_mandate(owner)
        await examine_in_both_languages(owner, "/settings/seal", "seal")
        papers = await signed_papers(stage, case)
        await owner.goto(f"/agreements/{case.agreement_id}/manage")
        section = owner.locator("section[aria-labelledby=countersignature]")
        await expect(section).to_contain_text("het zegel, met een volmacht")
        await examine(owner, "countersigned")
    async with portal.window() as visitor:
        for kind, content in papers.items():
            said = await verdict(visitor, f"overeenkomst.{kind}", content)
            assert "Echt: dit is wat is uitgegeven." in said
            assert "Van kracht" in said
            assert case.name not in said
        await examine(visitor, "verify-authentic")
        altered = bytearray(papers["pdf"])
        altered[altered.index(b"stream") + 40] ^= 1
        said = await verdict(visitor, "overeenkomst.pdf", bytes(altered))
        assert "Dit is niet wat is uitgegeven." in said
        assert "Verbroken" in said
        await examine(visitor, "verify-altered")
        await visitor.goto("/verify")
        await visitor.locator("#digest").fill(" ".join(re.findall("." * 8, case.digest)))
        await press(visitor, "Controleren")
        await expect(visitor.get_by_text("Een document met deze vingerafdruk")).to_be_visible()
        answer = await visitor.request.get(f"/p/{data.provider.slug}/certificate.pem")
        pem = await answer.body()
        await examine_in_both_languages(visitor, "/verify", "verify")
    assert offline(tmp_path, papers["pdf"], pem) == 0
    assert offline(tmp_path, bytes(altered), pem) == 1


def offline(folder: Path, pdf: bytes, certificate: bytes) -> int:
    """Without the installation: the file and the public certificate are all that there is."""
    (folder / "file.pdf").write_bytes(pdf)
    (folder / "certificate.pem").write_bytes(certificate)
    asked = [folder / "file.pdf", "--certificate", folder / "certificate.pem"]
    command = [sys.executable, "-m", "services.documents.verify", *asked]
    return subprocess.run(command, cwd=ROOT, capture_output=True).returncode
