"""A LibreOffice started for one document: slow, and possible wherever there is one."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from services.documents.domain.faults import PdfFailed
from services.documents.engine import confine
from services.documents.engine.office import PDF_OPTIONS, Office, lock_down


async def convert(office: Office, folder: Path, seconds: int, megabytes: int) -> None:
    """``document.docx`` in ``folder`` to ``document.pdf``; PdfFailed when it gives none in time."""
    lock_down(folder)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", confine.__file__, f"{seconds}:{megabytes}"),
        *_command(office, folder),
        cwd=folder,
        env=office.environment(folder),
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


def _command(office: Office, folder: Path) -> list[str]:
    return [
        str(office.program),
        *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
        # Else it takes what is no Word document for what it looks like: a web page shows files.
        "--infilter=MS Word 2007 XML",
        *("--convert-to", f"pdf:writer_pdf_Export:{PDF_OPTIONS}"),
        *("--outdir", str(folder), str(folder / "document.docx")),
    ]


async def _end(process: asyncio.subprocess.Process) -> None:
    """The whole group, so that nothing outlives its document."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    await process.wait()
