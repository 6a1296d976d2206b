"""Agreements made from the built-in templates, read by python-docx and pdftotext."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from services.documents.builtin.build import read, template_path
from services.documents.builtin.source import Heading
from services.documents.domain.kinds import LANGUAGES
from services.documents.domain.wording import hex_groups
from services.documents.engine.compiled import Compiled
from shared.text import Language
from tests.documents import samples
from tests.documents.agreements import (
    docx_text,
    pages,
    plain,
    printed_values,
    rendered,
    squeezed,
)

MAKERS = (samples.general_nl, samples.specific_nl, samples.general_en, samples.unknown_facts)
SAMPLES = {"nl": samples.general_nl, "en": samples.general_en}
TEMPLATES = {one: Compiled(template_path("agreement", one).read_bytes(), one) for one in LANGUAGES}
UNKNOWN = {"nl": "nader te bevestigen door de aanbieder", "en": "to be confirmed by the provider"}


def with_terms(snapshot: samples.Snapshot, **terms: Any) -> samples.Snapshot:
    snapshot["terms"] |= terms
    return snapshot


def general(language: Language, **terms: Any) -> str:
    """The text without its digest, which differs for all terms."""
    snapshot = with_terms(SAMPLES[language](), **terms)
    content = TEMPLATES[language].render(samples.context(snapshot))
    digest = samples.digest_of(snapshot)
    return docx_text(content).replace(digest, "").replace(hex_groups(digest), "")


def assert_complete(text: str, snapshot: samples.Snapshot) -> None:
    """Every value is there, no tag and no null is left."""
    whole = squeezed(text)
    for value in printed_values(snapshot):
        assert squeezed(value) in whole, value
    assert not re.search(r"\{\{|\}\}|\{%|%\}|\bNone\b|\bnull\b", text)


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("signed", [False, True])
def test_every_value_of_the_snapshot_is_printed(make: Any, signed: bool) -> None:
    snapshot = make()
    signature = samples.signature_of(snapshot) if signed else None
    text = docx_text(rendered(snapshot, signature))
    assert_complete(text, snapshot)
    if signature:
        for value in (signature["typed_name"], signature["address"]):
            assert value in text


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("method", ["checkout_click", "uploaded_copy", "own_paper"])
def test_a_yes_that_was_given_elsewhere_says_so(make: Any, method: str) -> None:
    snapshot = make()
    signature = samples.recorded(samples.signature_of(snapshot), method)
    text = docx_text(rendered(snapshot, signature))
    assert_complete(text, snapshot)
    proof = signature["terms_shown"] or signature["file"]["name"]
    assert proof in text
    for claimed in ("zoals ingetypt", "as typed", "bevoegd te zijn", "authorised to bind"):
        assert claimed not in text


@pytest.mark.parametrize("make", MAKERS)
def test_beside_a_text_of_the_clients_own_stand_the_annexes_and_no_articles(make: Any) -> None:
    snapshot = make()
    paper = {"id": "x", "name": "eigen tekst.pdf", "digest": "0a1b2c3d" * 8}
    snapshot["own_paper"] = paper | {"signed_on": "2026-11-20"}
    text = docx_text(rendered(snapshot))
    assert "eigen tekst.pdf" in text
    assert not re.search(r"Geheimhouding|Confidentiality", text)
    for one in snapshot["subprocessors"]:
        assert one["name"] in text


def test_an_amendment_says_from_which_day() -> None:
    snapshot = samples.general_nl()
    snapshot["amendment"] = {"from_day": "2027-01-01", "reason": None}
    assert "1 januari 2027" in docx_text(rendered(snapshot))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_combination_of_terms_makes_one_whole_agreement(language: Language) -> None:
    seen = set()
    for authorisation, outcome, start, kind, end, emergency in product(
        samples.AUTHORISATIONS,
        samples.ON_OBJECTION,
        samples.COUNTED_FROM,
        samples.DAY_KINDS,
        samples.END_CHOICES,
        (True, False),
    ):
        if kind == "business" and start != "sent":
            continue
        text = general(
            language,
            authorisation=authorisation,
            on_objection=outcome,
            counted_from=start,
            day_kind=kind,
            end_choice=end,
            emergency_clause=emergency,
        )
        assert not re.search(r"\{\{|\{%|\bNone\b", text)
        seen.add(text)
    # 2 × 3 × 4 × 2 terms; under specific authorisation the emergency clause says nothing.
    assert len(seen) == 24 * 2 + 24


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"authorisation": "general"}, "algemene toestemming"),
        ({"authorisation": "specific"}, "vooraf, voor dat geval en Schriftelijk heeft goedgekeurd"),
        ({"authorisation": "general"}, "Blijft bezwaar uit, dan heeft hij met de Wijziging inge"),
        ({"authorisation": "specific"}, "Antwoordt hij niet, dan heeft hij de goedkeuring geweige"),
        (
            {"on_objection": "block"},
            "gaat de Wijziging voor de Verwerkingsverantwoordelijke niet d",
        ),
        ({"on_objection": "mitigate"}, "een maatregel die de zorg wegneemt"),
        ({"on_objection": "terminate"}, "zonder opzegtermijn en zonder kosten"),
        ({"counted_from": "published"}, "de dag waarop de Verwerker de Wijziging bekendmaakt"),
        ({"counted_from": "sent"}, "de dag waarop de Verwerker de mededeling verzendt"),
        ({"counted_from": "delivered"}, "is aangenomen door de mailserver die haar aflevert"),
        ({"day_kind": "business"}, "Alleen Werkdagen tellen."),
        ({"day_kind": "calendar"}, "Alle kalenderdagen tellen"),
        ({"notice_days": 1, "day_kind": "calendar"}, "ten minste 1 kalenderdag voor"),
        ({"notice_days": 2, "day_kind": "business"}, "ten minste 2 werkdagen voor"),
        ({"end_choice": "return"}, "heeft gekozen voor teruggave"),
        ({"end_choice": "delete"}, "heeft gekozen voor verwijdering"),
        ({"emergency_clause": True}, "vervangen zonder de termijnen af te wachten"),
        ({"emergency_clause": False}, "Een vervanging met spoed is niet toegestaan"),
    ],
)
def test_each_term_is_said_in_words(terms: dict[str, Any], said: str) -> None:
    assert said in general("nl", **terms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_specific_authorisation_never_allows_an_emergency_replacement(language: Language) -> None:
    text = general(language, authorisation="specific", emergency_clause=True)
    assert text == general(language, authorisation="specific", emergency_clause=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_facts_are_said_to_be_confirmed_by_the_provider(language: Language) -> None:
    text = docx_text(rendered(samples.unknown_facts(language)))
    # What is null or empty, the definition of the words themselves, and one job title twice.
    assert text.count(UNKNOWN[language]) > 20


def test_no_sub_processor_at_all_is_said_in_a_sentence() -> None:
    snapshot = samples.general_nl()
    snapshot["subprocessors"] = []
    text = docx_text(rendered(snapshot))
    assert "De Verwerker schakelt op 22 november 2026 geen Subverwerkers in." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_that_look_like_markup_or_tags_are_printed_as_they_are(language: Language) -> None:
    snapshot = samples.hostile(language)
    text = docx_text(rendered(snapshot, samples.signature_of(snapshot)))
    for name in ("Wolk & Co <b>", "{{ 7*7 }}", "{% raw %}Klem{% endraw %}", "&lt;Dubbel&gt; & Zn"):
        assert name in text
    assert "regel een\nregel twee" in text


@pytest.mark.parametrize(
    "make", [samples.general_nl, samples.specific_nl, samples.general_en, samples.hostile]
)
async def test_the_pdf_shows_the_same_values(make: Any, tmp_path: Path) -> None:
    snapshot = make()
    signature = samples.signature_of(snapshot) if make is not samples.specific_nl else None
    made = await pages(rendered(snapshot, signature), tmp_path)
    whole = squeezed("".join(made))
    for value in (*snapshot["agreement"]["products"], *printed_contacts(snapshot)):
        assert squeezed(value) in whole, value
    for page in made:
        assert samples.digest_of(snapshot) in page
        assert snapshot["agreement"]["reference"] in page
    if make is not samples.hostile:
        assert not re.search(r"\{\{|\{%|\bNone\b", "".join(made))


def printed_contacts(snapshot: samples.Snapshot) -> list[str]:
    """Names stand on one line each, so that columns beside them don't cut through."""
    people = [contact["name"] for contact in snapshot["contacts"]]
    parties = [one["name"] for one in snapshot["subprocessors"]]
    return [*people, *parties, snapshot["client"]["name"], snapshot["provider"]["legal_name"]]


