"""Attacks by fields, in all the ways in which one can be written."""

from collections.abc import Iterator

from tests.documents.hostile.archives import Attack
from tests.documents.hostile.package import (
    CANARY,
    WORD,
    body,
    document,
    override,
    paragraph,
    relation,
    run,
    tied,
)


def field(code: str, pieces: int = 1) -> str:
    """A field as Word writes it, its code scattered over so many runs."""
    step = -(-len(code) // pieces)
    codes = (code[at : at + step] for at in range(0, len(code), step))
    told = "".join(f'<w:r><w:instrText xml:space="preserve">{c}</w:instrText></w:r>' for c in codes)
    return mark("begin") + told + mark("separate") + run("…") + mark("end")


def mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code_run(code: str) -> str:
    return f"<w:r><w:instrText>{code}</w:instrText></w:r>"


def attacks() -> Iterator[Attack]:
    code = "template-field"
    for name in (
        "INCLUDEPICTURE",
        "INCLUDETEXT",
        "INCLUDE",
        "DDE",
        "DDEAUTO",
        "LINK",
        "IMPORT",
        "DATABASE",
        "EMBED",
        "RD",
        "MACROBUTTON",
        "PRINT",
        "GOTOBUTTON",
        "AUTOTEXT",
        "ASK",
        "FILLIN",
        "HTMLCONTROL",
    ):
        told = f" {name} &quot;{CANARY}&quot; "
        yield Attack(f"field-{name}", code, lambda t=told: body(paragraph(field(t))))
    told = f" IncludeText &quot;{CANARY}&quot; "
    yield Attack(
        "field-in-nine-runs", code, lambda: body(paragraph(field(told.replace("&quot;", ""), 9)))
    )
    simple = f'<w:fldSimple w:instr=" DDEAUTO c:\\\\x &quot;{CANARY}&quot;"/>'
    yield Attack("simple-field", code, lambda: body(paragraph(simple)))
    yield from _nested(told)


def _nested(told: str) -> Iterator[Attack]:
    code, misplaced = "template-field", "template-tag-misplaced"
    yield Attack(
        "field-in-a-field",
        code,
        lambda: body(
            paragraph(
                mark("begin")
                + code_run(" IF 1 = 1 ")
                + field(told)
                + mark("separate")
                + mark("end")
            )
        ),
    )
    yield Attack(
        "field-that-is-deleted",
        code,
        lambda: body(paragraph(field(told).replace("w:instrText", "w:delInstrText"))),
    )
    yield Attack(
        "field-in-a-text-box",
        code,
        lambda: body(
            paragraph(
                f"<w:r><w:pict><w:txbxContent>{paragraph(field(told))}</w:txbxContent></w:pict></w:r>"
            )
        ),
    )
    yield Attack(
        "field-named-by-a-field",
        code,
        lambda: body(
            paragraph(mark("begin") + field(" QUOTE INCLUDETEXT ") + code_run(" x ") + mark("end"))
        ),
    )
    yield Attack(
        "field-named-by-a-tag", misplaced, lambda: body(paragraph(field(" {{ client.name }} x ")))
    )
    yield from _scattered(told)


def _scattered(told: str) -> Iterator[Attack]:
    code, misplaced = "template-field", "template-tag-misplaced"
    yield Attack(
        "field-unnamed-by-a-condition",
        misplaced,
        lambda: body(
            paragraph(
                mark("begin")
                + run("{% if false %}")
                + code_run("PAGE ")
                + run("{% endif %}")
                + code_run(told)
                + mark("separate")
                + mark("end")
            )
        ),
    )
    yield Attack(
        "field-code-over-paragraphs",
        code,
        lambda: body(
            paragraph(mark("begin") + code_run("PAGE "))
            + paragraph(code_run(told) + mark("separate") + mark("end"))
        ),
    )
    yield Attack("code-without-field", code, lambda: body(paragraph(code_run(told))))
    yield Attack(
        "field-never-ended", code, lambda: body(paragraph(mark("begin") + code_run("PAGE")))
    )
    yield Attack(
        "field-link-to-a-file",
        "template-link-refused",
        lambda: body(paragraph(field(" HYPERLINK &quot;file:///etc/passwd&quot; "))),
    )
    yield Attack(
        "field-link-behind-a-tip",
        "template-link-refused",
        lambda: body(
            paragraph(field(" HYPERLINK \\o &quot;https://x&quot; &quot;javascript:x&quot; "))
        ),
    )
    yield Attack(
        "field-in-the-header",
        code,
        lambda: tied(
            relation("header", "header1.xml"),
            more=override("word/header1.xml", WORD + "header+xml"),
            **{"word/header1.xml": document(paragraph(field(told))).replace("w:document", "w:hdr")},
        ),
    )
