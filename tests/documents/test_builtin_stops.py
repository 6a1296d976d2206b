"""A sentence of a built-in document ends in one full stop, whatever the names in it end in."""

import re
from typing import Any

import pytest

from services.documents.builtin.build import HERE
from services.documents.builtin.sample import sample
from services.documents.domain.data_model import data_model
from services.documents.domain.kinds import KINDS, LANGUAGES, TemplateKind
from services.documents.engine.compiled import Compiled
from services.documents.store.templates import builtin
from shared.text import Language
from tests.documents.agreements import docx_text
from tests.documents.hard import replaced

# A day or a moment ends in a figure.
SAFE = re.compile(r"\|(day|moment)( \?\?)? \}\}")
ENDING = re.compile(r"(\{\{[^{}]*\}\})(\*\*)?(\{%[^{}]*%\})*\.(?=\s|$)")


def told(kind: TemplateKind, language: Language, end: str, **more: Any) -> str:
    """``end``: what every free text ends in."""
    data = sample(kind, language, all_on=True) | more
    ended = replaced(data_model(kind), data, lambda text: text.rstrip(".") + end)
    return docx_text(Compiled(builtin(kind, language), language).render(ended))


def own_paper(name: str) -> dict[str, Any]:
    return {"id": "x", "name": name, "digest": "0a1b2c3d" * 8, "signed_on": "2026-11-20"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_with_a_full_stop_of_its_own_gets_no_second_one(
    kind: TemplateKind, language: Language
) -> None:
    assert ".." not in told(kind, language, " B.V.")


@pytest.mark.parametrize("kind", ["agreement", "annex"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_a_text_of_the_clients_own_gets_no_second_one(
    kind: TemplateKind, language: Language
) -> None:
    beside = {"own_paper": own_paper("eigen tekst"), "signature": None}
    assert ".." not in told(kind, language, " B.V.", **beside)


@pytest.mark.parametrize(
    ("language", "end", "sentences"),
    [
        (language, end, [one.replace("@", f"Naam{end}") for one in sentences])
        for end in ("", " B.V.")
        for language, sentences in (
            (
                "nl",
                (
                    "tekst van de Verwerkingsverantwoordelijke, bewaard als @ en ondertekend op",
                    "om de producten @ te leveren.",
                    "aangekondigde wijziging: @, per ",
                    "bevoegd te zijn om @ te binden.",
                ),
            ),
            (
                "en",
                (
                    "text of the Controller's own, kept as @ and signed on",
                    "in order to supply the products @ to the Controller.",
                    "announced change: @, as of ",
                    "authorised to bind @ and to have read this agreement.",
                ),
            ),
        )
    ],
)
def test_the_sentences_of_an_agreement_are_whole_with_and_without(
    language: Language, end: str, sentences: list[str]
) -> None:
    data = sample("agreement", language, all_on=True)
    data |= {
        "client": data["client"] | {"name": f"Naam{end}"},
        "change": data["change"] | {"title": f"Naam{end}"},
        "agreement": data["agreement"] | {"products": [f"Naam{end}"]},
    }
    own = {"own_paper": own_paper(f"Naam{end}"), "signature": None, "earlier_signature": None}
    renewed = {"signature": None, "earlier_signature": data["signature"]}
    template = Compiled(builtin("agreement", language), language)
    text = "\n".join(docx_text(template.render(data | more)) for more in ({}, own, renewed))
    for sentence in sentences:
        assert sentence in text


def test_no_sentence_ends_in_a_value_that_may_have_a_full_stop_of_its_own() -> None:
    found = [
        f"{path.name}:{number}: {match[0]}"
        for path in sorted(HERE.glob("*.md"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in ENDING.finditer(line)
        if not SAFE.search(match[1])
    ]
    assert not found
