"""DOCX to PDF/A-2b with PDF/UA tags, by a LibreOffice that lives for one document."""

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from services.documents.domain.faults import PdfEngineMissing, PdfFailed
from services.documents.engine import confine

_OPTIONS = (
    '{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"PDFUACompliance":{"type":"boolean","value":"true"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportFormFields":{"type":"boolean","value":"false"}}'
)
_ITEM = (
    '<item oor:path="/org.openoffice.Office.Common/{}"><prop oor:name="{}" oor:op="fuse">'
    "<value>{}</value></prop></item>"
)
# Without the first of these LibreOffice fetches linked pictures, and shows files of this machine.
_LOCKDOWN = (
    ("Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Security/Scripting", "DisableMacrosExecution", "true"),
    ("Security/Scripting", "DisableActiveContent", "true"),
    ("Security/Scripting", "MacroSecurityLevel", "3"),
    ("Misc", "FirstRun", "false"),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(_ITEM.format(*item) for item in _LOCKDOWN)
    + "</oor:items>"
)


class Press:
    """LibreOffice as configured or on the path, for so many documents at once."""

    def __init__(self, configured: Path | None, seconds: int, at_once: int) -> None:
        self._configured, self._seconds = configured, seconds
        self._room = asyncio.Semaphore(at_once)

    @property
    def present(self) -> bool:
        """Looked up each time, for LibreOffice may be installed while we run."""
        return self._find() is not None

    async def convert(self, docx: bytes) -> bytes:
        """The PDF. PdfEngineMissing without LibreOffice; PdfFailed when it gives none in time."""
        soffice = self._find()
        if soffice is None:
            raise PdfEngineMissing
        async with self._room:
            with tempfile.TemporaryDirectory(
                prefix="schakel-pdf-", ignore_cleanup_errors=True
            ) as at:
                return await _convert(docx, soffice, Path(at), self._seconds)

    def _find(self) -> Path | None:
        found = self._configured or shutil.which("soffice")
        return Path(found) if found and os.access(found, os.X_OK) else None


async def _convert(docx: bytes, soffice: Path, folder: Path, seconds: int) -> bytes:
    (folder / "document.docx").write_bytes(docx)
    (folder / "profile/user").mkdir(parents=True)
    (folder / "profile/user/registrymodifications.xcu").write_text(_PROFILE)
    await _run(_command(soffice, folder, seconds), folder, seconds)
    pdf = folder / "out/document.pdf"
    if not pdf.is_file():
        raise PdfFailed("LibreOffice ended without a PDF")
    return pdf.read_bytes()


def _command(soffice: Path, folder: Path, seconds: int) -> list[str]:
    program = soffice.resolve().with_name("soffice.bin")
    return [
        *(sys.executable, "-I", "-S", confine.__file__, str(seconds)),
        str(program if program.is_file() else soffice),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
        *("--convert-to", f"pdf:writer_pdf_Export:{_OPTIONS}"),
        *("--outdir", str(folder / "out"), str(folder / "document.docx")),
    ]


async def _run(command: list[str], folder: Path, seconds: int) -> None:
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env={"HOME": str(folder), "TMPDIR": str(folder), "PATH": os.defpath, "LANG": "C.UTF-8"},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        status = await asyncio.wait_for(process.wait(), seconds)
    except TimeoutError as late:
        raise PdfFailed(f"LibreOffice took longer than {seconds} s") from late
    finally:
        await _end(process)
    if status != 0:
        raise PdfFailed(f"LibreOffice ended with status {status}")


async def _end(process: asyncio.subprocess.Process) -> None:
    """The whole group, so that nothing outlives its document."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    await process.wait()
