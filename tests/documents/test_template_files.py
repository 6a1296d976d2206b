"""A version of a template as a file, compared with another, and as what it prints."""

import asyncio
import hashlib
import struct
import time
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import docx
import pytest
from PIL import Image

from services.documents.domain.faults import PdfEngineMissing, PdfFailed
from services.documents.domain.template import DOCX
from services.documents.engine.gallery import Gallery, pictures
from services.documents.engine.page_images import png
from services.documents.engine.pdf import Press
from services.documents.store.templates import builtin
from shared.identity import Actor
from tests.documents.asking import Client, contact, reseller, staff
from tests.documents.own import own
from tests.documents.test_template_routes import upload

OWN = own("Eigen bijlagen van {{ provider.legal_name }} & co.", "annex")
FILES = ("file", "annotated", "preview.docx", "preview/pages", "preview/pages/1", "difference")


async def version_of(client: Client, actor: Actor, content: bytes = OWN) -> str:
    return f"/template-versions/{(await upload(client, actor, content))['id']}"


def text_of(content: bytes) -> str:
    return "\n".join(docx.Document(BytesIO(content)).element.body.itertext())


async def test_the_file_comes_back_as_it_was_uploaded_under_its_name(
    client: Client, tenant_id: UUID
) -> None:
    clerk = staff(tenant_id)
    version = await upload(client, clerk, OWN, name="bijlagen%20%E2%82%AC.docx")
    got = await client.get(f"/template-versions/{version['id']}/file", clerk)
    assert (got.status_code, got.content) == (200, OWN)
    assert got.headers["content-type"] == DOCX
    assert "filename*=UTF-8''bijlagen%20%E2%82%AC.docx" in got.headers["content-disposition"]


async def test_the_built_in_is_there_to_begin_with(client: Client, tenant_id: UUID) -> None:
    got = await client.get("/templates/annex/en/builtin.docx", staff(tenant_id, "viewer"))
    assert (got.status_code, got.content) == (200, builtin("annex", "en"))


async def test_a_preview_prints_invented_parties_with_every_condition_on_and_off(
    client: Client, tenant_id: UUID
) -> None:
    clerk = staff(tenant_id)
    version = await version_of(client, clerk)
    on = await client.get(f"{version}/preview.docx?conditions=on", clerk)
    off = await client.get(f"{version}/preview.docx?conditions=off", clerk)
    assert on.status_code == off.status_code == 200
    assert "Eigen bijlagen van " in text_of(on.content)
    assert "{{" not in text_of(on.content) + text_of(off.content)
    assert len(text_of(on.content)) > len(text_of(off.content))
    again = await client.get(f"{version}/preview.docx?conditions=on", clerk)
    assert hashlib.sha256(again.content).digest() == hashlib.sha256(on.content).digest()


async def test_a_preview_is_there_in_well_under_a_second(client: Client, tenant_id: UUID) -> None:
    clerk = staff(tenant_id)
    fresh = own(f"Nooit eerder gezien {uuid4()}.", "agreement")
    path = "/templates/agreement/nl/versions?name=x.docx"
    version = (await client.post(path, fresh, DOCX, clerk)).json()["id"]
    began = time.perf_counter()
    got = await client.get(f"/template-versions/{version}/preview.docx", clerk)
    assert got.status_code == 200
    assert time.perf_counter() - began < 1


