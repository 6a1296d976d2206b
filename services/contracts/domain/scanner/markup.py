"""Reads a statement that came as HTML, in one pass and in time that grows with its length alone."""

import re
from dataclasses import dataclass, field
from html import unescape

from services.contracts.domain.scanner.structure import (
    Block,
    Kind,
    Span,
    Statement,
    cleaned,
    structured,
)

_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]{0,30})")
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_MENU = re.compile(
    r"(?:role\s*=\s*[\"']?(?:navigation|menu|banner|contentinfo|search)\b"
    r"|(?:class|id)\s*=\s*[\"'][^\"'<>]{0,200}?\b(?:nav|navbar|menu|footer|breadcrumbs?|sidebar|share)\b)",
    re.IGNORECASE,
)
_SILENT = frozenset({"script", "style", "template", "svg", "noscript", "iframe", "object", "title"})
_DEAD = frozenset({"nav", "header", "footer", "aside", "button", "select", "menu"})
_BLOCKS: dict[str, Kind] = {
    "li": "item", "dt": "item", "tr": "row",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "caption", "summary", "legend"), "heading"),
    **dict.fromkeys(("p", "div", "section", "article", "main", "body", "ul", "ol", "dl", "dd", "table",
                     "thead", "tbody", "blockquote", "pre", "figure", "details", "address"), "text"),
}  # fmt: skip


@dataclass
class _Writer:
    """Collects text and blocks; ``out`` is joined once, so that length costs nothing extra."""

    out: list[str] = field(default_factory=list)
    at: int = 0
    blocks: list[Block] = field(default_factory=list)
    links: list[Span] = field(default_factory=list)
    begun: int = 0
    kind: Kind = "text"
    level: int = 0
    dead: str = ""
    depth: int = 0
    link: int | None = None
    spaced: bool = True
    said: bool = False

    def say(self, words: str) -> None:
        told = _SPACE.sub(" ", cleaned(unescape(words)))
        if self.spaced:
            told = told.lstrip(" ")
        if told:
            self.said = self.said or not told.isspace()
            self._put(told)

    def _put(self, words: str) -> None:
        self.out.append(words)
        self.at += len(words)
        self.spaced = words[-1] in " \n"

    def line(self) -> None:
        if self.at > self.begun:
            self._put("\n")

    def cell(self) -> None:
        if self.at > self.begun:
            self._put(" | ")

    def join(self) -> None:
        self._put(": ")

    def close(self) -> None:
        """End the block that was begun, if it says anything."""
        if self.at > self.begun:
            self.end_link()
            if self.said:
                self.blocks.append(
                    Block(self.begun, self.at, self.kind, self.level, bool(self.dead))
                )
            self._put("\n\n")
        self.begun, self.kind, self.level, self.said = self.at, "text", 0, False

    def end_link(self) -> None:
        if self.link is not None and self.at > self.link:
            self.links.append((self.link, self.at))
        self.link = None


def read_markup(html: str) -> Statement:
    writer = _Writer()
    at = 0
    while at < len(html):
        opened = html.find("<", at)
        if opened < 0:
            writer.say(html[at:])
            break
        if opened > at:
            writer.say(html[at:opened])
        at = _tag(html, opened, writer)
    writer.close()
    return structured("".join(writer.out), writer.blocks, writer.links)


def _tag(html: str, opened: int, writer: _Writer) -> int:
    """Where to read on after the tag, comment or lone angle bracket at this place."""
    if html.startswith("<!--", opened):
        return _after(html, "-->", opened)
    if html[opened + 1 : opened + 2] in ("!", "?"):
        return _after(html, ">", opened)
    match = _TAG.match(html, opened)
    if match is None:
        writer.say("<")
        return opened + 1
    end = _after(html, ">", match.end())
    name = match[1].lower()
    closing = html[opened + 1] == "/"
    if name in _SILENT and not closing:
        return _past(html, name, end)
    attributes = html[match.end() : min(end, match.end() + 1000)]
    _structure(writer, name, closing=closing, attributes=attributes)
    return end


def _after(html: str, mark: str, start: int) -> int:
    found = html.find(mark, start)
    return len(html) if found < 0 else found + len(mark)


def _past(html: str, name: str, start: int) -> int:
    """Behind the end of what is not read. Without one the rest is not read either."""
    ended = re.compile(f"</{name}", re.IGNORECASE).search(html, start)
    return len(html) if ended is None else _after(html, ">", ended.end())


def _structure(writer: _Writer, name: str, *, closing: bool, attributes: str) -> None:
    if name == "a":
        writer.end_link()
        writer.link = None if closing else writer.at
    elif name == "br":
        writer.line()
    elif name in ("td", "th"):
        if not closing:
            writer.cell()
    elif name == "dt" and closing:
        pass  # what it is called and what is said of it are one item
    elif name == "dd" and not closing and writer.kind == "item" and writer.said:
        writer.join()
    elif name in _BLOCKS or name in _DEAD:
        inside_row = writer.kind == "row" and _BLOCKS.get(name) == "text" and name != "table"
        if not inside_row:
            writer.close()
            if not closing:
                _open(writer, name)
    _bury(writer, name, closing=closing, attributes=attributes)


def _open(writer: _Writer, name: str) -> None:
    writer.kind = _BLOCKS.get(name, "text")
    if writer.kind == "heading":
        writer.level = int(name[1]) if name[1:].isdigit() else 6


def _bury(writer: _Writer, name: str, *, closing: bool, attributes: str) -> None:
    """Keep count of where a menu, head or foot of the page begins and ends."""
    if writer.dead:
        if name == writer.dead:
            writer.depth += -1 if closing else 1
            if writer.depth == 0:
                writer.dead = ""
    elif not closing and (name in _DEAD or (name in _BLOCKS and _MENU.search(attributes))):
        writer.dead, writer.depth = name, 1
