"""DOCX to PDF against LibreOffice started anew for each document, and two at once against one.

LibreOffice is used as its documentation says: ``soffice --headless --convert-to``, with the same
options for PDF/A and tags, and with a profile that an earlier start has filled already. Both
convert the same document of eight pages, each in a process of its own, in turns.
"""

import asyncio
import subprocess
import tempfile
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf

from bench.report import Result, compared
from services.documents.engine.office import PDF_OPTIONS
from services.documents.engine.pdf import Press

ROUNDS = 7
OURS, THEIRS = 8, 2
PAGES = 8
TWO = 2


class Cold:
    """LibreOffice as anybody starts it, with a profile of its own that is kept."""

    def __init__(self, folder: Path, docx: bytes) -> None:
        self._folder = folder
        (folder / "document.docx").write_bytes(docx)

    def convert(self) -> bytes:
        command = [
            *("soffice", f"-env:UserInstallation={(self._folder / 'profile').as_uri()}"),
            *("--headless", "--convert-to", f"pdf:writer_pdf_Export:{PDF_OPTIONS}"),
            *("--outdir", str(self._folder), str(self._folder / "document.docx")),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (self._folder / "document.pdf").read_bytes()

    def per_second(self) -> float:
        started = time.perf_counter()
        for _ in range(THEIRS):
            self.convert()
        return THEIRS / (time.perf_counter() - started)


async def per_second(press: Press, docx: bytes, at_once: int) -> float:
    started = time.perf_counter()
    left = iter(range(OURS * at_once))

    async def work() -> None:
        for _ in left:
            await press.convert(docx)

    await asyncio.gather(*(work() for _ in range(at_once)))
    return OURS * at_once / (time.perf_counter() - started)


def same_work(ours: bytes, theirs: bytes) -> bool:
    with pikepdf.open(BytesIO(ours)) as one, pikepdf.open(BytesIO(theirs)) as other:
        told = [
            (len(pdf.pages), pdf.open_metadata().get("pdfaid:part"), "/StructTreeRoot" in pdf.Root)
            for pdf in (one, other)
        ]
    return told[0] == told[1] == (PAGES, "2", True)


async def _measure(docx: bytes, cold: Cold) -> list[Result]:
    async with Press(None, 120, at_once=TWO) as press:
        if not same_work(await press.convert(docx), cold.convert()):
            raise SystemExit("The two do not make the same PDF; there is nothing to compare.")
        against_cold, two_against_one = [], []
        for _ in range(ROUNDS):
            alone = await per_second(press, docx, 1)
            against_cold.append((alone, await asyncio.to_thread(cold.per_second)))
            two = await per_second(press, docx, TWO)
            two_against_one.append((two, await per_second(press, docx, 1)))
    return [
        compared("pdf-vs-cold", "PDF/s", "cold soffice", against_cold, ("pikepdf",)),
        compared("pdf-two-vs-one", "PDF/s", "one at a time", two_against_one, ("pikepdf",)),
    ]


def measure(docx: bytes) -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        results = asyncio.run(_measure(docx, Cold(Path(folder), docx)))
    told = subprocess.run(["soffice", "--version"], check=True, capture_output=True, text=True)
    office = {"libreoffice": told.stdout.split()[1]}
    return [replace(one, versions=one.versions | office) for one in results]
