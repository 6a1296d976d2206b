"""What a document of a stranger says, as plain text: run as a program of its own, with hard limits.

python -I extract.py text|html|docx|pdf < document > text

Ends with 0 and the text in UTF-8, its paragraphs apart by an empty line, or with 3 and one word on
stderr that says why there is none. It stands alone, because it is started without the project.
"""

import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

REFUSED = 3
_MEMORY = 1 << 30
_MOST_TEXT = 2_000_000
_MOST_MEMBERS = 5_000
_MOST_XML = 30 << 20
_MOST_PAGES = 400
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_HIDDEN = {"script", "style", "template", "noscript", "svg", "head", "object", "iframe", "select"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "caption", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "thead", "tr", "ul",
}  # fmt: skip
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STORY = re.compile(r"word/(document|header\d{0,3}|footer\d{0,3}|footnotes|endnotes)\.xml")


class Refusal(Exception):
    """One word that the caller knows."""


def from_text(content: bytes) -> str:
    return _decoded(content)


def from_html(content: bytes) -> str:
    from lxml import etree  # each kind pays for its own reader alone

    parser = etree.HTMLParser(no_network=True, encoding="utf-8", remove_comments=True)
    root = etree.fromstring(_decoded(content).encode("utf-8", "ignore") or b"<p/>", parser)
    return "" if root is None else "".join(_spoken(root))


def _spoken(root: Any) -> Iterator[str]:
    """Text in order; a block begins and ends a paragraph, white space is one space."""
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        node, done = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        if done or tag in _HIDDEN or not tag:
            yield "\n\n" if tag in _BLOCKS else ""
            yield _spaced(node.tail)
            continue
        if tag in ("td", "th"):
            yield " "
        yield "\n\n" if tag in _BLOCKS else "\n" if tag == "br" else ""
        yield _spaced(node.text)
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def from_docx(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = [one.filename for one in archive.infolist()]
            if len(names) > _MOST_MEMBERS:
                raise Refusal("bomb")
            if "word/document.xml" not in names:
                raise Refusal("unreadable")
            stories = sorted(
                filter(_STORY.fullmatch, names), key=lambda n: n != "word/document.xml"
            )
            return "\n\n".join(_story(archive, name) for name in stories)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise Refusal("unreadable") from error


def _story(archive: zipfile.ZipFile, name: str) -> str:
    from lxml import etree

    with archive.open(name) as member:
        source = member.read(_MOST_XML + 1)
    if len(source) > _MOST_XML:
        raise Refusal("bomb")
    # A Word document declares no document type; one that does wants something else.
    if re.search(rb"<!\s*DOCTYPE|<!\s*ENTITY", source.replace(b"\0", b""), re.IGNORECASE):
        raise Refusal("unreadable")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(source, parser)
    return "\n\n".join("".join(_runs(paragraph)) for paragraph in root.iter(f"{_WORD}p"))


def _runs(paragraph: Any) -> Iterator[str]:
    """The text of one paragraph, without that of text boxes in it: those are paragraphs too."""
    signs = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}noBreakHyphen": "-"}
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag in (f"{_WORD}p", _FALLBACK, f"{_WORD}del"):
            continue
        if node.tag == f"{_WORD}t":
            yield node.text or ""
        yield signs.get(node.tag, "")
        stack.extend(reversed(node))


def from_pdf(content: bytes) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refusal("encrypted")
        if len(reader.pages) > _MOST_PAGES:
            raise Refusal("long")
        return "\n\n".join(_flowing(page.extract_text()) for page in reader.pages)
    except Refusal:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise Refusal("unreadable") from error


def _flowing(page: str) -> str:
    """Lines that a page broke made one again; a line that stops short ends its paragraph."""
    lines = [line.strip() for line in page.splitlines()]
    full = 0.75 * max(map(len, lines), default=0)
    flowing = ""
    for line in lines:
        flowing += line
        if re.search(r"[a-z]{2}-$", line):
            flowing = flowing[:-1]
        else:
            flowing += " " if len(line) >= full else "\n\n"
    return flowing


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    named = _CHARSET.search(content[:4096])
    for encoding in ("utf-8", named.group(1).decode() if named else "cp1252"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", "replace")


def tidy(text: str) -> str:
    """No control characters, no space at the ends of lines, one empty line between paragraphs."""
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


READERS: dict[str, Callable[[bytes], str]] = {
    "text": from_text, "html": from_html, "docx": from_docx, "pdf": from_pdf,
}  # fmt: skip


def main(kind: str) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        text = tidy(READERS[kind](sys.stdin.buffer.read()))
        if len(text) > _MOST_TEXT:
            raise Refusal("long")
    except Refusal as refusal:
        sys.stderr.write(str(refusal))
        return REFUSED
    except Exception:  # whatever a hostile document does to a reader, it is one that can't be read
        sys.stderr.write("unreadable")
        return REFUSED
    sys.stdout.buffer.write(text.encode("utf-8", "ignore"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
