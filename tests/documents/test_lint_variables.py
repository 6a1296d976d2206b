"""What a template asks for, against the published data model."""

import pytest

from services.documents.domain.data_model import data_model
from services.documents.domain.field import ARTICLES, Element
from services.documents.domain.finding import Finding
from services.documents.engine.allowed import FILTERS as RENDERED
from services.documents.engine.lint.filtering import FILTERS
from services.documents.engine.lint.inspection import inspect
from services.documents.engine.lint.words import ELEMENTS
from tests.documents.drafts import draft
from tests.documents.linting import COMPLETE, FONTS, findings, linted, written


def only(*paragraphs: str) -> Finding:
    (found,) = linted(*paragraphs)
    return found


@pytest.mark.parametrize(
    ("tag", "variable", "suggestion"),
    [
        ("{{ client.nmae }}", "client.nmae", "client.name"),
        ("{{ clinet.name }}", "clinet", "client"),
        ("{{ provider_name }}", "provider_name", "provider.name"),
        ("{{ agreement.referentie }}", "agreement.referentie", "agreement.reference"),
        ("{% if terms.emergency_claus %}a{% endif %}", "terms.emergency_claus", None),
        ("{{ zzzzzzzzz }}", "zzzzzzzzz", None),
        ("{% if nobody is defined %}a{% endif %}", "nobody", None),
        ("{{ client['nmae'] }}", "client.nmae", "client.name"),
        ("{{ loop.index }}", "loop", None),
    ],
)
def test_a_name_that_does_not_exist_is_answered_with_the_nearest(
    tag: str, variable: str, suggestion: str | None
) -> None:
    found = only("# Artikel 4. Partijen", tag)
    assert (found.code, found.level) == ("variable-unknown", "error")
    assert found.variable == variable
    assert found.heading == "Artikel 4. Partijen"
    assert suggestion is None or found.suggestion == suggestion


def test_a_loop_knows_the_fields_of_what_it_loops_over() -> None:
    found = only(
        "{%p for party in subprocessors %}",
        "{% for above in party.chain %}{{ above.name }}{{ above.contry }}{% endfor %}",
        "{{ loop.index }} {{ loop.last and 'a' }}",
        "{%p endfor %}",
    )
    assert (found.variable, found.suggestion) == ("above.contry", "above.country")


