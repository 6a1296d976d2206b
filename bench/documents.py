"""DOCX per second against plain docxtpl, both doing the same work, in turns in one process.

The work: the built-in Dutch agreement with the data of a signed version, from the template's bytes
to those of the DOCX. docxtpl is used as its documentation says: open, render with the filters and
autoescape, save.
"""

import asyncio
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree

from bench import sealing
from bench.report import Result, compared, publish
from services.documents.domain.wording import day, hex_groups, moment
from services.documents.engine.compiled import compiled
from services.documents.engine.pdf import Press
from services.documents.store.templates import builtin
from tests.documents import samples

ROUNDS = 7
SECONDS = 1.0
MEASURED_WITH = ("docxtpl", "jinja2", "lxml", "python-docx")
# python-docx drops white space between elements wherever it reads.
BLANKLESS = etree.XMLParser(remove_blank_text=True)
# docxtpl adds an empty dc:identifier here, and python-docx writes these anew.
NOT_COMPARED = ("docProps/core.xml", "[Content_Types].xml")


def plain_docxtpl(context: dict[str, Any]) -> bytes:
    environment = Environment(autoescape=True)
    environment.filters["day"] = partial(day, language="nl")
    environment.filters["moment"] = partial(moment, language="nl")
    environment.filters["hex_groups"] = hex_groups
    document = DocxTemplate(BytesIO(builtin("agreement", "nl")))
    document.render(context, environment, autoescape=True)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def ours(context: dict[str, Any]) -> bytes:
    return compiled(builtin("agreement", "nl"), "nl").render(context)


def canonical(document: bytes) -> dict[str, bytes]:
    """The parts that a reader sees, as canonical XML."""
    with ZipFile(BytesIO(document)) as opened:
        return {
            name: etree.tostring(etree.fromstring(opened.read(name), BLANKLESS), method="c14n")
            for name in opened.namelist()
            if name.endswith(".xml") and name not in NOT_COMPARED
        }


def per_second(work: Callable[[], bytes]) -> float:
    started, done = time.perf_counter(), 0
    while time.perf_counter() - started < SECONDS:
        work()
        done += 1
    return done / (time.perf_counter() - started)


def measure(context: dict[str, Any]) -> Result:
    rounds = [
        (per_second(partial(ours, context)), per_second(partial(plain_docxtpl, context)))
        for _ in range(ROUNDS)
    ]
    return compared("docx-vs-docxtpl", "documents/s", "plain docxtpl", rounds, MEASURED_WITH)


def main() -> None:
    snapshot = samples.general_nl()
    context = samples.context(snapshot, samples.signature_of(snapshot))
    if canonical(ours(context)) != canonical(plain_docxtpl(context)):
        raise SystemExit("The two do not make the same document; there is nothing to compare.")
    pdf = asyncio.run(Press(None, 120, at_once=1).convert(ours(context)))
    publish("documents", [measure(context), sealing.measure(pdf)])


if __name__ == "__main__":
    main()
