"""A clean Word document as a dictionary of parts, for attacks to change in one place."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Nobody answers here; the tests that listen give an address of their own.
CANARY = "http://127.0.0.1:9/canary"

Parts = dict[str, bytes | str]


def types(main: str = WORD + "document.main+xml", more: str = "") -> str:
    return (
        f'{HEAD}<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{main}"/>{more}</Types>'
    )


def default(extension: str, kind: str) -> str:
    return f'<Default Extension="{extension}" ContentType="{kind}"/>'


def override(name: str, kind: str) -> str:
    return f'<Override PartName="/{name}" ContentType="{kind}"/>'


def relations(*each: str) -> str:
    return f'{HEAD}<Relationships xmlns="{RELATIONS}">{"".join(each)}</Relationships>'


def relation(kind: str, target: str, mode: str = "", number: int = 1) -> str:
    """``kind``: the last word of a relation of Office, or the whole address of one."""
    kind = kind if kind.startswith("http") else f"{R}/{kind}"
    told = f' TargetMode="{mode}"' if mode else ""
    return f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"{told}/>'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def document(body: str = "", namespaces: str = "") -> str:
    return (
        f'{HEAD}<w:document xmlns:w="{W}" xmlns:r="{R}"{namespaces}>'
        f"<w:body>{body or paragraph(run('Aan {{ client.name }}'))}</w:body></w:document>"
    )


def parts(body: str = "", **changed: bytes | str) -> Parts:
    """The least that Word opens, with `changed` in place of parts: `word__x` for word/x.xml."""
    made: Parts = {
        "[Content_Types].xml": types(),
        "_rels/.rels": relations(relation("officeDocument", "word/document.xml")),
        "word/document.xml": document(body),
    }
    return made | {name.replace("__", "/") + ".xml": data for name, data in changed.items()}


def packed(made: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, data in made.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return written.getvalue()


def body(inner: str, namespaces: str = "", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    return packed(parts(word__document=document(inner, namespaces)), method)


def tied(*each: str, more: str = "", **added: bytes | str) -> bytes:
    """A document with these relations; `added` are parts, `more` their content types."""
    made = parts() | {"word/_rels/document.xml.rels": relations(*each)}
    made["[Content_Types].xml"] = types(more=more)
    return packed(made | {name.replace("__", "/"): data for name, data in added.items()})
