"""LibreOffice fetches nothing and reads nothing, also for files that the gate would never admit.

Each file is first converted by a LibreOffice that is not locked down: it must take the bait there,
or its silence under lock and key would say nothing.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from services.documents.domain.faults import PdfFailed, TemplateFault
from services.documents.engine.gate import admit
from services.documents.engine.pdf import Press
from tests.documents.hostile.fields import field
from tests.documents.hostile.package import (
    WORD,
    body,
    default,
    document,
    override,
    packed,
    paragraph,
    parts,
    relation,
    relations,
    run,
    types,
)
from tests.documents.test_pdf import text_of

_SPACES = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_SIZE = (41, 23)
_TIES = (
    ("image", "blip.png"),
    ("image", "vml.png"),
    ("aFChunk", "chunk.html"),
    ("subDocument", "sub.docx"),
    ("oleObject", "ole.bin"),
    ("hyperlink", "link.html"),
    ("image", "drawn.svg"),
)


def word(at: str) -> bytes:
    """A Word document that asks for a file beside `at` in every way that Word knows."""
    ties = [relation(kind, at + name, "External", n) for n, (kind, name) in enumerate(_TIES, 1)]
    told = "".join(
        paragraph(field(f" {name} &quot;{at}{name.lower()}.png&quot; \\d "))
        for name in ("INCLUDEPICTURE", "INCLUDETEXT", "IMPORT", "LINK", "DDEAUTO", "DATABASE", "RD")
    )
    vml = (
        '<w:r><w:pict><v:shape style="width:50pt;height:50pt">{}</v:shape></w:pict></w:r>'
    ).format
    inner = (
        paragraph(run("begin")) + paragraph(_picture("rId1")) + paragraph(_picture("rId7"))
        + paragraph(vml('<v:imagedata r:id="rId2"/>'))
        + paragraph(vml(f'<v:imagedata src="{at}vmlsrc.png"/><v:fill src="{at}fill.png"/>'))
        + '<w:altChunk r:id="rId3"/><w:subDoc r:id="rId4"/>'
        + paragraph('<w:r><w:object><o:OLEObject Type="Link" ProgID="Word.Document" r:id="rId5" '
                    'UpdateMode="Always"/></w:object></w:r>')
        + paragraph(f'<w:hyperlink r:id="rId6">{run("link")}</w:hyperlink>') + told
    )  # fmt: skip
    settings = document('<w:displayBackgroundShape/><w:attachedTemplate r:id="rId1"/>').replace(
        "w:document", "w:settings"
    )
    fill = '<v:background><v:fill r:id="rId2" type="frame"/></v:background>'
    ground = f"<w:background>{fill}</w:background>"
    text = document(inner, _SPACES).replace("<w:body>", f"{ground}<w:body>")
    made = parts(word__document=text, word__settings=settings) | {
        "[Content_Types].xml": types(
            more=override("word/settings.xml", WORD + "settings+xml")
            + default("svg", "image/svg+xml")
        ),
        "word/_rels/document.xml.rels": relations(
            *ties, relation("settings", "settings.xml", number=20)
        ),
        "word/_rels/settings.xml.rels": relations(
            relation("attachedTemplate", at + "template.dotm", "External")
        ),
    }
    return packed(made)


def _picture(tie: str) -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/>'
        '<wp:docPr id="1" name="x"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:link="{tie}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
        '<a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
        '<a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


def page(at: str) -> bytes:
    """A web page under the name of a document: LibreOffice looks at the bytes."""
    return (
        f'<html><head><link rel="stylesheet" href="{at}style.css"></head><body '
        f'background="{at}back.png"><p>begin</p><img src="{at}page.png" width="50" height="50">'
        f'<iframe src="{at}frame.html"></iframe><object data="{at}object.html"></object></body>'
        "</html>"
    ).encode()


BAIT = {"word": word, "page": page}


async def convert_unlocked(content: bytes, folder: Path) -> bytes:
    """By LibreOffice as it comes, with a network and no lock."""
    (folder / "document.docx").write_bytes(content)
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is needed: apt-get install libreoffice-writer-nogui"
    process = await asyncio.create_subprocess_exec(
        *(soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
        *("--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder)),
        str(folder / "document.docx"),
        env={"HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    await asyncio.wait_for(process.wait(), 120)
    return (folder / "document.pdf").read_bytes()


async def convert_locked(content: bytes, warm: bool) -> bytes:
    """By a fork of one that is kept warm, or by one that starts for this document."""
    press = Press(None, 90, at_once=1)
    try:
        if not warm:
            return await press.convert(content)
        async with press:
            return await press.convert(content)
    except PdfFailed:
        return b""


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[str, list[str]]]:
    """A web server on this machine that has every picture, and what it was asked for."""
    asked: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            if line.split(b" ")[0] in (b"GET", b"HEAD", b"OPTIONS", b"PROPFIND"):
                asked.append(line.split(b" ")[1].decode())
            if line == b"\r\n":
                break
        body = picture()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {len(body)}\r\n"
        writer.write(head.encode() + b"Connection: close\r\n\r\n" + body)
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", asked


def picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", _SIZE, "#0a6").save(written, "PNG")
    return written.getvalue()


def laid_out(folder: Path) -> str:
    """A canary under every name that the bait asks for; the address of their folder."""
    for _, name in _TIES:
        (folder / name).write_bytes(picture())
    for name in ("vmlsrc", "fill", "back", "page", "includepicture"):
        (folder / f"{name}.png").write_bytes(picture())
    for name in ("frame.html", "object.html", "chunk.html", "includetext.png", "import.png"):
        (folder / name).write_text("<p>KANARIE</p>")
    return folder.as_uri() + "/"


def canaries(pdf: bytes) -> int:
    """Pictures of the canary's size: LibreOffice draws a sign of its own for what it can't show."""
    if not pdf:
        return 0
    with pikepdf.open(BytesIO(pdf)) as opened:
        shown = [one for page in opened.pages for one in page.get_images().values()]
        return sum((one.Width, one.Height) == _SIZE for one in shown)


@pytest.mark.parametrize("bait", BAIT)
async def test_nothing_is_fetched_over_http_by_either_engine(bait: str, tmp_path: Path) -> None:
    async with listening() as (at, asked):
        await convert_unlocked(BAIT[bait](at), tmp_path)
        assert asked, "the bait is not taken, so this shows nothing"
        asked.clear()
        for warm in (True, False):
            pdf = await convert_locked(BAIT[bait](at), warm)
            assert asked == []
            assert bait != "word" or "begin" in text_of(pdf)


@pytest.mark.parametrize("bait", BAIT)
async def test_nothing_of_this_machine_is_shown_by_either_engine(bait: str, tmp_path: Path) -> None:
    at = laid_out(tmp_path)
    unlocked = await convert_unlocked(BAIT[bait](at), tmp_path)
    assert canaries(unlocked) > 0, "the bait is not taken, so this shows nothing"
    for warm in (True, False):
        pdf = await convert_locked(BAIT[bait](at), warm)
        assert canaries(pdf) == 0
        assert not pdf or "KANARIE" not in text_of(pdf)


@pytest.mark.parametrize("bait", BAIT)
def test_the_gate_admits_none_of_them(bait: str) -> None:
    with pytest.raises(TemplateFault):
        admit(BAIT[bait]("http://127.0.0.1/"))


async def test_both_engines_print_what_asks_for_nothing() -> None:
    for warm in (True, False):
        pdf = await convert_locked(body(paragraph(run("KANARIE"))), warm)
        assert "KANARIE" in text_of(pdf)
