"""Small uploads that are much work to read: the time grows with their size, and no faster.

A part may be a hundredfold of what was packed; a comment that does not pack makes room for that.
"""

import random
import string
import time
from contextlib import suppress

import pytest

from services.documents.builtin.sample import sample
from services.documents.commands.inspect_template import admit_upload
from services.documents.domain.difference import difference
from services.documents.domain.faults import TemplateFault
from services.documents.engine.compiled import compiled
from services.documents.engine.gate import admit
from services.documents.engine.lint.annotation import annotate
from services.documents.engine.lint.inspection import inspect
from services.documents.engine.spoken import spoken
from services.documents.store.templates import builtin
from shared.errors import Conflict
from tests.documents.hostile.package import (
    HEAD,
    WORD,
    W,
    body,
    override,
    packed,
    paragraph,
    parts,
    relation,
    relations,
    run,
    types,
)
from tests.documents.linting import FONTS
from tests.documents.quirks import cell, deleted

SECONDS = 5
_TITLE = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"


def noise(length: int) -> str:
    return "".join(random.Random(length).choices(string.ascii_letters + string.digits, k=length))


def boxes(depth: int) -> str:
    inner = paragraph(run("{{ client.name }}"))
    for _ in range(depth):
        inner = paragraph(f"<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>")
    return inner


def in_row(inner: str) -> str:
    return f"<w:tbl><w:tr>{inner}</w:tr></w:tbl>"


MUCH = {
    "deletions-with-braces": lambda: paragraph(run(noise(1_500_000)))
    + "".join(paragraph(deleted(f"{{{number}")) for number in range(15_000)),
    "bindings-of-one-control": lambda: "<w:sdt><w:sdtPr>"
    + f'<w:dataBinding w:storeItemID="{_TITLE}"/>' * 10_000
    + f"</w:sdtPr><w:sdtContent>{paragraph(run('x') * 30_000)}</w:sdtContent></w:sdt>",
    "tags-split-within-one-run": lambda: paragraph(
        "<w:r>" + "<w:t>{{ client</w:t><w:t>.name }}</w:t>" * 10_000 + "</w:r>"
    ),
    "page-breaks-before-split-tags": lambda: paragraph(
        "<w:r>" + "<w:lastRenderedPageBreak/>" * 10_000
        + "<w:t>{{ client</w:t><w:t>.name }}</w:t>" * 10_000 + "</w:r>"
    ),
    "merged-cells-of-many-marks": lambda: in_row(
        cell(paragraph(run("{%vm%}" * 10_000)) + paragraph("<w:r>" + "<w:br/>" * 45_000 + "</w:r>"))
    ),
    "blanks-in-a-span-of-columns": lambda: in_row(
        cell(paragraph(run("{%colspan" + " " * 900 + "%x%}"))) * 40
    ),
    "braces-that-open-and-never-close": lambda: paragraph(run("{ {" * 200_000)),
    "a-long-word-beside-a-wrong-name": lambda: paragraph(
        run("a" * 300_000 + " {{ client.nmae }}")
    ),
    "a-long-path-beside-a-wrong-name": lambda: paragraph(
        run("a." * 150_000 + " {{ client.nmae }}")
    ),
    "hidden-marks-in-one-run": lambda: paragraph(
        "<w:r><w:rPr>" + "<w:vanish/>" * 30_000 + "</w:rPr>" + "<w:t>x</w:t>" * 30_000 + "</w:r>"
    ),
    "hidden-marks-beside-the-text": lambda: "<w:rPr>" + "<w:vanish/>" * 30_000 + "</w:rPr>"
    + paragraph(run("x") * 30_000),
    "text-boxes-in-text-boxes": lambda: boxes(60) * 100,
}  # fmt: skip


def padded(inner: str) -> bytes:
    return body(f"<!--{noise(120_000)}-->{inner}")


def many_margins() -> bytes:
    """A tenth of all tags that one part may have, in each of forty."""
    names = [f"header{number}" for number in range(40)]
    made = parts()
    for name in names:
        tags = paragraph(run("{{ client.name }}")) * 1_500
        made[f"word/{name}.xml"] = f'{HEAD}<w:hdr xmlns:w="{W}">{tags}</w:hdr>'
    told = [relation("header", f"{one}.xml", number=n) for n, one in enumerate(names, 1)]
    made["word/_rels/document.xml.rels"] = relations(*told)
    more = "".join(override(f"word/{name}.xml", f"{WORD}header+xml") for name in names)
    return packed(made | {"[Content_Types].xml": types(more=more)})


def judge(content: bytes) -> None:
    """All that is done with an upload whose author looks at every page of it."""
    admit(content)
    admit_upload(content, "nl")
    findings = inspect(content, "agreement", "nl", FONTS)
    annotate(content, findings, "nl")
    with suppress(Conflict):
        difference(spoken(builtin("agreement", "nl")), spoken(content))
    compiled(content, "nl").render(sample("agreement", "nl", True))


@pytest.mark.parametrize("name", MUCH)
def test_what_is_much_work_to_read_is_read_or_refused_in_time(name: str) -> None:
    made = padded(MUCH[name]())
    begun = time.process_time()
    code = judged(made)
    assert time.process_time() - begun < SECONDS
    assert code != "template-expands", "it is refused before it is read"


def test_tags_are_counted_over_all_parts() -> None:
    made = many_margins()
    begun = time.process_time()
    with pytest.raises(TemplateFault) as caught:
        admit_upload(made, "nl")
    assert caught.value.code == "template-too-complex"
    assert time.process_time() - begun < SECONDS


def judged(content: bytes) -> str | None:
    try:
        judge(content)
    except TemplateFault as fault:
        return fault.code
    return None
