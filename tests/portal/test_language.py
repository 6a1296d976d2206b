"""Every text is there in Dutch, and the reader's language is found."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from services.portal import language
from services.portal.rendering import environment

PORTAL = Path(language.__file__).parent
OPTIONS = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "later": None}


def _sources() -> set[str | tuple[str, ...]]:
    found = extract_from_dir(
        PORTAL,
        method_map=[("**.py", "python"), ("templates/**.html", "jinja2")],
        options_map={"templates/**.html": OPTIONS},
        keywords=KEYWORDS,
        directory_filter=lambda folder: "node_modules" not in str(folder),
    )
    messages = {entry[2] for entry in found}
    return {one if isinstance(one, str) else tuple(one) for one in messages}


def _dutch() -> dict[str | tuple[str, ...], str | tuple[str, ...]]:
    found: dict[str | tuple[str, ...], str | tuple[str, ...]] = {}
    for path in language.CATALOGS:
        with path.open("rb") as file:
            for one in read_po(file, locale="nl"):
                key = one.id if isinstance(one.id, str) else tuple(one.id)
                assert not key or key not in found, f"{key} is translated twice"
                found[key] = one.string if isinstance(one.string, str) else tuple(one.string or ())
    return found


def _names(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


def test_every_text_has_a_dutch_translation() -> None:
    dutch = _dutch()
    sources = _sources()
    assert len(sources) > 300
    missing = [one for one in sources if not dutch.get(one) or not all(dutch[one])]
    assert missing == []


def test_no_translation_is_left_over() -> None:
    sources = _sources()
    assert [one for one in _dutch() if one and one not in sources] == []


def test_a_translation_fills_in_what_its_source_fills_in() -> None:
    for source, target in _dutch().items():
        sources = [source] if isinstance(source, str) else list(source)
        targets = [target] if isinstance(target, str) else list(target)
        for one, other in zip(sources, targets, strict=True):
            assert _names(one) == _names(other), one


def test_no_sentence_ends_in_a_name_that_may_end_in_a_dot_itself() -> None:
    ending = re.compile(r"%\((name|client|provider|party|reseller|supplier)\)s\.")
    texts = [
        text
        for pair in _dutch().items()
        for one in pair
        for text in ([one] if isinstance(one, str) else one)
    ]
    assert [text for text in texts if ending.search(text)] == []


def test_a_page_opened_in_one_language_is_not_kept_in_it_for_the_next_reader() -> None:
    template = environment().from_string('{{ "calendar" | label("day_kind") }}')
    language.speak("en")
    first = template.render()
    language.speak("nl")
    assert (first, template.render()) == ("calendar days", "kalenderdagen")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "nl"),
        ("fr-FR,fr;q=0.9", "nl"),
        ("en-GB,en;q=0.9,nl;q=0.8", "en"),
        ("nl-BE,nl;q=0.9,en;q=0.8", "nl"),
        ("*", "nl"),
    ],
)
def test_the_language_of_the_browser_counts_and_dutch_when_it_is_neither(
    header: str, expected: str
) -> None:
    assert language.preferred(header) == expected
