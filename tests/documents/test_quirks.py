"""Templates made by somebody else, in Word, LibreOffice or Google Docs: let in, linted, right."""

import asyncio
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from lxml import etree

from services.documents.engine.compiled import Compiled
from services.documents.engine.gate import admit
from services.documents.engine.lint.inspection import inspect
from tests.documents import quirks, samples
from tests.documents.drafts import draft, member
from tests.documents.linting import COMPLETE, FONTS
from tests.documents.quirks import QUIRKS, W

MARKERS = {"Artikel 1. Afspraken"}


def read(content: bytes, part: str = "word/document.xml") -> list[str]:
    """The text of each paragraph in order, by lxml alone; deleted text and field codes are none."""
    root = etree.fromstring(member(content, part))
    found = []
    for paragraph in root.iter(f"{{{W}}}p"):
        texts = (
            node.text or ""
            for node in paragraph.iter(f"{{{W}}}t")
            if next(node.iterancestors(f"{{{W}}}p")) is paragraph
        )
        found.append("".join(texts))
    return found


def errors(content: bytes) -> list[str]:
    found = inspect(content, "agreement", "nl", FONTS)
    return [f"{one.code}: {one.quoted}" for one in found if one.level == "error"]


@pytest.mark.parametrize("slow", [False, True], ids=["compiled", "docxtpl"])
@pytest.mark.parametrize("name", QUIRKS)
def test_a_template_with_a_quirk_prints_what_its_author_sees(name: str, slow: bool) -> None:
    quirk = QUIRKS[name]
    compiled = Compiled(quirks.word(quirk.body), "nl")
    context = samples.context(samples.general_nl())
    made = compiled.render_slowly(context) if slow else compiled.render(context)
    found = read(made)
    told = found[: next(n for n, text in enumerate(found) if text in MARKERS)]
    assert [text for text in told if text] == quirk.read
    docx.Document(BytesIO(made))


@pytest.mark.parametrize("name", QUIRKS)
def test_the_lint_finds_no_mistake_in_a_quirk(name: str) -> None:
    content = quirks.word(QUIRKS[name].body)
    admit(content)
    assert errors(content) == []


@pytest.mark.parametrize("slow", [False, True], ids=["compiled", "docxtpl"])
def test_headers_of_every_kind_and_notes_are_filled_in(slow: bool) -> None:
    content = quirks.with_margins()
    assert errors(content) == []
    compiled, context = Compiled(content, "nl"), samples.context(samples.general_nl())
    made = compiled.render_slowly(context) if slow else compiled.render(context)
    for name in ("header1", "header2", "header3", "footer1", "footnotes", "endnotes"):
        assert read(made, f"word/{name}.xml") == [f"{name}: {quirks.CLIENT}"]


def test_a_part_in_utf_16_is_read_and_filled_in() -> None:
    content = quirks.word(QUIRKS["split-with-proof-marks"].body, "utf-16")
    assert errors(content) == []
    made = Compiled(content, "nl").render(samples.context(samples.general_nl()))
    assert read(made)[0] == f"Aan {quirks.CLIENT}, dag"


def test_a_zip_that_was_streamed_is_let_in_and_filled_in() -> None:
    content = quirks.streamed(quirks.word(QUIRKS["google"].body))
    assert errors(content) == []
    made = Compiled(content, "nl").render(samples.context(samples.general_nl()))
    assert read(made)[1] == "x"


def test_tracked_changes_and_bookmarks_are_still_there_afterwards() -> None:
    body = QUIRKS["name-corrected-with-tracked-changes"].body + QUIRKS["bookmark-in-a-tag"].body
    made = Compiled(quirks.word(body), "nl").render(samples.context(samples.general_nl()))
    xml = member(made, "word/document.xml")
    assert b"<w:delText>nmae</w:delText>" in xml
    assert xml.count(b"bookmarkStart") == xml.count(b"bookmarkEnd") == 1


async def test_a_template_that_libreoffice_itself_has_written_prints_right(tmp_path: Path) -> None:
    source = draft(
        "Aan {{¦ client¦.name }}", "{%p if signature %}", "weg", "{%p endif %}", *COMPLETE
    )
    (tmp_path / "in.docx").write_bytes(source)
    process = await asyncio.create_subprocess_exec(
        *("soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"),
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out")),
        str(tmp_path / "in.docx"),
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        stdout=asyncio.subprocess.DEVNULL,
    )
    await asyncio.wait_for(process.wait(), 120)
    content = (tmp_path / "out/in.docx").read_bytes()
    with ZipFile(BytesIO(content)) as archive:
        assert b"LibreOffice" in archive.read("docProps/app.xml")
    assert errors(content) == []
    made = Compiled(content, "nl").render(samples.context(samples.general_nl()))
    assert read(made)[:2] == [f"Aan {quirks.CLIENT}", "Artikel 1. Afspraken"]
