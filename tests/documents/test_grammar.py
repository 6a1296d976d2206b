"""Tags that no template may use are refused with their place; those that it may are let in."""

import time
from typing import Any

import pytest

from services.documents.domain.faults import TemplateFault
from services.documents.domain.kinds import KINDS, LANGUAGES, TemplateKind
from services.documents.engine.allowed import FILTERS
from services.documents.engine.compiled import Compiled
from services.documents.engine.environment import environment
from services.documents.engine.gate import admit
from services.documents.engine.grammar import check
from services.documents.engine.parts import tagged
from services.documents.store.templates import builtin
from shared.text import Language
from tests.documents import samples
from tests.documents.drafts import draft, with_margins
from tests.documents.hostile import tags
from tests.documents.hostile.archives import Attack
from tests.documents.hostile.package import body, paragraph, run
from tests.documents.quirks import control, table
from tests.documents.test_renderer import TEMPLATE, text_of

ATTACKS = [*tags.forbidden()]
ALLOWED = {
    "{{ client.name }}": "Bakkerij Het Verzonnen Brood V.O.F.",
    "{{ client['name'] }}": "Bakkerij Het Verzonnen Brood V.O.F.",
    "{{ subprocessors[0].name }}": "Rekencentrum Noord",
    "{% if client.nothing is defined %}a{% elif signature is none %}b{% else %}c{% endif %}": "b",
    "{% for s in subprocessors if s.chain %}{{ loop.index }} {{ s.name }}{% endfor %}":
        "1 Postduif Mail",
    "{% for s in subprocessors %}{{ s.country }}{% if not loop.last %}, {% endif %}{% endfor %}":
        "NL, US, NL, NO",
    "{% for s in subprocessors %}{% if loop.first or loop.revindex0 == 0 %}{{ loop.length }}"
    "{% endif %}{% endfor %}": "44",
    "{{ 'ja' if terms.emergency_clause else 'nee' }}": "ja",
    "{% if terms.notice_days >= 30 and not signature %}lang{% endif %}": "lang",
    "{% if terms.authorisation in ('general', 'specific') %}een{% endif %}": "een",
    "{% if 'notice' in contacts[0].duties %}ja{% endif %}": "ja",
    "{{ subprocessors|sort(attribute='name')|join('; ', attribute='country') }}": "NL; NO; US; NL",
    "{{ client.nothing|default('________', true) }}": "________",
    "{# een opmerking #}tekst": "tekst",
    "{%- if client.name -%} dicht {%- endif -%}": "dicht",
}  # fmt: skip


def parts_of(content: bytes) -> Any:
    return tagged(admit(content))


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack.name for attack in ATTACKS])
def test_a_tag_that_no_template_may_use_is_refused(attack: Attack) -> None:
    made = attack.make()
    begun = time.process_time()
    with pytest.raises(TemplateFault) as compiled:
        Compiled(made, "nl")
    assert time.process_time() - begun < 2
    unknown = "unknown tag" in compiled.value.detail
    assert compiled.value.code == ("template-mistake" if unknown else attack.code)
    if not unknown:
        with pytest.raises(TemplateFault) as checked:
            check(parts_of(made), environment("nl"))
        assert checked.value.code == attack.code


@pytest.mark.parametrize("tag", ALLOWED)
def test_a_tag_that_templates_use_is_let_in_and_printed(tag: str) -> None:
    content = draft(tag)
    check(parts_of(content), environment("nl"))
    compiled, context = Compiled(content, "nl"), samples.context(samples.general_nl())
    assert text_of(compiled.render(context)).strip() == ALLOWED[tag]
    assert text_of(compiled.render_slowly(context)).strip() == ALLOWED[tag]


def test_every_filter_that_is_allowed_is_there_and_no_other() -> None:
    assert {name for name in environment("nl").filters if name.strip() == name} == FILTERS


def test_the_place_of_a_refused_tag_is_told() -> None:
    content = draft("# Artikel 1", "Goed", "# Artikel 6. Looptijd", "Tot {{ client.clear() }} dag")
    with pytest.raises(TemplateFault) as caught:
        check(parts_of(content), environment("nl"))
    extra = caught.value.extra
    assert extra["part"] == "word/document.xml"
    assert "Tot {{ client.clear() }} dag" in extra["place"]
    assert "Artikel 6. Looptijd" in extra["place"]
    assert "a call" in caught.value.detail


def test_a_refused_tag_in_the_header_names_the_header() -> None:
    content = draft("tekst", more=lambda one: setattr(
        one.sections[0].header.paragraphs[0], "text", "{{ client.clear() }}"))  # fmt: skip
    with pytest.raises(TemplateFault) as caught:
        check(parts_of(content), environment("nl"))
    assert caught.value.extra["part"].startswith("word/header")


