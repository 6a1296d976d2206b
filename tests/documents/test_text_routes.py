"""Documents of strangers, read to plain text or refused in bounded time and memory."""

import time
import zipfile
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import docx
import pikepdf
import pytest

from services.documents.engine.pdf import Press
from services.documents.engine.reading import Desk
from shared.errors import Invalid
from tests.documents.asking import Client, contact, staff

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Verwerker", "Oude Wolk B.V."
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def zipped(**members: bytes) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return written.getvalue()


PAGE = b"""<html><head><title>x</title><style>p{}</style></head><body><nav>Menu</nav><h1>Kop</h1>
<p>Wij  gebruiken\n <b>Oude</b> Wolk.<br>En meer.<script>alert(1)</script></p>
<table><tr><td>a</td><td>b</td></tr></table>&amp; &eacute;</body></html>"""


async def ask(client: Client, body: bytes, media_type: str, *, expect: int = 200) -> Any:
    answer = await client.post("/texts", body, media_type, staff(uuid4()))
    assert answer.status_code == expect, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("body", "media_type", "text"),
    [
        (
            "Eén\r\nregel\r\n\r\n\r\nTwee".encode(),
            "text/plain; charset=utf-8",
            "Eén\nregel\n\nTwee",
        ),
        ("Caf\xe9".encode("cp1252"), "text/plain", "Café"),
        ("\ufeffCafé".encode("utf-16-le"), "text/plain", "Café"),
        (
            PAGE,
            "text/html",
            "Menu\n\nKop\n\nWij gebruiken Oude Wolk.\nEn meer.\n\na b\n\n& é",
        ),
        (
            "<meta charset=iso-8859-1><p>Caf\xe9".encode("latin-1"),
            "text/html",
            "Café",
        ),
    ],
)
async def test_text_and_html_become_paragraphs(
    body: bytes, media_type: str, text: str, client: Client
) -> None:
    assert (await ask(client, body, media_type))["text"] == text


async def test_a_word_document_becomes_paragraphs_its_tables_too(client: Client) -> None:
    answer = await ask(client, word("Privacyverklaring", "Wij gebruiken Oude Wolk."), WORD)
    assert answer["kind"] == "docx"
    for paragraph in (
        "Privacyverklaring\n\nWij gebruiken Oude Wolk.",
        "Verwerker\n\nOude Wolk B.V.",
    ):
        assert paragraph in answer["text"]


async def test_a_pdf_becomes_sentences_that_no_line_breaks(client: Client) -> None:
    sentence = "Wij laten facturen maken door Oude Wolk en bewaren die zeven jaar, " * 4
    async with Press(None, 90, at_once=1) as press:
        pdf = await press.convert(word("Privacyverklaring", sentence))
    answer = await ask(client, pdf, "application/octet-stream")
    assert answer["kind"] == "pdf"
    assert answer["text"].startswith("Privacyverklaring\n\n")
    assert answer["text"].count("Wij laten facturen maken door Oude Wolk") == 4


def locked() -> bytes:
    written = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written, encryption=pikepdf.Encryption(owner="a", user="b"))
    return written.getvalue()


def empty_pdf() -> bytes:
    written = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    return written.getvalue()


BOMB = b"<w:document xmlns:w='%s'>" % NAMESPACE.encode() + b" " * (200 << 20)
LAUGHS = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><d>&b;</d>'


@pytest.mark.parametrize(
    ("body", "media_type", "code"),
    [
        (b"", "text/plain", "text-missing"),
        (b"x", "image/png", "text-kind-unknown"),
        (b"no pdf", "application/pdf", "text-kind-unknown"),
        (b"%PDF-1.7 nothing more", "application/pdf", "text-unreadable"),
        (b"PK\x03\x04 nothing more", WORD, "text-unreadable"),
        (zipped(other=b"<x/>"), WORD, "text-unreadable"),
        (zipped(word__document=LAUGHS), WORD, "text-unreadable"),
        (zipped(word__document=b"<not"), WORD, "text-unreadable"),
        (empty_pdf(), "application/pdf", "text-missing"),
        (locked(), "application/pdf", "text-locked"),
        (b"a " * 3_000_000, "text/plain", "text-too-long"),
    ],
    # Some are made anew, and differently, in each process that collects them.
    ids=["nothing", "picture", "no-pdf", "broken-pdf", "no-zip", "no-document", "entities",
         "no-xml", "empty-pdf", "locked-pdf", "long-text"],
)  # fmt: skip
async def test_what_can_not_be_read_is_refused_with_the_reason(
    body: bytes, media_type: str, code: str, client: Client
) -> None:
    answer = await ask(client, body, media_type, expect=400)
    assert answer["type"] == f"urn:schakel:problem:{code}"


async def test_an_archive_that_unpacks_to_much_is_refused_soon(client: Client) -> None:
    begun = time.monotonic()
    body = zipped(word__document=BOMB)
    assert len(body) < 1 << 20
    assert (await ask(client, body, WORD, expect=400))["type"].endswith(":text-hostile")
    assert time.monotonic() - begun < 15


async def test_html_nested_without_end_is_read_or_refused_in_bounded_time(client: Client) -> None:
    begun = time.monotonic()
    body = b"<div>" * 400_000 + b"diep" + b"<table><tr><td>" * 100_000
    answer = await client.post("/texts", body, "text/html", staff(uuid4()))
    assert answer.status_code in (200, 400)
    assert time.monotonic() - begun < 30


async def test_a_reader_that_takes_too_long_is_ended() -> None:
    begun = time.monotonic()
    # Every object of this page points to another that has to be searched for anew.
    loops = b"".join(b"%d 0 obj\n<</Kids[%d 0 R]>>\nendobj\n" % (n, n + 1) for n in range(90_000))
    body = b"%PDF-1.4\n" + loops + b"trailer<</Root 1 0 R>>"
    with pytest.raises(Invalid):
        await Desk(1, seconds=1).read("pdf", body)
    assert time.monotonic() - begun < 10


async def test_a_document_over_the_limit_is_refused_unread(client: Client, tenant_id: UUID) -> None:
    answer = await client.post("/texts", bytes(11 << 20), "text/plain", staff(tenant_id))
    assert (answer.status_code, answer.json()["type"]) == (
        413,
        "urn:schakel:problem:body-too-large",
    )


async def test_only_who_may_write_has_documents_read(client: Client, tenant_id: UUID) -> None:
    for actor in (staff(tenant_id, "viewer"), contact(tenant_id, uuid4())):
        assert (await client.post("/texts", b"x", "text/plain", actor)).status_code == 403
