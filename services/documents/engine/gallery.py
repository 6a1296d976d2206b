"""The pages of a document as pictures, made once for whoever looks at them in the next minutes."""

import asyncio
import hashlib
import struct
from collections import OrderedDict

from services.documents.domain.faults import PdfFailed
from services.documents.engine import page_images
from services.documents.engine.pdf import Press
from services.documents.engine.reading import run
from shared.errors import Invalid

_SECONDS = 20
_MOST = 8


class Gallery:
    """The pictures of the last eight documents that somebody looked at."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._shown: OrderedDict[bytes, asyncio.Task[list[bytes]]] = OrderedDict()

    async def pages(self, docx: bytes) -> list[bytes]:
        """Each page as a PNG of 80 dots per inch, sixty at most. PdfEngineMissing without
        LibreOffice, PdfFailed when it gives no PDF or that can't be drawn."""
        digest = hashlib.sha256(docx).digest()
        task = self._shown.get(digest)
        if task is None:
            task = self._shown[digest] = asyncio.create_task(self._make(docx))
        self._shown.move_to_end(digest)
        while len(self._shown) > _MOST:
            self._shown.popitem(last=False)
        try:
            # Who looks away leaves it to the others who wait.
            return await asyncio.shield(task)
        except Exception:
            if self._shown.get(digest) is task:
                del self._shown[digest]
            raise

    async def _make(self, docx: bytes) -> list[bytes]:
        return await pictures(await self._press.convert(docx), _SECONDS)


async def pictures(pdf: bytes, seconds: int) -> list[bytes]:
    """In a process of its own: little memory, little time, no network."""
    try:
        status, drawn, _ = await run((page_images.__file__,), pdf, seconds)
    except Invalid as late:
        raise PdfFailed("The pages took too long to draw") from late
    if status != 0:
        raise PdfFailed("The pages could not be drawn")
    return _apart(drawn)


def _apart(drawn: bytes) -> list[bytes]:
    pages, at = [], 0
    while at < len(drawn):
        (length,) = struct.unpack_from(">I", drawn, at)
        at += 4
        pages.append(drawn[at : at + length])
        at += length
    return pages
