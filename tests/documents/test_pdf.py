"""PDF by the real LibreOffice, read back with poppler and pikepdf."""

import asyncio
import subprocess
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from services.documents.domain.faults import PdfEngineMissing, PdfFailed
from services.documents.engine.compiled import Compiled
from services.documents.engine.pdf import Press
from tests.documents import samples
from tests.documents.drafts import draft, saved, with_logo, with_table


async def convert(docx: bytes, seconds: int = 90) -> bytes:
    press = Press(None, seconds, at_once=2)
    assert press.present, "LibreOffice is needed: apt-get install libreoffice-writer-nogui"
    return await press.convert(docx)


def text_of(pdf: bytes) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


def leftovers() -> set[str]:
    """Command lines of LibreOffice processes that work for this test."""
    lines = subprocess.run(["ps", "-eo", "args"], capture_output=True, check=True).stdout.decode()
    return {line for line in lines.splitlines() if "schakel-pdf-" in line}


async def test_the_pdf_holds_the_values_of_the_snapshot() -> None:
    template = draft("# {{ client.name }}", "{{ agreement.frozen_on|day }}", more=with_table)
    made = Compiled(template, "nl").render(samples.context(samples.general_nl()))
    text = text_of(await convert(made))
    for value in ("Bakkerij Het Verzonnen Brood V.O.F.", "22 november 2026", "Fjordbackup"):
        assert value in text


async def test_the_pdf_says_that_it_is_pdf_a_2b_and_pdf_ua_1_and_has_tags() -> None:
    pdf = await convert(draft("# Titel", "tekst", more=with_logo))
    with pikepdf.open(BytesIO(pdf)) as opened:
        metadata = opened.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
        assert metadata["pdfuaid:part"] == "1"
        assert opened.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in opened.Root
        assert len(opened.Root.OutputIntents) == 1


async def test_documents_convert_side_by_side() -> None:
    drafts = [draft(f"Document nummer {number}") for number in range(3)]
    made = await asyncio.gather(*(convert(each) for each in drafts))
    assert [f"Document nummer {n}" in text_of(pdf) for n, pdf in enumerate(made)] == [True] * 3


async def test_a_conversion_that_takes_too_long_is_ended_with_all_its_processes() -> None:
    before = leftovers()
    started = time.monotonic()
    with pytest.raises(PdfFailed, match="longer than 1 s"):
        await convert(draft(*["tekst " * 200] * 3000), 1)
    assert time.monotonic() - started < 10
    assert leftovers() <= before


async def test_what_is_no_document_gives_a_failure_and_no_pdf() -> None:
    with pytest.raises(PdfFailed):
        await convert(b"PK\3\4 niets")


async def test_without_libreoffice_the_failure_says_so() -> None:
    press = Press(Path("/nowhere/soffice"), 60, at_once=1)
    assert not press.present
    with pytest.raises(PdfEngineMissing, match="not installed"):
        await press.convert(draft("tekst"))


def linking(address: str) -> bytes:
    """A document with a picture that lies elsewhere."""

    def link(document: Any) -> None:
        with_logo(document)
        blip = document.element.body.find(f".//{qn('a:blip')}")
        del blip.attrib[qn("r:embed")]
        relation = document.part.relate_to(address, RELATIONSHIP_TYPE.IMAGE, is_external=True)
        blip.set(qn("r:link"), relation)

    return draft("tekst", more=link)


async def test_libreoffice_fetches_nothing_over_http() -> None:
    asked = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        await convert(linking(f"http://127.0.0.1:{port}/logo.png"))
    assert asked == []


async def test_libreoffice_shows_no_file_of_this_machine(tmp_path: Path) -> None:
    embedded = docx.Document(BytesIO(draft("tekst", more=with_logo)))
    logo = next(p for p in embedded.part.package.iter_parts() if "media" in p.partname)
    canary = tmp_path / "canary.png"
    canary.write_bytes(logo.blob)
    control = await convert(saved(embedded))
    pdf = await convert(linking(canary.as_uri()))
    assert pictures(control) == 1
    assert pictures(pdf) == 0


def pictures(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return sum(len(page.get_images()) for page in opened.pages)