def test_a_name_of_a_loop_ends_with_it() -> None:
    found = only("{% for party in subprocessors %}a{% endfor %}{{ party.name }}")
    assert (found.code, found.variable) == ("variable-unknown", "party")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ contacts }}", "list-printed"),
        ("{{ agreement.products }}", "list-printed"),
        ("{{ client }}", "record-printed"),
        ("{{ terms.emergency_clause }}", "boolean-printed"),
        ("{% for one in client.name %}{{ one }}{% endfor %}", "loop-over-value"),
        ("{% for one in client %}{{ one }}{% endfor %}", "loop-over-value"),
        ("{% for one in terms.notice_days %}{{ one }}{% endfor %}", "loop-over-value"),
        ("{{ contacts.name }}", "list-without-loop"),
        ("{{ client.name.first }}", "value-without-parts"),
        ("{{ agreement.products|day }}", "filter-unfit"),
        ("{{ client.name|day }}", "filter-unfit"),
        ("{{ agreement.frozen_on|moment }}", "filter-unfit"),
        ("{{ client.name|join(', ') }}", "filter-unfit"),
        ("{{ contacts|join(', ') }}", "filter-unfit"),
        ("{% for one in contacts|sort %}{{ one.name }}{% endfor %}", "filter-unfit"),
        ("{{ contacts|join(', ', attribute='duties') }}", "filter-unfit"),
        ("{{ contacts|join(', ', attribute='nmae') }}", "variable-unknown"),
        ("{{ contacts|join(', ', attribute='job_title') }}", "variable-may-be-missing"),
        (
            "{% for one in contacts|sort(attribute='job_title') %}a{% endfor %}",
            "variable-may-be-missing",
        ),
        ("{{ client.name if change }}", "tag-forbidden"),
        ("{{ agreement.frozen_on|day('nl') }}", "filter-arguments"),
        ("{{ client.name|default('x', true, 1) }}", "filter-arguments"),
        ("{{ agreement.products|join(sep=', ') }}", "filter-arguments"),
        ("{% if terms in contacts %}a{% endif %}", "comparison-unfit"),
        ("{{ client|upper }}", "filter-unfit"),
        ("{{ terms.notice_days|length }}", "filter-unfit"),
        ("{{ client.name|capitalize }}", "filter-unknown"),
        ("{{ client.name|safe }}", "filter-unknown"),
        ("{% if terms.notice_days == '30' %}a{% endif %}", "comparison-unfit"),
        ("{% if client.name == 3 %}a{% endif %}", "comparison-unfit"),
        ("{% if agreement.frozen_on > 2026 %}a{% endif %}", "comparison-unfit"),
        ("{% if agreement.frozen_on == '1 mei 2026' %}a{% endif %}", "comparison-unfit"),
        ("{% if contacts == 'x' %}a{% endif %}", "comparison-unfit"),
        ("{% if contacts > 0 %}a{% endif %}", "comparison-unfit"),
        ("{% if 'x' in terms.notice_days %}a{% endif %}", "comparison-unfit"),
        ("{% if terms.authorisation == 'generaal' %}a{% endif %}", "value-unknown"),
        ("{{ change.title }}", "variable-may-be-missing"),
        ("{% if change.title %}a{% endif %}", "variable-may-be-missing"),
        ("{% if signature or change.title %}a{% endif %}", "variable-may-be-missing"),
        ("{% if not change %}{{ change.title }}{% endif %}", "variable-may-be-missing"),
        ("{% if change %}{% else %}{{ change.title }}{% endif %}", "variable-may-be-missing"),
        ("{% if client.country < 'X' %}a{% endif %}", "variable-may-be-missing"),
        ("{% if 'N' in client.country %}a{% endif %}", "variable-may-be-missing"),
        ("{{ client.country|length }}", "variable-may-be-missing"),
        ("{% for p in processings %}{{ p.duration }}{% endfor %}", "variable-may-be-missing"),
        (
            "{% for p in processings %}{% if p.duration %}a{% endif %}{% endfor %}",
            "variable-may-be-missing",
        ),
        (
            "{% for p in processings if p.duration is not none %}{{ p.duration }}{% endfor %}",
            "variable-may-be-missing",
        ),
    ],
)
def test_what_can_not_be_done_with_a_value_is_an_error(text: str, code: str) -> None:
    found = linted(text)
    assert found
    assert {one.code for one in found} == {code}
    assert {one.level for one in found} == {"error"}
    assert "None" not in found[0].detail


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("{{ agreement.frozen_on|moment }}", "{{ agreement.frozen_on|day }}"),
        ("{% if terms.authorisation == 'generaal' %}a{% endif %}", "general"),
        ("{{ client.name|uppercase }}", "upper"),
    ],
)
def test_the_way_out_is_suggested_where_there_is_one(text: str, suggestion: str) -> None:
    assert only(text).suggestion == suggestion


@pytest.mark.parametrize(
    "text",
    [
        "{{ client.country }}",
        "{{ client.country|upper }}",
        "{{ client.country|default('onbekend') }}",
        "{{ client.country if change else 'onbekend' }}",
        "{% if change %}{{ change.effective_on|day }}{% endif %}",
    ],
)
def test_what_may_be_unknown_and_is_printed_without_a_condition_is_a_warning(text: str) -> None:
    found = only(text)
    assert (found.code, found.level) == ("variable-may-be-empty", "warning")
    assert "{% if" in found.detail


def test_the_same_unknown_fact_is_told_once_with_how_often_it_stands_there() -> None:
    found = only(*["{{ client.country }}"] * 3)
    assert found.times == 3
    assert found.detail.endswith("This stands here 3 times.")


def test_a_day_that_is_printed_as_a_machine_writes_it_is_a_warning() -> None:
    found = only("{{ agreement.frozen_on }}")
    assert (found.code, found.level) == ("date-plain", "warning")
    assert found.suggestion == "{{ agreement.frozen_on|day }}"


