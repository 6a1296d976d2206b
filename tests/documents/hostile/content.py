"""Attacks inside a sound zip: entities, encodings, kinds of parts, pictures, bound controls."""

import codecs
import struct
from collections.abc import Iterator

from tests.documents.hostile.archives import Attack
from tests.documents.hostile.package import (
    CANARY,
    HEAD,
    WORD,
    body,
    default,
    document,
    override,
    packed,
    paragraph,
    parts,
    relation,
    relations,
    run,
    tied,
    types,
)


def attacks() -> Iterator[Attack]:
    for each in (_xml, _encodings, _elsewhere, _kinds, _pictures, _bindings):
        yield from each()


def _raw(content: bytes) -> bytes:
    return packed(parts(word__document=content))


def _typed(declaration: str, entity: str = "") -> bytes:
    text = document(paragraph(run(f"Aan {entity}")))
    return _raw(text.replace(HEAD, HEAD + declaration).encode())


def _encoded(text: str, encoding: str, told: str, mark: bytes = b"") -> bytes:
    return _raw(mark + text.replace("UTF-8", told).encode(encoding))


_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_XXE = '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def _xml() -> Iterator[Attack]:
    code = "template-doctype"
    laughs = f'<!DOCTYPE w [<!ENTITY l0 "ha">{_LAUGHS}]>'
    yield Attack("entity-of-a-file", code, lambda: _typed(_XXE, "&e;"))
    yield Attack("billion-laughs", code, lambda: _typed(laughs, "&l9;"))
    yield Attack("outside-dtd", code, lambda: _typed(f'<!DOCTYPE w SYSTEM "{CANARY}">'))
    yield Attack(
        "parameter-entity",
        code,
        lambda: _typed(f'<!DOCTYPE w [<!ENTITY % p SYSTEM "{CANARY}">%p;]>'),
    )
    hidden = document().replace(HEAD, HEAD + _XXE)
    sixteen = hidden.replace("UTF-8", "UTF-16")
    yield Attack(
        "entity-in-utf-16", code, lambda: _raw(codecs.BOM_UTF16_LE + sixteen.encode("utf-16-le"))
    )
    yield Attack(
        "entity-in-big-endian",
        code,
        lambda: _raw(codecs.BOM_UTF16_BE + sixteen.encode("utf-16-be")),
    )


def _encodings() -> Iterator[Attack]:
    encoding = "template-xml-encoding"
    hidden = document().replace(HEAD, HEAD + _XXE)
    yield Attack("entity-in-utf-7", encoding, lambda: _encoded(hidden, "utf-7", "UTF-7"))
    yield Attack("entity-in-utf-32", encoding, lambda: _encoded(hidden, "utf-32", "UTF-32"))
    yield Attack("utf-16-without-mark", encoding, lambda: _encoded(hidden, "utf-16-le", "UTF-16"))
    yield Attack("ebcdic", encoding, lambda: _encoded(hidden, "cp037", "cp037"))
    yield Attack("latin-1", encoding, lambda: _encoded(document(), "latin-1", "ISO-8859-1"))
    yield Attack("utf-8-called-utf-16", encoding, lambda: _encoded(document(), "utf-8", "UTF-16"))
    yield Attack("bytes-that-are-no-text", encoding, lambda: _raw(document().encode() + b"\xff"))


