"""Attacks by ties: to elsewhere, to macros, to other documents and objects."""

from collections.abc import Iterator

from tests.documents.hostile.archives import Attack
from tests.documents.hostile.package import (
    CANARY,
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
    tied,
)

_OFFICE = "http://schemas.microsoft.com/office/2006/relationships"
_VML = ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


def attacks() -> Iterator[Attack]:
    yield from _external()
    yield from _macros()
    yield from _embedded()


def _external() -> Iterator[Attack]:
    code, link = "template-external", "template-link-refused"
    for name, target in {
        "picture-over-http": CANARY,
        "picture-of-a-file": "file:///etc/passwd",
        "picture-of-a-share": "\\\\127.0.0.1\\share\\x.png",
    }.items():
        yield Attack(name, code, lambda t=target: tied(relation("image", t, "External")))
    for name, target in {
        "hyperlink-to-a-file": "file:///etc/passwd",
        "hyperlink-that-runs": "javascript:alert(1)",
        "hyperlink-to-a-share": "\\\\127.0.0.1\\share",
        "hyperlink-to-a-handler": "ms-msdt:/id PCWDiagnostic",
        "hyperlink-with-a-hidden-scheme": "&#x200b;javascript:alert(1)",
        "hyperlink-to-nowhere": "http:x",
    }.items():
        yield Attack(name, link, lambda t=target: tied(relation("hyperlink", t, "External")))
    yield Attack(
        "template-elsewhere",
        "template-embedding",
        lambda: tied(relation("attachedTemplate", CANARY, "External")),
    )
    yield Attack("internal-tie-to-elsewhere", code, lambda: tied(relation("image", CANARY)))
    yield Attack("internal-tie-over-a-share", code, lambda: tied(relation("image", "//host/x.png")))
    yield Attack(
        "tie-out-of-the-file",
        "template-relation-odd",
        lambda: tied(relation("image", "../../../etc/passwd")),
    )
    yield Attack("tie-to-nothing", "template-relation-odd", lambda: tied(relation("image", "NULL")))
    yield Attack(
        "tie-of-an-unknown-kind",
        "template-relation-odd",
        lambda: tied(relation("http://example.com/fetch", "document.xml")),
    )
    yield Attack(
        "tie-in-another-mode",
        "template-relation-odd",
        lambda: tied(relation("image", CANARY, "external")),
    )
    yield Attack(
        "two-ties-of-one-name",
        "template-relation-odd",
        lambda: tied(
            relation("hyperlink", "https://a.example", "External"),
            relation("hyperlink", "https://b.example", "External"),
        ),
    )
    vml = f'<w:r><w:pict><v:rect><v:imagedata src="{CANARY}"/></v:rect></w:pict></w:r>'
    yield Attack("vml-picture", code, lambda: body(paragraph(vml), _VML))
    shape = '<w:r><w:pict><v:rect href="file:///etc/passwd"/></w:pict></w:r>'
    yield Attack("vml-link", link, lambda: body(paragraph(shape), _VML))
    yield Attack("another-base", code, lambda: body(f'<w:p xml:base="{CANARY}"/>'))
    yield Attack("frame", "template-embedding", lambda: tied(relation("frame", CANARY, "External")))


def _macros() -> Iterator[Attack]:
    macros = "template-macros"
    yield Attack(
        "vba",
        macros,
        lambda: tied(
            relation(f"{_OFFICE}/vbaProject", "vbaProject.bin"),
            more=default("bin", "application/vnd.ms-office.vbaProject"),
            **{"word/vbaProject.bin": b"\xd0\xcf"},
        ),
    )
    yield Attack(
        "vba-untold",
        macros,
        lambda: tied(
            more=default("bin", WORD + "printerSettings"), **{"word/vbaProject.bin": b"\xd0\xcf"}
        ),
    )
    yield Attack(
        "activex",
        macros,
        lambda: tied(
            relation("control", "activeX/activeX1.xml"),
            more=override("word/activeX/activeX1.xml", "application/vnd.ms-office.activeX+xml"),
            **{"word/activeX/activeX1.xml": "<a/>"},
        ),
    )
    yield Attack(
        "custom-ribbon",
        macros,
        lambda: packed(
            parts(customUI__customUI="<customUI/>")
            | {
                "_rels/.rels": relations(
                    relation("officeDocument", "word/document.xml"),
                    relation(
                        "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
                        "customUI/customUI.xml",
                        number=2,
                    ),
                )
            }
        ),
    )
    yield from _more_macros()


