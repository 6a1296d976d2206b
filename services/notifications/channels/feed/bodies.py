"""The content of an entry, as HTML and as plain text."""

from lxml import etree
from lxml.html import builder as e

from services.notifications.channels.feed.words import Words


def html(words: Words) -> str:
    """A fragment without styles or scripts; the library escapes every value."""
    parts = [e.P(clean(sentence)) for sentence in words.sentences]
    for rows in words.tables:
        table = e.DL()
        for label, value in rows:
            table.append(e.DT(clean(label)))
            table.append(e.DD(clean(value)))
        parts.append(table)
    return "".join(etree.tostring(part, encoding="unicode", method="html") for part in parts)


def text(words: Words) -> str:
    tables = ("\n".join(f"{label}: {value}" for label, value in rows) for rows in words.tables)
    return "\n\n".join([*words.sentences, *tables])


def clean(value: str) -> str:
    """Without the characters that no XML document may hold (XML 1.0, 2.2)."""
    return "".join(
        c
        for c in value
        if c in "\t\n\r" or " " <= c <= "\ud7ff" or (c >= "\ue000" and c not in "\ufffe\uffff")
    )