@pytest.mark.parametrize(
    "text",
    [
        "{% if client.country %}{{ client.country }}{% endif %}",
        "{{ client.country|default('onbekend', true) }}",
        "{{ client.country|default('onbekend', boolean=true) }}",
        "{{ client.country or 'onbekend' }}",
        "{{ client.address|default(client.name, true) }}",
        "{% if client.country is not none %}{{ client.country }}{% endif %}",
        "{% if client.country != none %}{{ client.country }}{% endif %}",
        "{% if client.country == none %}-{% else %}{{ client.country }}{% endif %}",
        "{% if client.country == 'NL' %}{{ client.country }}{% endif %}",
        "{% if not client.country %}-{% else %}{{ client.country }}{% endif %}",
        "{% if not client.country %}-{% elif change %}x{% else %}{{ client.country }}{% endif %}",
        "{% if change and change.title %}{{ change.title }}{% endif %}",
        "{% if change and change.effective_on %}{{ change.effective_on|day }}{% endif %}",
        "{% if not change or not change.title %}-{% else %}{{ change.title }}{% endif %}",
        "{{ change.title|default('geen', true) }}",
        "{% for p in processings %}{{ p.duration|default('-', true) }}{% endfor %}",
        "{% for p in processings if p.duration is defined and p.duration %}x{% endfor %}",
        "{% for p in processings if p.purpose %}{{ p.purpose }}{% endfor %}",
        "{{ contacts|length }} {{ agreement.products|sort|join(', ') }}",
        "{{ contacts|join(', ', attribute='name') }}",
        "{% for one in contacts|sort(attribute='name') %}{{ one.name }}{% endfor %}",
        "{{ client.country if client.country else 'onbekend' }}",
        "{% if terms.day_kind in ['calendar', 'business'] %}a{% endif %}",
        "{% if 'notice' in contacts|join(' ', attribute='name') %}a{% endif %}",
        "{% for c in contacts %}{% if 'notice' in c.duties %}{{ c.name }}{% endif %}{% endfor %}",
        "{% if terms.notice_days > 30 %}a{% endif %}",
        "{% if agreement.frozen_on >= '2026-01-01' %}{{ agreement.frozen_on|day }}{% endif %}",
        "{% if client.country|lower == 'nl' %}a{% endif %}",
        "{% for s in subprocessors %}{% if s.zone|lower == 'eu' %}a{% endif %}{% endfor %}",
        "{% if signature %}{{ signature.signed_at|moment }} {{ digest|hex_groups }}{% endif %}",
        "{{ 'vaste tekst' }} {{ 3 }}",
    ],
)
def test_what_is_asked_for_with_care_is_not_complained_of(text: str) -> None:
    assert linted(text) == []


@pytest.mark.parametrize("element", list(ARTICLES))
def test_an_element_of_article_28_that_is_never_printed_is_an_error(element: Element) -> None:
    carriers = [
        path.split(".")[-1]
        for top in data_model("agreement").children
        for path, field in top.paths()
        if field.element == element
    ]
    kept = [
        line
        for line in COMPLETE
        if not any(f".{name}" in line for name in carriers)
        and not ("subprocessors" in carriers and "party.name" in line)
    ]
    assert len(kept) < len(COMPLETE)
    found = [one for one in findings(draft(*kept)) if one.code == "element-missing"]
    told = next(one for one in found if ARTICLES[element] in one.detail)
    assert told.level == "error"
    assert any(ELEMENTS[element].nl in one.detail_nl for one in found)
    assert told.part is None


def test_only_an_agreement_and_its_annex_owe_these_elements() -> None:
    empty = draft("Beste {{ provider.name }}")
    assert "element-missing" in {one.code for one in findings(empty, "annex")}
    for kind in ("breach-letter", "processing-record", "evidence-report"):
        assert "element-missing" not in {one.code for one in findings(empty, kind)}


def test_what_could_be_printed_too_is_a_hint_by_group() -> None:
    found = inspect(written("{{ client.name }}"), "agreement", "nl", FONTS)
    hints = [one for one in found if one.level == "hint"]
    assert {one.code for one in hints} == {"variables-unused"}
    client = next(one for one in hints if one.detail.startswith("Of client "))
    assert "country" in client.detail
    assert "name" not in client.detail.partition(":")[2].split(", ")
    assert "signature" in hints[-1].detail


def test_the_lint_knows_the_filters_of_the_renderer_and_no_other() -> None:
    assert set(FILTERS) == RENDERED


def test_every_element_has_words_in_both_languages() -> None:
    assert set(ELEMENTS) == set(ARTICLES)
