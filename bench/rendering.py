"""DOCX per second, against plain docxtpl and against what no renderer can do without.

All three make the same document, in turns in one process: the template of ``bench/word.py`` with
the data of a signed version. docxtpl is used as its documentation says: open, render with the
filters and autoescape, save. The floor is Jinja and deflate of the parts that change, nothing else.
"""

import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docxtpl import DocxTemplate
from jinja2 import Environment
from lxml import etree
from zlib_ng import zlib_ng

from bench import word
from bench.report import Result, compared
from services.documents.domain.wording import day, hex_groups, moment
from services.documents.engine.archive import members
from services.documents.engine.compiled import compiled
from services.documents.engine.environment import environment
from services.documents.engine.parts import tagged

ROUNDS = 7
SECONDS = 1.0
MEASURED_WITH = ("docxtpl", "jinja2", "lxml", "python-docx", "zlib-ng")
# python-docx drops white space between elements wherever it reads.
BLANKLESS = etree.XMLParser(remove_blank_text=True)
# docxtpl adds an empty dc:identifier here, and python-docx writes these anew.
NOT_COMPARED = ("docProps/core.xml", "[Content_Types].xml")

Context = dict[str, Any]


def plain_docxtpl(context: Context) -> bytes:
    filters = Environment(autoescape=True)
    filters.filters["day"] = partial(day, language="nl")
    filters.filters["moment"] = partial(moment, language="nl")
    filters.filters["hex_groups"] = hex_groups
    document = DocxTemplate(BytesIO(word.template()))
    document.render(context, filters, autoescape=True)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def ours(context: Context) -> bytes:
    return compiled(word.template(), "nl").render(context)


def floor() -> Callable[[Context], list[bytes]]:
    """Jinja's own compiled templates, and deflate at the same level."""
    sandbox = environment("nl")
    parts = [sandbox.from_string(part.source) for part in tagged(members(word.template()))]
    return lambda context: [
        zlib_ng.compress(part.render(context).encode(), 1, -15) for part in parts
    ]


def canonical(document: bytes) -> dict[str, bytes]:
    """The parts that a reader sees, as canonical XML."""
    with ZipFile(BytesIO(document)) as opened:
        return {
            name: etree.tostring(etree.fromstring(opened.read(name), BLANKLESS), method="c14n")
            for name in opened.namelist()
            if name.endswith(".xml") and name not in NOT_COMPARED
        }


def per_second(work: Callable[[], object]) -> float:
    started, done = time.perf_counter(), 0
    while time.perf_counter() - started < SECONDS:
        work()
        done += 1
    return done / (time.perf_counter() - started)


def measure() -> list[Result]:
    """Against docxtpl, and against the floor. SystemExit when the documents are not the same."""
    context, least = word.context(), floor()
    if canonical(ours(context)) != canonical(plain_docxtpl(context)):
        raise SystemExit("The two do not make the same document; there is nothing to compare.")
    work = (partial(ours, context), partial(plain_docxtpl, context), partial(least, context))
    rounds = [tuple(per_second(one) for one in work) for _ in range(ROUNDS)]
    versions = MEASURED_WITH
    return [
        compared(
            "docx-vs-docxtpl",
            "documents/s",
            "plain docxtpl",
            [(mine, theirs) for mine, theirs, _ in rounds],
            versions,
        ),
        compared(
            "docx-vs-floor",
            "documents/s",
            "Jinja and deflate alone",
            [(mine, floor) for mine, _, floor in rounds],
            versions,
        ),
    ]
