"""Every hostile file is refused for its own reason, every clean one gets in."""

import re
import time
import tracemalloc
from pathlib import Path

import pytest

from services.documents.domain.faults import TemplateFault
from services.documents.domain.kinds import KINDS, LANGUAGES, TemplateKind
from services.documents.domain.refusals import REASONS
from services.documents.engine.archive import members
from services.documents.engine.gate import admit
from services.documents.engine.parts import tagged
from services.documents.store.templates import builtin
from services.portal import template_refusals
from shared.text import Language
from tests.documents.hostile import archives, content, fields, tags, ties
from tests.documents.hostile.archives import Attack
from tests.documents.test_renderer import TEMPLATE

ATTACKS = [attack for of in (archives, content, ties, fields, tags) for attack in of.attacks()]


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_a_hostile_file_is_refused_for_its_own_reason(attack: Attack) -> None:
    made = attack.make()
    begun = time.process_time()
    with pytest.raises(TemplateFault) as caught:
        tagged(admit(made))
    assert caught.value.code == attack.code, caught.value.detail
    assert REASONS[attack.code].way_out in caught.value.detail
    assert time.process_time() - begun < 3


def test_the_corpus_has_many_attacks_and_no_two_alike() -> None:
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 60
    assert len({attack.make() for attack in ATTACKS}) == len(ATTACKS)


def test_every_reason_has_an_attack_that_shows_it() -> None:
    # Two show themselves when a template is compiled or filled in: in the tests of the grammar.
    later = {"template-output-too-large", "template-crossing"}
    assert {attack.code for attack in ATTACKS} == set(REASONS) - later


def test_the_file_without_its_attack_gets_in() -> None:
    assert [member.name for member in admit(archives.clean())] == [
        "[Content_Types].xml",
        "_rels/.rels",
        "word/document.xml",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_built_in_templates_get_in(kind: TemplateKind, language: Language) -> None:
    template = builtin(kind, language)
    assert admit(template) == members(template)


def test_a_template_of_python_docx_with_table_footnotes_and_picture_gets_in() -> None:
    assert admit(TEMPLATE) == members(TEMPLATE)


@pytest.mark.parametrize("name", ["understated", "picture-of-50-mb-of-nothing", "overlap"])
def test_a_bomb_is_never_unpacked_beyond_its_limit(name: str) -> None:
    made = next(attack for attack in ATTACKS if attack.name == name).make()
    tracemalloc.start()
    try:
        with pytest.raises(TemplateFault):
            admit(made)
        assert tracemalloc.get_traced_memory()[1] < 100 << 20
    finally:
        tracemalloc.stop()


def test_the_page_for_authors_explains_every_reason() -> None:
    page = Path(__file__).parents[2].joinpath("docs/template-gate.md").read_text()
    assert set(re.findall(r"^\| `(template-[a-z0-9-]+)`", page, re.MULTILINE)) >= set(REASONS)


def test_a_person_reads_every_reason_in_words() -> None:
    said = set(template_refusals.MESSAGES)
    assert said >= {*REASONS, "template-forbidden", "template-mistake"}
