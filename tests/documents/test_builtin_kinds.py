"""What each built-in document says, with everything known, with nothing, and with hard names."""

import asyncio
import re
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docxtpl import DocxTemplate

from services.documents.builtin.build import template_path
from services.documents.builtin.sample import sample
from services.documents.domain.data_model import data_model
from services.documents.domain.field import Field
from services.documents.domain.kinds import KINDS, LANGUAGES, TemplateKind
from services.documents.domain.wording import day, hex_groups, moment
from services.documents.engine.compiled import Compiled
from services.documents.engine.environment import environment
from services.documents.engine.pdf import Press
from services.documents.store.templates import builtin
from shared.text import Language
from tests.documents import samples
from tests.documents.agreements import docx_text, rendered, squeezed
from tests.documents.hard import hardened

LETTERS: tuple[TemplateKind, ...] = ("change-notice-letter", "breach-letter")
# Identifiers, words that are written out, and what the page has no room for.
UNPRINTED = {"schema", "link_id", "language", "terms", "client", "country", "counts", "answer"}
UNPRINTED_IN: dict[TemplateKind, set[str]] = {
    "annex": {"id", "duties", "own_paper", "email", "reason", "signature", "earlier_signature"},
    "change-notice-letter": {"recipient"},
    "breach-letter": {"recipient", "privacy_contact"},
    "data-pro-statement": {"chain"},
    "evidence-report": {"provider", "address", "data_categories"},
}
MM = 25.4 / 72


def told(kind: TemplateKind, language: Language, all_on: bool = True) -> str:
    content = Compiled(builtin(kind, language), language).render(sample(kind, language, all_on))
    return docx_text(content)


def by_docxtpl(kind: TemplateKind, language: Language, data: dict[str, Any]) -> str:
    template = DocxTemplate(template_path(kind, language))
    template.render(data, jinja_env=environment(language), autoescape=True)
    written = BytesIO()
    template.save(written)
    return docx_text(written.getvalue())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_renderer_says_the_same_as_docxtpl(
    kind: TemplateKind, language: Language
) -> None:
    compiled = Compiled(builtin(kind, language), language)
    assert compiled.supported
    for all_on in (True, False):
        data = sample(kind, language, all_on)
        for one in (data, hardened(data_model(kind), data)):
            assert docx_text(compiled.render(one)) == by_docxtpl(kind, language, one)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("signed", [False, True])
def test_an_agreement_of_a_frozen_version_is_that_of_docxtpl(
    language: Language, signed: bool
) -> None:
    usual = samples.specific_nl() if language == "nl" else samples.general_en()
    compiled = Compiled(builtin("agreement", language), language)
    for snapshot in (usual, samples.hostile(language), samples.unknown_facts(language)):
        signature = samples.signature_of(snapshot) if signed else None
        ours = compiled.render(samples.context(snapshot, signature))
        assert docx_text(ours) == docx_text(rendered(snapshot, signature))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "agreement"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_known_is_printed(kind: TemplateKind, language: Language) -> None:
    text = squeezed(told(kind, language))
    skipped = UNPRINTED | UNPRINTED_IN.get(kind, set())
    printed = list(_values(data_model(kind), sample(kind, language, True), language, skipped))
    assert len(printed) > 20
    assert [one for one in printed if squeezed(one) not in text] == []


def _values(field: Field, value: Any, language: Language, skipped: set[str]) -> Iterator[str]:
    if value is None or field.name in skipped or field.values:
        return
    if field.type == "record":
        for one in field.children:
            yield from _values(one, value[one.name], language, skipped)
    elif field.type == "list":
        for row in value:
            for one in field.children:
                yield from _values(one, row[one.name], language, skipped)
            if not field.children:
                yield row
    elif field.type in ("date", "moment"):
        yield (day if field.type == "date" else moment)(value, language)
    elif field.type != "boolean":
        long = field.name in ("digest", "head", "message_digest")
        yield hex_groups(value) if long else str(value)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("all_on", [True, False])
def test_no_tag_no_null_and_no_empty_cell_is_left(
    kind: TemplateKind, language: Language, all_on: bool
) -> None:
    text = told(kind, language, all_on)
    assert not re.search(r"[{}]|\bNone\b|\bnull\b|, ,|\(\)|: \n", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_silence_means_what_the_agreement_makes_it_mean(language: Language) -> None:
    consent, refusal = {
        "nl": ("geldt dat als instemming", "geldt dat als weigering"),
        "en": ("counts as consent", "counts as a refusal"),
    }[language]
    general = told("change-notice-letter", language, True)
    specific = told("change-notice-letter", language, False)
    assert consent in general
    assert refusal not in general
    assert refusal in specific
    assert consent not in specific


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_breach_letter_holds_what_art_33_3_asks_even_when_it_is_unknown(
    language: Language,
) -> None:
    unknown = {"nl": "nog niet bekend", "en": "not known yet"}[language]
    assert told("breach-letter", language, False).count(unknown) >= 9
    known = told("breach-letter", language, True)
    for one in ("240", "1310", "fg@voorbeeldhost.example"):
        assert one in known


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_broken_chain_is_not_hidden(language: Language) -> None:
    word = {"nl": "GESCHONDEN", "en": "BROKEN"}[language]
    assert word in told("evidence-report", language, False)
    assert word not in told("evidence-report", language, True)


def _words_of_page_one(pdf: Path) -> list[tuple[str, float, float]]:
    """Each word with where it begins, in millimetres from the left and from the top."""
    command = ["pdftotext", "-bbox", "-l", "1", str(pdf), "-"]
    html = subprocess.check_output(command, text=True)
    found = re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)"[^>]*>([^<]*)</word>', html)
    return [(word, float(x) * MM, float(y) * MM) for x, y, word in found]


@pytest.mark.parametrize("kind", LETTERS)
async def test_the_address_alone_shows_in_the_window_of_an_envelope(
    kind: TemplateKind, tmp_path: Path
) -> None:
    """A DL or C5/6 window: from 20 mm from the left, 50 to 80 mm from the top."""
    data = sample(kind, "nl", all_on=True)
    for lines in (data["letter"]["address_lines"], [f"regel{n}" for n in range(6)]):
        data["letter"]["address_lines"] = lines
        pdf = tmp_path / "letter.pdf"
        pdf.write_bytes(
            await Press(None, 60, at_once=1).convert(
                Compiled(builtin(kind, "nl"), "nl").render(data)
            )
        )
        words = await asyncio.to_thread(_words_of_page_one, pdf)
        shown = [word for word, x, y in words if 49 <= y < 78 and x < 110]
        assert shown == " ".join(lines).split()
        assert min(x for _, x, y in words if 49 <= y < 78) >= 20


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "agreement"])
async def test_the_pdf_names_its_title_and_language_and_repeats_table_headers(
    kind: TemplateKind,
) -> None:
    docx = Compiled(builtin(kind, "nl"), "nl").render(sample(kind, "nl", all_on=True))
    with pikepdf.open(BytesIO(await Press(None, 60, at_once=1).convert(docx))) as pdf:
        assert str(pdf.Root.Lang) == "nl-NL"
        assert "StructTreeRoot" in str(list(pdf.Root.keys()))
        with pdf.open_metadata() as told:
            assert told["dc:title"]
        tags = {str(one.S) for one in _structure(pdf.Root.StructTreeRoot)}
    assert {"/Table", "/TH", "/TD"} <= tags


def _structure(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _structure(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from _structure(node.K)
