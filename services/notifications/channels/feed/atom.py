"""A feed as Atom (RFC 4287), in pages (RFC 5005, 3)."""

from datetime import UTC, datetime

from lxml import etree

from services.notifications.channels.feed.bodies import clean, html
from services.notifications.channels.feed.words import say, subtitle, title
from services.notifications.domain.feed import Entry, Feed

MEDIA_TYPE = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(feed: Feed) -> bytes:
    root = etree.Element(f"{{{_NAMESPACE}}}feed", {_LANG: feed.language}, {None: _NAMESPACE})
    _text(root, "id", feed.urn)
    _text(root, "title", title(feed))
    _text(root, "subtitle", subtitle(feed.language))
    _text(root, "updated", _moment(feed.updated))
    _text(_element(root, "author"), "name", feed.history.tenant.name)
    _text(root, "generator", "Schakel")
    _link(root, "self", MEDIA_TYPE, feed.address("atom", feed.before))
    _link(root, "alternate", "text/html", feed.home)
    _link(root, "first", MEDIA_TYPE, feed.address("atom"))
    if feed.history.next:
        _link(root, "next", MEDIA_TYPE, feed.address("atom", feed.history.next))
    for entry in feed.history.items:
        _entry(root, feed, entry)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: etree._Element, feed: Feed, entry: Entry) -> None:
    words = say(entry, feed.language)
    node = _element(root, "entry")
    _text(node, "id", feed.urn_of(entry))
    _text(node, "title", words.title)
    _text(node, "published", _moment(entry.at))
    _text(node, "updated", _moment(entry.at))
    _link(node, "alternate", "text/html", feed.home)
    _element(node, "category", term=entry.kind)
    content = _element(node, "content", type="html")
    content.text = html(words)


def _element(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)


def _text(parent: etree._Element, name: str, value: str) -> None:
    _element(parent, name).text = clean(value)


def _link(parent: etree._Element, rel: str, media_type: str, href: str) -> None:
    _element(parent, "link", rel=rel, type=media_type, href=href)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