async def test_the_pages_of_a_preview_are_pictures(client: Client, tenant_id: UUID) -> None:
    clerk = staff(tenant_id)
    version = await version_of(client, clerk)
    listed = await client.get(f"{version}/preview/pages?conditions=on", clerk)
    pages = listed.json()["items"]
    assert [page["number"] for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        got = await client.get(f"{version}/preview/pages/{page['number']}?conditions=on", clerk)
        assert got.headers["content-type"] == "image/png"
        with Image.open(BytesIO(got.content)) as picture:
            picture.load()
            assert picture.size == (page["width"], page["height"])
            assert len(picture.getcolors(1 << 24)) > 2
    assert {page["width"] for page in pages} <= {661, 662, 935, 936}
    beyond = await client.get(f"{version}/preview/pages/{len(pages) + 1}", clerk)
    assert (beyond.status_code, beyond.json()["type"]) == (
        404,
        "urn:schakel:problem:template-page-unknown",
    )


async def test_a_draft_that_can_not_be_printed_says_where_instead_of_a_preview(
    client: Client, tenant_id: UUID
) -> None:
    clerk = staff(tenant_id)
    version = await version_of(client, clerk, own("Aan {{ provider.nmae }}", "annex"))
    for path in ("preview.docx", "preview/pages"):
        got = await client.get(f"{version}/{path}", clerk)
        assert got.status_code == 400
        assert got.json()["type"] == "urn:schakel:problem:template-variable-missing"
        assert "provider.nmae" in got.json()["detail"]


async def test_findings_come_back_as_comments_in_word(client: Client, tenant_id: UUID) -> None:
    clerk = staff(tenant_id)
    version = await version_of(client, clerk, own("Aan {{ provider.nmae }}", "annex"))
    got = await client.get(f"{version}/annotated?language=en", clerk)
    document = docx.Document(BytesIO(got.content))
    assert any("provider.name" in one.text for one in document.comments)
    assert "Aan {{ provider.nmae }}" in text_of(got.content)


async def test_the_difference_tells_what_was_added_and_what_is_gone(
    client: Client, tenant_id: UUID
) -> None:
    clerk = staff(tenant_id)
    version = await version_of(client, clerk)
    found = (await client.get(f"{version}/difference", clerk)).json()
    assert found["against"] == "builtin"
    changed = [line for line in found["lines"] if line["change"] in ("added", "removed")]
    text = "Eigen bijlagen van {{ provider.legal_name }} & co."
    assert changed == [{"story": "text", "change": "added", "text": text}]
    other = await upload(client, clerk, own("Andere bijlagen.", "annex"))
    found = (await client.get(f"{version}/difference?against={other['id']}", clerk)).json()
    changed = [line for line in found["lines"] if line["change"] in ("added", "removed")]
    assert [line["change"] for line in changed] == ["removed", "added"]
    same = version.rpartition("/")[2]
    found = (await client.get(f"{version}/difference?against={same}", clerk)).json()
    assert found["lines"] == []


@pytest.mark.parametrize("query", ["against=x", "against=", f"against={UUID(int=7)}"])
async def test_what_can_not_be_compared_is_refused(
    query: str, client: Client, tenant_id: UUID
) -> None:
    clerk = staff(tenant_id)
    got = await client.get(f"{await version_of(client, clerk)}/difference?{query}", clerk)
    assert got.status_code == (404 if "-" in query else 400)


@pytest.mark.parametrize("conditions", ["", "beide"])
async def test_conditions_are_on_or_off(conditions: str, client: Client, tenant_id: UUID) -> None:
    clerk = staff(tenant_id)
    path = f"{await version_of(client, clerk)}/preview.docx?conditions={conditions}"
    assert (await client.get(path, clerk)).status_code == 400


async def test_files_are_for_staff_of_the_provider_alone(client: Client, tenant_id: UUID) -> None:
    version = await version_of(client, staff(tenant_id))
    for actor in (contact(tenant_id, uuid4()), reseller(tenant_id, uuid4())):
        for path in FILES:
            assert (await client.get(f"{version}/{path}", actor)).status_code == 403
        assert (await client.get("/templates/annex/nl/builtin.docx", actor)).status_code == 403
    for path in FILES:
        hidden = await client.get(f"{version}/{path}", staff(uuid4()))
        absent = await client.get(f"/template-versions/{uuid4()}/{path}", staff(uuid4()))
        assert hidden.status_code == absent.status_code == 404
        assert hidden.json() == absent.json()


class Counting(Press):
    """LibreOffice, and how often it was asked."""

    asked = 0

    async def convert(self, docx: bytes) -> bytes:
        self.asked += 1
        return await super().convert(docx)


async def test_who_looks_at_the_same_pages_waits_for_one_conversion() -> None:
    press = Counting(None, 60, at_once=1)
    gallery = Gallery(press)
    document = docx.Document()
    document.add_paragraph("Eén bladzijde.")
    written = BytesIO()
    document.save(written)
    found = await asyncio.gather(*(gallery.pages(written.getvalue()) for _ in range(4)))
    assert press.asked == 1
    assert [len(pages) for pages in found] == [1] * 4


async def test_without_libreoffice_the_pages_say_so_and_come_once_it_is_there() -> None:
    gallery = Gallery(Press(Path("/nowhere/soffice"), 60, at_once=1))
    with pytest.raises(PdfEngineMissing):
        await gallery.pages(b"x")
    assert not gallery._shown


async def test_what_is_no_pdf_is_not_drawn() -> None:
    with pytest.raises(PdfFailed):
        await pictures(b"%PDF-1.7 niets", 20)


def test_a_picture_says_what_was_drawn() -> None:
    rows = [bytes([255, 0, 0] * 3), bytes([255, 0, 0] * 3), bytes([0, 0, 255] * 3)]
    written = png(3, 3, rows)
    assert struct.unpack_from(">II", written, 16) == (3, 3)
    with Image.open(BytesIO(written)) as picture:
        assert picture.tobytes() == b"".join(rows)
