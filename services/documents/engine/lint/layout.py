"""What a reader of the PDF needs (PDF/UA): fonts, language, title, headings, tables, pictures."""

from collections.abc import Collection, Iterator

from lxml import etree

from services.documents.domain.finding import Finding, finding
from services.documents.engine.lint.fonts import good, missing
from services.documents.engine.lint.package import Package, Story, W, shortened
from shared.text import Language, Text

_VAL = f"{W}val"
_OFF = ("0", "false", "off")
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DRAWN = "{urn:schemas-microsoft-com:vml}imagedata"
_STYLED = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
_SYMBOL = f"{W}sym"
# A table that is longer may well break over pages; a shorter one is often there for its looks.
_LONG_TABLE = 6
_LANGUAGES: dict[str, Text] = {
    "nl": Text(en="Dutch", nl="Nederlands"),
    "en": Text(en="English", nl="Engels"),
    "de": Text(en="German", nl="Duits"),
    "fr": Text(en="French", nl="Frans"),
}


def layout(
    package: Package, language: Language, fonts: Collection[str] | None
) -> Iterator[Finding]:
    """``fonts``: the families that are there, in lower case; None when that is not known."""
    yield from _language(package, language)
    yield from _title(package)
    if fonts is not None:
        yield from _fonts(package, fonts)
    yield from _headings(package)
    for story in package.rendered:
        if story.kind != "properties":
            yield from _tables(story)
            yield from _pictures(story)


def _language(package: Package, wanted: Language) -> Iterator[Finding]:
    written = package.styles.language
    if written is None:
        yield finding("language-missing")
    elif written.partition("-")[0].lower() != wanted:
        said = _LANGUAGES.get(written.partition("-")[0].lower(), written)
        yield finding("language-differs", written=said, wanted=_LANGUAGES[wanted])


def _title(package: Package) -> Iterator[Finding]:
    roots = (story.root for story in package.stories if story.kind == "properties")
    titles = (one.text or "" for root in roots for one in root.iter(_TITLE))
    if not any(title.strip() for title in titles):
        yield finding("title-missing")


def _fonts(package: Package, there: Collection[str]) -> Iterator[Finding]:
    used: set[str] = set()
    first: dict[str, tuple[Story, etree._Element]] = {}
    seen: set[tuple[str, ...]] = set()
    for story in package.stories:
        if story.kind in ("properties", "comments"):
            continue
        used |= {one.get(_VAL, "") for one in story.root.iter(*_STYLED)}
        for fonts in story.root.iter(f"{W}rFonts", _SYMBOL):
            if (said := tuple(fonts.attrib.values())) not in seen:
                seen.add(said)
                for font in package.styles.fonts_in(fonts):
                    first.setdefault(font, (story, fonts))
    instead = good(there)
    for font in missing(package.styles.fonts(used) | set(first), there):
        at = first.get(font)
        place = at[0].place(at[1]) if at else None
        yield finding("font-missing", place, font=font, way=_way(instead))


def _way(instead: list[str]) -> Text | str:
    if not instead:
        return ""
    names = ", ".join(instead)
    return Text(en=f"Use one of these: {names}.", nl=f"Gebruik een van deze: {names}.")


def _headings(package: Package) -> Iterator[Finding]:
    above = 0
    for paragraph in package.document.paragraphs:
        level = package.styles.heading_level(paragraph.element)
        if level is None or not paragraph.text.strip():
            continue
        if level > above + 1 and above:
            place = paragraph.place()
            yield finding("heading-skipped", place, level=str(level), above=str(above))
        above = level


def _tables(story: Story) -> Iterator[Finding]:
    for table in story.root.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        texts = ["".join(one.text or "" for one in row.iter(f"{W}t")) for row in rows]
        repeated = any("{%tr for " in text for text in texts)
        columns = max((len(row.findall(f"{W}tc")) for row in rows), default=0)
        if columns < 2 or not (repeated or len(rows) >= _LONG_TABLE):
            continue
        if rows[0].find(f"{W}trPr/{W}tblHeader") is None:
            yield finding("table-header", story.place(table, shortened(texts[0])))


def _pictures(story: Story) -> Iterator[Finding]:
    for picture in story.root.iter(_PICTURE):
        told = picture.get("descr", "").strip() or picture.get("title", "").strip()
        marked = picture.find(f".//{_DECORATIVE}")
        decorative = marked is not None and marked.get("val") not in _OFF
        if not told and not decorative:
            yield finding("picture-text", story.place(picture, picture.get("name", "")))
    for picture in story.root.iter(_DRAWN):
        shape = picture.getparent()
        repeated = next(picture.iterancestors(_FALLBACK), None) is not None
        if shape is not None and not shape.get("alt", "").strip() and not repeated:
            yield finding("picture-text", story.place(picture))
