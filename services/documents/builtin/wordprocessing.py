"""Blocks of a document as WordprocessingML. Lengths are twips (1/1440 inch)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from services.documents.builtin.numbers import numbers
from services.documents.builtin.source import (
    Block,
    Heading,
    Paragraph,
    Row,
    Source,
    SourceError,
    Table,
    Tag,
)
from services.documents.builtin.tags import expand

A4 = (11906, 16838)
MARGIN = 1304
PORTRAIT_WIDTH = A4[0] - 2 * MARGIN
LANDSCAPE_WIDTH = A4[1] - 2 * MARGIN
FORM_ROW_HEIGHT = 680
SIGNATURE_ROW_HEIGHT = 1900

# The body of a letter begins at 50 mm, where the window of an envelope shows the address.
LETTERHEAD_TOP = 567
FIRST_PAGE = (
    '<w:headerReference w:type="first" r:id="rId8"/><w:footerReference w:type="first" r:id="rId5"/>'
)

HEADING_STYLES = {
    "title": "Title",
    "article": "Heading1",
    "plain": "PlainHeading",
    "page": "PageHeading",
    "annex": "AnnexHeading",
    "sub": "Heading2",
}
PARAGRAPH_STYLES = {
    "clause": "Clause",
    "item": "ClauseItem",
    "bullet": "ListBullet",
    "subtitle": "Subtitle",
    "text": "Normal",
    "address": "Address",
    "reference": "Reference",
}
INLINE = re.compile(r"\*\*(?P<Strong>.+?)\*\*|`(?P<Fingerprint>[^`]+)`|\[\]\(#(?P<label>[\w-]+)\)")
ROOT = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
)


def document_xml(source: Source) -> str:
    """Raises SourceError for a reference to nothing."""
    return _Writer(source.words, numbers(source.blocks)).document(source.blocks)


@dataclass
class _Writer:
    words: dict[str, Any]
    numbers: dict[str, tuple[str, str]]
    landscape: bool = False
    bookmarks: int = 0

    def document(self, blocks: tuple[Block, ...]) -> str:
        body = "\n".join(xml for block in blocks for xml in self.block(block))
        last = section(self.landscape, letterhead="letterhead" in self.words)
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f"{ROOT}<w:body>\n{body}\n{last}\n</w:body></w:document>\n"
        )

    def block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Tag):
            yield paragraph(block_tag(block, "p"), "Normal")
        elif isinstance(block, Table):
            yield self.table(block)
        elif isinstance(block, Heading):
            yield from self.heading(block)
        else:
            yield self.paragraph(block)

    def heading(self, heading: Heading) -> Iterator[str]:
        settings = ""
        if heading.kind in ("annex", "page") and self.landscape != heading.landscape:
            yield section_end(self.landscape)
            self.landscape = heading.landscape
            settings = '<w:pageBreakBefore w:val="0"/>'
        text = self.marked(heading.label, self.runs(heading.text))
        yield paragraph(text, HEADING_STYLES[heading.kind], settings)

    def paragraph(self, block: Paragraph) -> str:
        introduces = "<w:keepNext/>" if block.text.endswith(":") else ""
        text = self.marked(block.label, self.runs(block.text))
        return paragraph(text, PARAGRAPH_STYLES[block.kind], introduces)

    def marked(self, label: str | None, runs: str) -> str:
        if not label:
            return runs
        self.bookmarks += 1
        name = bookmark(label)
        start = f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="{name}"/>'
        return f'{start}{runs}<w:bookmarkEnd w:id="{self.bookmarks}"/>'

    def runs(self, text: str) -> str:
        """Every tag ends up whole inside one run."""
        text = expand(text, self.words)
        xml, position = "", 0
        for found in INLINE.finditer(text):
            xml += run(text[position : found.start()])
            if found["label"]:
                xml += self.reference(found["label"], text[: found.start()])
            else:
                xml += run(found[str(found.lastgroup)], style=found.lastgroup)
            position = found.end()
        return xml + run(text[position:])

    def reference(self, label: str, before: str) -> str:
        if label in self.words.get("references", {}):
            return run(self.words["references"][label])
        if label not in self.numbers:
            raise SourceError(f"reference to nothing: {label}")
        kind, number = self.numbers[label]
        word: str = self.words[kind]
        if not before or before.endswith(". "):
            word = word.capitalize()
        text = run(f"{word}\N{NO-BREAK SPACE}{number}")
        return f'<w:hyperlink w:anchor="{bookmark(label)}" w:history="1">{text}</w:hyperlink>'

    def table(self, table: Table) -> str:
        full = LANDSCAPE_WIDTH if self.landscape else PORTRAIT_WIDTH
        widths = [full * share // 100 for share in table.widths]
        rows = [self.header_row(table, widths)]
        rows += [self.row(row, table, widths) for row in table.rows]
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            '<w:tbl><w:tblPr><w:tblStyle w:val="AgreementTable"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
            ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={quoteattr(table.title)}/></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>\n" + "\n".join(rows) + "</w:tbl>" + GAP
        )

    def header_row(self, table: Table, widths: list[int]) -> str:
        cells = "".join(
            cell(paragraph(self.runs(text), "TableHeading"), width)
            for text, width in zip(table.header, widths, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"

    def row(self, row: Row | Tag, table: Table, widths: list[int]) -> str:
        if isinstance(row, Tag):
            tag = paragraph(block_tag(row, "tr"), "TableText")
            return "<w:tr>" + cell(tag, widths[0]) + "</w:tr>"
        cells = ""
        for column, (lines, width) in enumerate(zip(row.cells, widths, strict=True)):
            style = "TableLabel" if column == 0 and "labels" in table.classes else "TableText"
            cells += cell("".join(self.line(line, style) for line in lines), width)
        return f"<w:tr><w:trPr><w:cantSplit/>{row_height(row, table)}</w:trPr>{cells}</w:tr>"

    def line(self, line: str | Tag, style: str) -> str:
        if isinstance(line, Tag):
            return paragraph(block_tag(line, "p"), style)
        return paragraph(self.runs(line), style)


TAB = " → "
GAP = '<w:p><w:pPr><w:pStyle w:val="TableGap"/></w:pPr></w:p>'


def row_height(row: Row, table: Table) -> str:
    """A form has room to write; its last row has room for a signature."""
    if "form" not in table.classes:
        return ""
    height = SIGNATURE_ROW_HEIGHT if row is table.rows[-1] else FORM_ROW_HEIGHT
    return f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>'


def block_tag(tag: Tag, unit: str) -> str:
    """docxtpl takes away the paragraph (`p`) or the table row (`tr`) around the tag."""
    return run(tag.text.replace("{% ", f"{{%{unit} ", 1))


def bookmark(label: str) -> str:
    return "_" + label.replace("-", "_")


def run(text: str, style: str | None = None) -> str:
    if not text:
        return ""
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    before, tab, after = text.partition(TAB)
    if tab:
        return f"{run(before, style)}<w:r>{look}<w:tab/></w:r>{run(after, style)}"
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(runs: str, style: str, settings: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{settings}</w:pPr>{runs}</w:p>'


def cell(paragraphs: str, width: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>'


def section_end(landscape: bool) -> str:
    return '<w:p><w:pPr><w:pStyle w:val="SectionEnd"/>' + section(landscape) + "</w:pPr></w:p>"


def section(landscape: bool, *, letterhead: bool = False) -> str:
    header, footer = ("rId6", "rId7") if landscape else ("rId4", "rId5")
    width, height = reversed(A4) if landscape else A4
    orient = ' w:orient="landscape"' if landscape else ""
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{header}"/>'
        f'<w:footerReference w:type="default" r:id="{footer}"/>'
        + (FIRST_PAGE if letterhead else "")
        + '<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
        f'<w:pgMar w:top="1474" w:right="{MARGIN}" w:bottom="1304" w:left="{MARGIN}"'
        f' w:header="{LETTERHEAD_TOP if letterhead else 680}" w:footer="624" w:gutter="0"/>'
        + ("<w:titlePg/>" if letterhead else "")
        + "</w:sectPr>"
    )
