"""DOCX to PDF/A-2b with PDF/UA tags, by a process of LibreOffice that lives for one document.

The process is forked from one that has started already, which takes a sixth of the time of starting
it anew. Where that can't be done, it is started anew.
"""

import asyncio
import os
import shutil
import tempfile
import time
from functools import cache
from pathlib import Path

from services.documents.domain.faults import PdfEngineMissing, PdfFailed
from services.documents.engine import cold
from services.documents.engine.office import Office
from services.documents.engine.scratch import Scratch
from services.documents.engine.warm import Outcome, Zygote, ZygoteFailed
from services.documents.engine.zygote import UNREADABLE, UNWRITABLE
from shared.logs import log

MEGABYTES = 2048
DOCUMENTS = 2000
# How long every document starts its own LibreOffice before the zygote is tried once more.
_PATIENCE = 300.0
_REASONS = {
    UNREADABLE: "LibreOffice can't read the document",
    UNWRITABLE: "LibreOffice could not make a PDF of the document",
}


class Press:
    """LibreOffice as configured or on the path, for so many documents at once.

    ``seconds`` and ``megabytes`` are what one document may take. Within ``async with`` one is kept
    warm, and replaced after ``documents`` of them; without it each document starts its own.
    """

    def __init__(
        self,
        configured: Path | None,
        seconds: int,
        at_once: int,
        *,
        megabytes: int = MEGABYTES,
        documents: int = DOCUMENTS,
    ) -> None:
        self._configured, self._seconds, self._megabytes = configured, seconds, megabytes
        self._documents, self._warm = documents, False
        self._room, self._starting = asyncio.Semaphore(at_once), asyncio.Lock()
        self._zygote: Zygote | None = None
        self._retired: list[Zygote] = []
        self._cold_until = 0.0
        self._scratch: Scratch | None = None

    @property
    def present(self) -> bool:
        """Looked up each time, for LibreOffice may be installed while we run."""
        return self._find() is not None

    @property
    def office(self) -> str:
        """What prints here, by name and version. PdfEngineMissing without LibreOffice."""
        found = self._find()
        if found is None:
            raise PdfEngineMissing
        return found.name

    @property
    def zygote(self) -> Zygote | None:
        """The process from which the next document is forked; null while there is none."""
        return self._zygote

    async def convert(self, docx: bytes) -> bytes:
        """The PDF. PdfEngineMissing without LibreOffice; PdfFailed when it gives none in time."""
        office = self._find()
        if office is None:
            raise PdfEngineMissing
        async with self._room:
            with tempfile.TemporaryDirectory(
                prefix="document-", dir=self.folder, ignore_cleanup_errors=True
            ) as at:
                folder = Path(at)
                (folder / "document.docx").write_bytes(docx)
                await self._convert(office, folder)
                pdf = folder / "document.pdf"
                if not pdf.is_file():
                    raise PdfFailed("LibreOffice ended without a PDF")
                return pdf.read_bytes()

    async def close(self) -> None:
        """Nothing of it is left, neither a process nor a folder; from now on it is cold."""
        self._warm = False
        for zygote in [*self._retired, *([self._zygote] if self._zygote else [])]:
            await zygote.end()
        self._zygote, self._retired = None, []
        if self._scratch is not None:
            self._scratch.close()
            self._scratch = None

    async def __aenter__(self) -> "Press":
        self._warm = True
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _convert(self, office: Office, folder: Path) -> None:
        try:
            zygote = await self._ready(office)
            if zygote is not None:
                outcome = await zygote.convert(folder, self._seconds, self._megabytes)
                if self._succeeded(outcome):
                    return
        except ZygoteFailed as failure:
            log.warning("LibreOffice ended; it starts again", reason=str(failure))
        # Not warm, or not this document: what a fork does not survive a fresh start may.
        await cold.convert(office, folder, self._seconds, self._megabytes)

    def _succeeded(self, outcome: Outcome) -> bool:
        """False for a crash; PdfFailed for what would not go better a second time."""
        if outcome.status == 0:
            return True
        if outcome.late:
            raise PdfFailed(f"LibreOffice took longer than {self._seconds} s")
        if outcome.status in _REASONS:
            raise PdfFailed(_REASONS[outcome.status])
        log.warning("a conversion crashed", status=outcome.status, memory=outcome.memory)
        return False

    async def _ready(self, office: Office) -> Zygote | None:
        async with self._starting:
            await self._bury()
            if self._zygote is not None and self._zygote.served >= self._documents:
                self._zygote.retire()
                self._retired.append(self._zygote)
                self._zygote = None
            if self._zygote is None and self._warm and time.monotonic() >= self._cold_until:
                self._zygote = await self._start(office)
            return self._zygote

    async def _start(self, office: Office) -> Zygote | None:
        try:
            zygote = await Zygote.start(office, self.folder)
        except (ZygoteFailed, TimeoutError) as failure:
            log.warning("LibreOffice can't be kept warm; PDFs are slower", reason=str(failure))
            self._cold_until = time.monotonic() + _PATIENCE
            return None
        _tell(zygote.lost)
        return zygote

    async def _bury(self) -> None:
        """What has ended since, by itself or because it was told to."""
        gone = [each for each in self._retired if not each.alive]
        if self._zygote is not None and not self._zygote.alive:
            gone.append(self._zygote)
            self._zygote = None
        for zygote in gone:
            await zygote.end()
        self._retired = [each for each in self._retired if each not in gone]

    @property
    def folder(self) -> Path:
        """Where everything lies that it works with; gone once it is closed, or has died."""
        if self._scratch is None:
            self._scratch = Scratch()
        return self._scratch.folder

    def _find(self) -> Office | None:
        found = self._configured or shutil.which("soffice")
        return Office(Path(found)) if found and os.access(found, os.X_OK) else None


@cache
def _tell(lost: tuple[str, ...]) -> None:
    """Once for each process of ours."""
    if lost:
        log.warning("documents are less confined than they can be here", not_confined=lost)