def _more_macros() -> Iterator[Attack]:
    macros = "template-macros"
    yield Attack(
        "keys-that-run",
        macros,
        lambda: tied(
            relation(f"{_OFFICE}/keyMapCustomizations", "customizations.xml"),
            more=override(
                "word/customizations.xml", "application/vnd.ms-word.keyMapCustomizations+xml"
            ),
            **{"word/customizations.xml": "<a/>"},
        ),
    )
    yield Attack(
        "add-in",
        macros,
        lambda: tied(
            relation(
                "http://schemas.microsoft.com/office/2011/relationships/webextension", "e.xml"
            ),
            more=override("word/e.xml", "application/vnd.ms-office.webextension+xml"),
            **{"word/e.xml": "<a/>"},
        ),
    )
    yield Attack(
        "form-field-macro",
        macros,
        lambda: body(
            paragraph(
                '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="Run"/>'
                "</w:ffData></w:fldChar></w:r>"
            )
        ),
    )


def _embedded() -> Iterator[Attack]:
    code = "template-embedding"
    ole = "application/vnd.openxmlformats-officedocument.oleObject"
    yield Attack(
        "ole",
        code,
        lambda: tied(
            relation("oleObject", "embeddings/o.bin"),
            more=default("bin", ole),
            **{"word/embeddings/o.bin": b"\xd0\xcf"},
        ),
    )
    yield Attack("linked-ole", code, lambda: tied(relation("oleObject", CANARY, "External")))
    yield Attack(
        "embedded-sheet",
        code,
        lambda: tied(
            relation("package", "embeddings/s.xlsx"),
            more=default(
                "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            ),
            **{"word/embeddings/s.xlsx": b"PK\3\4"},
        ),
    )
    yield Attack(
        "alt-chunk",
        code,
        lambda: tied(
            relation("aFChunk", "chunk.htm"),
            more=default("htm", "text/html"),
            **{"word/chunk.htm": "<img>"},
        ),
    )
    yield Attack("alt-chunk-element", code, lambda: body('<w:altChunk r:id="rId1"/>'))
    yield Attack(
        "alt-chunk-in-fallback",
        code,
        lambda: body(
            '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            '<mc:Choice Requires="w"/><mc:Fallback><w:altChunk r:id="rId1"/></mc:Fallback>'
            "</mc:AlternateContent>"
        ),
    )
    yield Attack(
        "alt-chunk-by-another-prefix",
        code,
        lambda: body(
            '<q:altChunk xmlns:q="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
        ),
    )
    yield Attack("object-element", code, lambda: body(paragraph("<w:r><w:object/></w:r>")))
    yield from _elements()


def _elements() -> Iterator[Attack]:
    code = "template-embedding"
    yield Attack("sub-document", code, lambda: tied(relation("subDocument", CANARY, "External")))
    yield Attack("sub-document-element", code, lambda: body('<w:subDoc r:id="rId1"/>'))
    settings = WORD + "settings+xml"
    yield Attack(
        "mail-merge",
        code,
        lambda: tied(
            more=override("word/settings.xml", settings),
            **{"word/settings.xml": document("<w:mailMerge/>").replace("w:document", "w:settings")},
        ),
    )
    yield Attack(
        "online-video",
        code,
        lambda: body(
            paragraph(
                '<wp15:webVideoPr xmlns:wp15="http://schemas.microsoft.com/office/word/2012/'
                'wordprocessingDrawing" embeddedHtml="&lt;iframe&gt;"/>'
            )
        ),
    )
    yield Attack("transformation", code, lambda: tied(relation("transform", CANARY, "External")))
