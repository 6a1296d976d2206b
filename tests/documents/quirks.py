"""Templates as word processors really write them, with tags where people really put them.

Each is a body with what must be read in it once it is filled in, paragraph by paragraph.
"""

import codecs
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from tests.documents.hostile.fields import code_run, mark
from tests.documents.hostile.package import (
    HEAD,
    WORD,
    W,
    default,
    document,
    override,
    packed,
    paragraph,
    parts,
    relation,
    relations,
    run,
    types,
)
from tests.documents.linting import COMPLETE

_SPACES = (
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word'
    '/2010/wordml" mc:Ignorable="w14"'
)
CLIENT = "Bakkerij Het Verzonnen Brood V.O.F."
FOUR = ["Rekencentrum Noord", "Postduif Mail", "Factuurfabriek", "Fjordbackup"]


class Quirk(NamedTuple):
    body: str
    read: list[str]


def worded(text: str, properties: str = '<w:lang w:val="nl-NL"/>') -> str:
    """A run as Word writes one, with the mark of the session in which it was typed."""
    said = f'<w:t xml:space="preserve">{text}</w:t>'
    return f'<w:r w:rsidR="00A77B3E"><w:rPr>{properties}</w:rPr>{said}</w:r>'


PROOF = '<w:proofErr w:type="spellStart"/>'
BOOKMARK = '<w:bookmarkStart w:id="7" w:name="_Hlk1"/><w:bookmarkEnd w:id="7"/>'
COMMENTED = '<w:commentRangeStart w:id="3"/>'


def around(name: str, inner: str, told: str = "") -> str:
    return f"<w:{name}{told}>{inner}</w:{name}>"


def control(inner: str) -> str:
    told = '<w:sdtPr><w:alias w:val="Naam"/></w:sdtPr>'
    return f"<w:sdt>{told}<w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def deleted(text: str) -> str:
    return f'<w:del w:id="1" w:author="A"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def inserted(inner: str) -> str:
    return around("ins", inner, ' w:id="2" w:author="A"')