def _elsewhere() -> Iterator[Attack]:
    code = "template-doctype"
    yield Attack(
        "entity-in-the-list-of-kinds",
        code,
        lambda: packed(parts() | {"[Content_Types].xml": types().replace(HEAD, HEAD + _XXE)}),
    )
    yield Attack(
        "entity-in-the-ties",
        code,
        lambda: packed(
            parts()
            | {
                "_rels/.rels": relations(relation("officeDocument", "&e;")).replace(
                    HEAD, HEAD + _XXE
                )
            }
        ),
    )
    yield Attack(
        "stylesheet-instruction",
        "template-external",
        lambda: _typed(f'<?xml-stylesheet type="text/xsl" href="{CANARY}"?>'),
    )
    yield Attack(
        "xinclude",
        "template-external",
        lambda: body(f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{CANARY}"/>'),
    )
    yield Attack("not-closed", "template-xml-mistake", lambda: _raw(b"<w:document>"))
    yield Attack(
        "half-a-million-elements",
        "template-too-complex",
        lambda: body("<w:p/>" * 450_000, method=0),
    )
    yield Attack("nested-3000-deep", "template-xml-mistake", lambda: body(_deep(3000)))


def _deep(levels: int) -> str:
    return "<w:sdt><w:sdtContent>" * levels + "<w:p/>" + "</w:sdtContent></w:sdt>" * levels


def _main(kind: str) -> bytes:
    return packed(parts() | {"[Content_Types].xml": types(kind)})


_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def _kinds() -> Iterator[Attack]:
    macro = "application/vnd.ms-word.{}.macroEnabled{}main+xml"
    yield Attack("docm", "template-macros", lambda: _main(macro.format("document", ".")))
    yield Attack("dotm", "template-macros", lambda: _main(macro.format("template", "Template.")))
    yield Attack("dotx", "template-dotx", lambda: _main(WORD + "template.main+xml"))
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    yield Attack("spreadsheet", "template-embedding", lambda: _main(sheet))
    yield Attack("without-kinds", "template-no-docx", lambda: packed({"word/document.xml": "<a/>"}))
    yield Attack("plain-xml", "template-no-docx", lambda: _main("application/xml"))
    strict = document().replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main", _STRICT
    )
    yield Attack("strict", "template-strict", lambda: _raw(strict.encode()))
    second = override("word/other.xml", WORD + "document.main+xml")
    yield Attack(
        "two-main-documents",
        "template-no-docx",
        lambda: packed(parts(word__other=document()) | {"[Content_Types].xml": types(more=second)}),
    )
    yield Attack(
        "tied-to-another-main-document",
        "template-no-docx",
        lambda: packed(
            parts(word__other=document())
            | {"_rels/.rels": relations(relation("officeDocument", "word/other.xml"))}
        ),
    )
    yield Attack(
        "unknown-kind",
        "template-part-unknown",
        lambda: tied(
            more=override("word/x.xml", "application/x-new+xml"), **{"word/x.xml": "<a/>"}
        ),
    )
    yield Attack("unknown-file", "template-part-unknown", lambda: tied(**{"word/x.exe": b"MZ"}))
    yield Attack(
        "html-part",
        "template-embedding",
        lambda: tied(more=default("htm", "text/html"), **{"word/x.htm": "<script>"}),
    )


def _media(content: bytes, kind: str = "image/png") -> bytes:
    return tied(
        relation("image", "media/a.png"), more=default("png", kind), **{"word/media/a.png": content}
    )


def svg(inner: str) -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"{inner}</svg>"
    ).encode()


def _pictures() -> Iterator[Attack]:
    code, drawn = "template-picture", "image/svg+xml"
    wide = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 60_000, 60_000) + bytes(20)
    jpeg = b"\xff\xd8\xff\xc0\0\x11\x08" + struct.pack(">HH", 65_000, 65_000) + bytes(20)
    yield Attack("drawing-called-a-photograph", code, lambda: _media(svg("<image/>")))
    yield Attack("postscript-called-a-photograph", code, lambda: _media(b"%!PS-Adobe-3.0 EPSF"))
    yield Attack("3600-million-pixels", code, lambda: _media(wide))
    yield Attack("4000-million-pixels-jpeg", code, lambda: _media(jpeg, "image/jpeg"))
    yield Attack("postscript", "template-part-unknown", lambda: _media(b"%!PS", "image/x-eps"))
    for name, inner in {
        "script": "<script>fetch('x')</script>",
        "handler": '<rect onload="x"/>',
        "picture": f'<image xlink:href="{CANARY}"/>',
        "use": f'<use href="{CANARY}#a"/>',
        "style": f'<rect style="fill: u\\rl( {CANARY} )"/>',
        "styles": f"<style>@import url({CANARY})</style>",
    }.items():
        yield Attack(f"drawing-with-{name}", code, lambda i=inner: _media(svg(i), drawn))
    yield Attack(
        "drawing-with-entities",
        "template-doctype",
        lambda: _media(
            b'<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + svg("&e;"), drawn
        ),
    )


def bound(store: str, text: str) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:dataBinding w:xpath="/a" w:storeItemID="{store}"/></w:sdtPr>'
        f"<w:sdtContent>{paragraph(run(text))}</w:sdtContent></w:sdt>"
    )


def _bindings() -> Iterator[Attack]:
    code = "template-bound-control"
    own = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"
    other = "{00000000-0000-0000-0000-000000000001}"
    yield Attack("bound-to-hidden-data", code, lambda: body(bound(other, "Looptijd: 30 dagen")))
    yield Attack("bound-with-a-tag", code, lambda: body(bound(own, "{{ client.name }}")))