@pytest.mark.parametrize("make", [samples.specific_nl, samples.general_en])
async def test_the_pdf_numbers_articles_clauses_annexes_and_pages(
    make: Any, tmp_path: Path
) -> None:
    snapshot = make()
    made = await pages(rendered(snapshot), tmp_path)
    text = plain("\n".join(made))
    source = read("agreement", snapshot["agreement"]["language"])
    kinds: dict[str, list[str]] = {"article": [], "annex": []}
    for heading in source.blocks:
        if isinstance(heading, Heading) and heading.kind in kinds:
            kinds[heading.kind].append(heading.text)
    for number, title in enumerate(kinds["article"], 1):
        assert re.search(rf"^ ?{number} {title}$", text, re.MULTILINE), title
    for number, title in enumerate(kinds["annex"], 1):
        assert re.search(rf"^ ?{source.words['annex_heading']} {number}\. {title}$", text, re.M)
    emergency = {"nl": "Een vervanging met spoed", "en": "If a Sub-processor drops out"}
    assert f"7.8 {emergency[source.words['lang'][:2]]}" in text
    counted = [f"{source.words['page']} {n} {source.words['of']} {len(made)}" for n in
               range(1, len(made) + 1)]  # fmt: skip
    assert all(footer in plain(page) for footer, page in zip(counted, made, strict=True))


@pytest.mark.parametrize(
    ("language", "line"),
    [("nl", "een nieuwe handtekening is niet nodig"), ("en", "no new signature is needed")],
)
def test_a_renewed_annex_names_the_earlier_signature_and_asks_for_no_new_one(
    language: Language, line: str
) -> None:
    snapshot = SAMPLES[language]()
    snapshot["agreement"]["version"] = 2
    snapshot["change"] = {"id": "x", "title": "Wolk & Co", "effective_on": "2026-12-22"}
    earlier = samples.signature_of(SAMPLES[language]())
    text = docx_text(rendered(snapshot, None, earlier))
    assert line in text
    assert "Wolk & Co" in text
    assert earlier["typed_name"] in text
    assert squeezed(earlier["digest"]) in squeezed(text)
    assert not re.search(r"^(Plaats|Organisatie|Place|Organisation)$", text, re.MULTILINE)