def cell(inner: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def table(*rows: tuple[str, ...]) -> str:
    grid = '<w:tblPr><w:tblW w:w="0"/></w:tblPr><w:tblGrid><w:gridCol w:w="2000"/></w:tblGrid>'
    told = (f"<w:tr>{''.join(cell(one) for one in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{grid}{''.join(told)}</w:tbl>"


def box(inner: str) -> str:
    """A text box, which Word writes twice: for itself and for what is older."""
    text = f"<w:txbxContent>{inner}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:wsp><wps:txbx>{text}</wps:txbx>'
        f"</wps:wsp></mc:Choice><mc:Fallback><w:pict><v:textbox>{text}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def _p(*inner: str) -> str:
    return paragraph("".join(inner))


QUIRKS: dict[str, Quirk] = {
    "split-with-proof-marks": Quirk(
        _p(worded("Aan {"), PROOF, worded("{ cli"), PROOF, worded("ent.name }"), worded("}, dag")),
        [f"Aan {CLIENT}, dag"],
    ),
    "bookmark-in-a-tag": Quirk(
        _p(worded("Aan {{ client"), BOOKMARK, worded(".name }}.")), [f"Aan {CLIENT}."]
    ),
    "comment-begins-in-a-tag": Quirk(
        _p(worded("{{ client"), COMMENTED, worded(".name }}"), '<w:commentRangeEnd w:id="3"/>'),
        [CLIENT],
    ),
    "no-break-spaces-in-tags": Quirk(
        _p(run("{%p\u00a0if\u00a0client.name %}"))
        + _p(run("{{\u00a0client.name\u202f}} – {{ subprocessors|length }}\u00a0stuks"))
        + _p(run("{%p endif\u00a0%}")),
        [f"{CLIENT} – 4\u00a0stuks"],
    ),
    "curly-quotes-in-tags": Quirk(
        _p(run("{% if terms.authorisation == “general” %}algemeen{% endif %}"))
        + _p(run("{{ client.country|default(‘geen’) }}")),
        ["algemeen", "NL"],
    ),
    "tag-into-a-content-control": Quirk(
        _p(worded("Aan {{ client."), control(worded("name }} en")), worded(" verder")),
        [f"Aan {CLIENT} en verder"],
    ),
    "controls-around-paragraphs": Quirk(
        control(
            _p(run("{%p for s in subprocessors %}"))
            + _p(run("{{ s.name }}"))
            + _p(run("{%p endfor %}"))
        )
        + control(_p(run("{{ client.name }}"))),
        [*FOUR, CLIENT],
    ),
    "tag-into-a-hyperlink": Quirk(
        _p(worded("{{ pro"), around("hyperlink", worded("vider.name }}"), ' w:anchor="a"')),
        ["Voorbeeldhost"],
    ),
    "tag-into-a-smart-tag": Quirk(
        _p(worded("{{ provider"), around("smartTag", worded(".name }}"), ' w:element="x"')),
        ["Voorbeeldhost"],
    ),
    "name-corrected-with-tracked-changes": Quirk(
        _p(worded("{{ client."), deleted("nmae"), inserted(worded("name")), worded(" }}!")),
        [f"{CLIENT}!"],
    ),
    "tag-begun-in-an-insertion": Quirk(
        _p(inserted(worded("Aan {{ client.")), worded("name }}!")), [f"Aan {CLIENT}!"]
    ),
    "tag-that-was-deleted": Quirk(
        _p(worded("Aan "), deleted("{{ client.nobody }} en "), worded("{{ client.name }}")),
        [f"Aan {CLIENT}"],
    ),
    "rows-of-a-table": Quirk(
        table(
            (_p(run("Naam")), _p(run("Land"))),
            (_p(run("{%tr for s in subprocessors %}")), _p()),
            (_p(worded("{{ s."), PROOF, worded("name }}")), _p(run("{{ s.country }}"))),
            (_p(run("{%tr endfor %}")), _p()),
        ),
        [
            "Naam",
            "Land",
            *(x for pair in zip(FOUR, ["NL", "US", "NL", "NO"], strict=True) for x in pair),
        ],
    ),
    "table-in-a-table": Quirk(
        table(
            (_p(run("{%tr for s in subprocessors %}")),),
            (
                table(
                    (_p(run("{{ s.name }}")),),
                )
                + _p(run("{{ s.country }}")),
            ),
            (_p(run("{%tr endfor %}")),),
        ),
        [x for pair in zip(FOUR, ["NL", "US", "NL", "NO"], strict=True) for x in pair],
    ),
    "text-box": Quirk(
        _p(worded("voor "), box(_p(worded("{{ client"), worded(".name }}"))), worded("na")),
        ["voor na", CLIENT, CLIENT],
    ),
    "page-numbers": Quirk(
        _p(
            worded("{{ client.name }}, blad "),
            mark("begin"),
            code_run(" PA"),
            code_run("GE "),
            mark("separate"),
            run("1"),
            mark("end"),
        ),
        [f"{CLIENT}, blad 1"],
    ),
    "soft-page-break-in-a-tag": Quirk(
        _p(
            "<w:r><w:t>{{ client</w:t></w:r><w:r><w:lastRenderedPageBreak/>"
            "<w:t>.name }}</w:t></w:r>"
        ),
        [CLIENT],
    ),
    "google": Quirk(
        "".join(
            f'<w:p w:rsidR="00000000" w:rsidDel="00000000" w:rsidP="00000000" w:rsidRDefault='
            f'"00000000" w14:paraId="00000001"><w:pPr><w:rPr/></w:pPr><w:r w:rsidDel="00000000" '
            f'w:rsidR="00000000" w:rsidRPr="00000000"><w:rPr><w:rtl w:val="0"/></w:rPr>'
            f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
            for text in ("{% for s in subprocessors %}{{ s.name }}, {% endfor %}", "x")
        ),
        [", ".join(FOUR) + ", ", "x"],
    ),
    "libreoffice": Quirk(
        '<w:p><w:pPr><w:pStyle w:val="Normal"/><w:bidi w:val="0"/><w:jc w:val="start"/><w:rPr>'
        '</w:rPr></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space="preserve">Aan {{ </w:t></w:r><w:r>'
        "<w:rPr><w:b/><w:bCs/></w:rPr><w:t>client.name</w:t></w:r><w:r><w:rPr></w:rPr><w:t> }}"
        "</w:t></w:r></w:p>",
        [f"Aan {CLIENT}"],
    ),
}


def complete() -> str:
    """What the law asks of an agreement, so that the lint has nothing left to miss."""
    return "".join(_p(run(line.removeprefix("# "))) for line in COMPLETE)


def word(body: str, encoding: str = "utf-8") -> bytes:
    """A Word document with its headers per kind of page, notes and a table, and this body."""
    made = parts(word__document=document(_ending(body), _SPACES))
    if encoding == "utf-16":
        text = str(made["word/document.xml"]).replace("UTF-8", "UTF-16")
        made["word/document.xml"] = codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    return packed(made)


def _ending(body: str) -> str:
    return body + complete()


def with_margins() -> bytes:
    """A first, an even and a common header, and notes: tags in each of them."""
    kinds = {
        "header1": "header",
        "header2": "header",
        "header3": "header",
        "footer1": "footer",
        "footnotes": "footnotes",
        "endnotes": "endnotes",
    }
    roots = {"header": "hdr", "footer": "ftr"}
    references = "".join(
        f'<w:headerReference w:type="{kind}" r:id="rId{number}"/>'
        for number, kind in enumerate(("default", "first", "even"), 1)
    )
    footer = '<w:footerReference w:type="default" r:id="rId4"/>'
    section = f"<w:sectPr>{references}{footer}<w:titlePg/></w:sectPr>"
    noted = _p(run("Tekst"), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    made = parts(word__document=document(noted + complete() + section))
    for name, kind in kinds.items():
        inner = _p(worded(f"{name}: {{{{ cli"), worded("ent.name }}"))
        note = kind.removesuffix("s")
        inner = f'<w:{note} w:id="2">{inner}</w:{note}>' if kind.endswith("notes") else inner
        root = roots.get(kind, kind)
        made[f"word/{name}.xml"] = f'{HEAD}<w:{root} xmlns:w="{W}">{inner}</w:{root}>'
    made["word/_rels/document.xml.rels"] = relations(
        *(
            relation(kind, f"{name}.xml", number=n)
            for n, (name, kind) in enumerate(kinds.items(), 1)
        )
    )
    more = "".join(
        override(f"word/{name}.xml", f"{WORD}{kind}+xml") for name, kind in kinds.items()
    )
    made["[Content_Types].xml"] = types(more=more + default("png", "image/png"))
    return packed(made)


class _Stream(BytesIO):
    """Cannot be sought, so that the zip tells sizes behind each file, as Google's does."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise OSError

    def tell(self) -> int:
        raise OSError


def streamed(content: bytes) -> bytes:
    written = _Stream()
    with ZipFile(BytesIO(content)) as old, ZipFile(written, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, old.read(info.filename))
    return written.getvalue()