def test_a_mistake_of_grammar_is_left_to_the_lint() -> None:
    check(parts_of(draft("{% if client.name %}open gebleven")), environment("nl"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_built_in_templates_say_nothing_that_is_refused(
    kind: TemplateKind, language: Language
) -> None:
    check(parts_of(builtin(kind, language)), environment(language))
    check(parts_of(TEMPLATE), environment(language))


@pytest.mark.parametrize("value", ["{{ 7*7 }}", "{% for x in y %}", "{# weg #}", "{_{ 7*7 }_}"])
@pytest.mark.parametrize("slow", [True, False])
def test_a_value_that_looks_like_a_tag_is_printed_as_it_is_by_both_renderers(
    value: str, slow: bool
) -> None:
    context = samples.context(samples.general_nl())
    context["client"]["name"] = context["provider"]["name"] = value
    compiled = Compiled(draft("[{{ client.name }}]", more=with_margins), "nl")
    made = compiled.render_slowly(context) if slow else compiled.render(context)
    assert f"[{value}]" in text_of(made) or value.startswith("{_{")


CROSSING = {
    "a-cell-and-the-text-behind-it": table((paragraph(run("{% if signature %}a")),))
    + paragraph(run("b{% endif %}")),
    "a-control-and-the-text-behind-it": control(paragraph(run("{% for s in subprocessors %}")))
    + paragraph(run("{{ s.name }}{% endfor %}")),
    "a-row-that-is-left-out-and-a-paragraph": table((paragraph(run("{%tr if signature %}")),))
    + paragraph(run("{%p endif %}")),
    "an-else-elsewhere": paragraph(run("{% if signature %}a"))
    + table((paragraph(run("{% else %}b")),))
    + paragraph(run("{% endif %}")),
}


@pytest.mark.parametrize("name", CROSSING)
def test_what_begins_in_one_place_and_ends_in_another_is_refused(name: str) -> None:
    with pytest.raises(TemplateFault) as caught:
        Compiled(body(CROSSING[name]), "nl")
    assert caught.value.code == "template-crossing"
    assert "{%" in caught.value.extra["place"]


@pytest.mark.parametrize("signed", [True, False])
def test_a_condition_from_one_paragraph_into_another_is_printed_well_formed(signed: bool) -> None:
    text = "".join(
        paragraph(run(one)) for one in ("a{% if signature %}b", "c", "d{% else %}e{% endif %}f")
    )
    snapshot = samples.general_nl()
    signature = samples.signature_of(snapshot) if signed else None
    made = Compiled(body(text), "nl").render(samples.context(snapshot, signature))
    assert text_of(made).split("\n") == (["ab", "c", "df"] if signed else ["aef"])


class TestSize:
    """Data that make a template print without end."""

    def context(self, rows: int, text: str = "x") -> dict[str, Any]:
        context = samples.context(samples.general_nl())
        context["subprocessors"] = [{"name": text} for _ in range(rows)]
        return context

    @pytest.mark.parametrize("slow", [True, False])
    @pytest.mark.parametrize(
        ("rows", "text"), [(1_500, "x" * 30), (40_000, "x" * 2_000)], ids=["deep", "long"]
    )
    def test_a_document_that_would_fill_memory_is_refused(
        self, rows: int, text: str, slow: bool
    ) -> None:
        inner = "{% for b in subprocessors %}{% for c in subprocessors %}{{ c.name }}"
        tag = "{% for a in subprocessors %}" + (inner if rows < 5_000 else "{{ a.name }}")
        ends = "{% endfor %}" * (3 if rows < 5_000 else 1)
        compiled = Compiled(draft("# Lijst", tag + ends), "nl")
        begun = time.process_time()
        with pytest.raises(TemplateFault) as caught:
            render = compiled.render_slowly if slow else compiled.render
            render(self.context(rows, text))
        assert caught.value.code == "template-output-too-large"
        assert time.process_time() - begun < 10

    def test_loops_that_print_nothing_end_too(self) -> None:
        loops = "{% for a in subprocessors %}" * 3
        tag = loops + "{% if a.name == 'y' %}y{% endif %}" + "{% endfor %}" * 3
        begun = time.process_time()
        with pytest.raises(TemplateFault, match="nobody can read"):
            Compiled(draft(tag), "nl").render(self.context(2_000))
        assert time.process_time() - begun < 10

    def test_a_list_of_a_provider_with_many_is_printed(self) -> None:
        compiled = Compiled(draft("{% for a in subprocessors %}{{ a.name }} {% endfor %}"), "nl")
        made = compiled.render(self.context(20_000, "Verwerker"))
        assert text_of(made).count("Verwerker") == 20_000
