"""What a document can make LibreOffice fetch or show: nothing, and each guard holds by itself.

Every test has its control: the same document, with every guard down, does what it is built for.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from services.documents.engine import confine, fence, office, warm
from services.documents.engine.pdf import Press
from tests.documents.drafts import draft, saved, with_logo

NO_NETWORK = "confine.leave_network = lambda: False;"
NO_FENCE = "fence.enclose = lambda *_: None;"
# The program of the zygote, with some guards taken down first.
UNGUARDED = (
    "import sys; sys.path.insert(0, sys.argv.pop(1));"
    "from services.documents.engine import confine, fence, zygote;{}"
    "zygote.main(*sys.argv[1:])"
)
# In the place of confine.py; 81 is LibreOffice's wish to be started again.
PLAINLY = """
import subprocess, sys
status = subprocess.call(sys.argv[2:])
sys.exit(subprocess.call(sys.argv[2:]) if status == 81 else status)
"""


class Guards:
    """Which of the three hold: the settings, the network left, the files fenced."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def keep(self, *kept: str) -> None:
        if "settings" not in kept:
            self._monkeypatch.setattr(office, "LOCKDOWN", ())
        down = "" if "network" in kept else NO_NETWORK
        down += "" if "files" in kept else NO_FENCE
        self._monkeypatch.setattr(warm, "_PROGRAM", UNGUARDED.format(down))


@pytest.fixture
def guards(monkeypatch: pytest.MonkeyPatch) -> Guards:
    return Guards(monkeypatch)


class Listener:
    """Somebody on this machine who notes what is asked of them, and answers nothing."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self.port = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked.append(await reader.readline())
        writer.close()


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listener = Listener()
    async with await asyncio.start_server(listener.answer, "127.0.0.1", 0) as server:
        listener.port = server.sockets[0].getsockname()[1]
        yield listener


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    """A picture on this machine that no document has any business with."""
    embedded = docx.Document(BytesIO(draft("tekst", more=with_logo)))
    logo = next(p for p in embedded.part.package.iter_parts() if "media" in p.partname)
    path = tmp_path / "canary.png"
    path.write_bytes(logo.blob)
    return path


def linking(address: str) -> bytes:
    """A document with a picture that lies elsewhere."""

    def link(document: Any) -> None:
        with_logo(document)
        blip = document.element.body.find(f".//{qn('a:blip')}")
        del blip.attrib[qn("r:embed")]
        relation = document.part.relate_to(address, RELATIONSHIP_TYPE.IMAGE, is_external=True)
        blip.set(qn("r:link"), relation)

    return draft("tekst", more=link)


def page(address: str) -> bytes:
    """No DOCX at all: a web page under that name, which LibreOffice reads all the same."""
    return f'<html><body><p>tekst</p><img src="{address}"></body></html>'.encode()


def pictures(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return sum(len(sheet.get_images()) for sheet in opened.pages)


async def warmly(document: bytes) -> bytes:
    async with Press(None, 90, at_once=1) as press:
        made = await press.convert(document)
        assert press.zygote is not None
        return made


BUILT = pytest.mark.parametrize("built", [linking, page], ids=["docx", "html"])


@BUILT
@pytest.mark.parametrize("kept", ["", "settings", "network"])
async def test_each_guard_by_itself_keeps_a_document_from_fetching_over_http(
    built: Any, kept: str, guards: Guards, listener: Listener
) -> None:
    guards.keep(kept)
    await warmly(built(f"http://127.0.0.1:{listener.port}/logo.png"))
    assert bool(listener.asked) == (kept == "")


@BUILT
@pytest.mark.parametrize("kept", ["", "settings", "files"])
async def test_each_guard_by_itself_keeps_a_document_from_showing_a_file_of_this_machine(
    built: Any, kept: str, guards: Guards, canary: Path
) -> None:
    guards.keep(kept)
    assert pictures(await warmly(built(canary.as_uri()))) == (1 if kept == "" else 0)


@BUILT
async def test_with_all_guards_nothing_is_fetched_or_shown(
    built: Any, listener: Listener, canary: Path
) -> None:
    await warmly(built(f"http://127.0.0.1:{listener.port}/logo.png"))
    assert listener.asked == []
    assert pictures(await warmly(built(canary.as_uri()))) == 0


@pytest.mark.parametrize("kept", [False, True], ids=["control", "locked"])
async def test_a_fresh_libreoffice_fetches_and_shows_nothing_either(
    *,
    kept: bool,
    listener: Listener,
    canary: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    if not kept:
        monkeypatch.setattr(office, "LOCKDOWN", ())
        plain = tmp_path / "plain.py"
        plain.write_text(PLAINLY)
        monkeypatch.setattr(confine, "__file__", str(plain))
    press = Press(None, 90, at_once=1)
    await press.convert(linking(f"http://127.0.0.1:{listener.port}/logo.png"))
    shown = pictures(await press.convert(linking(canary.as_uri())))
    assert (bool(listener.asked), shown) == ((False, 0) if kept else (True, 1))


def test_a_fenced_process_opens_its_own_folder_and_what_it_was_told_alone(tmp_path: Path) -> None:
    for name in ("own", "told", "secret"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text("inhoud")
    tries = f"""
import sys; sys.path.insert(0, {str(warm._ROOT)!r})
import os, signal
from pathlib import Path
from services.documents.engine import fence
at = Path({str(tmp_path)!r})
fence.enclose([str(at / "told"), "/nowhere"], at / "own")
def may(what):
    try: what()
    except OSError: return False
    return True
print([may(what) for what in (
    lambda: (at / "own/file").write_text("anders"),
    lambda: (at / "told/file").read_text(),
    lambda: (at / "told/file").write_text("anders"),
    lambda: (at / "secret/file").read_text(),
    lambda: list((at / "secret").iterdir()),
    lambda: Path(f"/proc/{{os.getppid()}}/environ").read_bytes(),
    lambda: os.kill(os.getppid(), 0),
)])
"""
    done = asyncio.run(_run(tries))
    assert fence.possible(), "this machine's kernel has no Landlock; the test needs it"
    assert done == "[True, True, False, False, False, False, False]"


async def _run(program: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    return told.decode().strip()


async def test_an_embedded_picture_is_shown_all_the_same() -> None:
    assert pictures(await warmly(draft("tekst", more=with_logo))) == 1
    assert pictures(await warmly(saved(docx.Document()))) == 0
