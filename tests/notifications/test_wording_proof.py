"""A wording goes out only if every mandatory fact is read in it, and it says nothing to the engine
but what the block language has."""

import random

import pytest

from services.notifications.channels.mail.context import context, shape
from services.notifications.channels.mail.dressing import built_in
from services.notifications.channels.mail.examples import examples
from services.notifications.channels.mail.mandatory import KINDS, WORDS, musts, musts_of
from services.notifications.channels.mail.names import model, names
from services.notifications.channels.mail.proof import findings, unreadable
from services.notifications.domain.facts import Kind
from services.notifications.domain.wording import LANGUAGES, WordingDraft, contrast
from shared.text import Language

EVERY = [(kind, language) for kind in KINDS for language in LANGUAGES]


def wrong(subject: str, text: str, kind: Kind = "change_announced") -> set[tuple[str, str | None]]:
    draft = WordingDraft(subject=subject, text=text)
    return {(one.code, one.name) for one in findings(kind, "nl", draft)}


def changed(old: str, new: str, kind: Kind = "change_announced") -> set[tuple[str, str | None]]:
    draft = built_in(kind, "nl")
    assert old in draft.text
    return wrong(draft.subject, draft.text.replace(old, new), kind)


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_the_built_in_words_leave_nothing_out(kind: Kind, language: Language) -> None:
    assert findings(kind, language, built_in(kind, language)) == []


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_without_any_value_every_mandatory_fact_is_named(kind: Kind, language: Language) -> None:
    draft = WordingDraft(subject="Bericht", text="Geachte lezer, er is iets.")
    left_out = {one.name for one in findings(kind, language, draft)}
    asked = {
        fact
        for example in examples(kind, language)
        for fact, _ in musts(kind, context(example.facts, shape(example.delivery.terms)))
    }
    assert left_out == asked
    assert asked <= set(musts_of(kind)) <= set(WORDS)


@pytest.mark.parametrize(
    ("old", "new", "fact"),
    [
        ("{{ line.new.party }}", "een ander", "new_party"),
        ("{{ line.old.party }}", "iemand", "old_party"),
        ("{{ line.new.purpose }}", "van alles", "purpose"),
        ("{{ line.new.location }}", "ergens", "location"),
        ("{{ line.new.mechanism }}", "wel goed", "mechanism"),
        ("{{ line.product }}", "iets", "product"),
        ("{{ effective_on }}", "binnenkort", "effective_on"),
        ("{{ deadline }}", "tijdig", "deadline"),
        ("{{ earliest }}; {{ later }}", "{{ earliest }}", "later"),
        ("-> {{ link }} | ", "-> https://voorbeeldhost.example | ", "how_to_object"),
        ("{{ emergency }}", "", "emergency"),
        ("{% for line in lines %}", "{% for line in lines %}{% if loop_once %}", None),
    ],
)
def test_a_change_can_not_leave_out_what_a_client_needs_to_judge_it(
    old: str, new: str, fact: str | None
) -> None:
    found = changed(old, new)
    assert found == {("fact-left-out", fact)} if fact else found != set()


@pytest.mark.parametrize("kind", ["public_announced", "public_altered", "public_withdrawn"])
def test_a_follower_can_always_leave_and_see_the_public_list(kind: Kind) -> None:
    assert changed("-> {{ link }} | Afmelden", "", kind) == {("fact-left-out", "leave")}
    assert ("fact-left-out", "page") in changed("-> {{ page }} | Openbare lijst bekijken", "", kind)


def test_a_follower_s_link_says_whether_it_confirms_or_unsubscribes() -> None:
    subject, text = "Uw aanmelding", "Beste lezer van {{ provider }},\n\n-> {{ link }} | "
    kind: Kind = "subscription_asked"
    assert wrong(subject, f"{text}Ja, graag", kind) == {("fact-left-out", "link_label")}
    assert wrong(subject, f"{text}Aanmelding bevestigen", kind) == {("fact-left-out", "link_label")}
    small = "~ Aanmelding bevestigen of afmelden: {{ link_label }}"
    assert wrong(subject, f"{text}Ja, graag\n\n{small}", kind) == {("fact-left-out", "link_label")}
    assert wrong(subject, f"{text}{{{{ link_label }}}}", kind) == set()


def test_a_place_that_the_public_list_may_not_have_is_no_row_by_itself() -> None:
    kind: Kind = "public_announced"
    row = "| Plaats van verwerking | {{ line.new.location }}\n"
    within = f"{{% if line.new.location %}}\n{row}{{% endif %}}\n"
    assert changed(within, row, kind) == {("row-incomplete", None)}


@pytest.mark.parametrize(
    "condition", ["specific", "has_deadline", "emergency", "not specific", "not has_deadline"]
)
def test_a_fact_that_is_there_under_one_condition_alone_is_missed_under_the_other(
    condition: str,
) -> None:
    found = changed(
        "| Nieuwe partij | {{ line.new.party }}",
        f"{{% if {condition} %}}\n| Nieuwe partij | {{{{ line.new.party }}}}\n{{% endif %}}",
    )
    assert ("fact-left-out", "new_party") in found


def test_a_name_in_the_source_that_nobody_reads_proves_nothing() -> None:
    hidden = "{% if false %}{{ line.new.purpose }}{% endif %}geheim"
    assert ("fact-left-out", "purpose") in changed("{{ line.new.purpose }}", hidden)
    commented = "{# {{ line.new.purpose }} #}geheim"
    assert ("fact-left-out", "purpose") in changed("{{ line.new.purpose }}", commented)


def test_the_values_of_the_preview_typed_by_hand_prove_nothing() -> None:
    first = next(examples("change_announced", "nl"))
    line = context(first.facts, shape(first.delivery.terms))["lines"][0]
    assert ("fact-left-out", "purpose") in changed("{{ line.new.purpose }}", line["new"]["purpose"])


def test_only_the_first_of_several_lines_is_not_enough() -> None:
    text = built_in("change_announced", "nl").text
    start, end = text.index("{% for line in lines %}"), text.index("{% endfor %}")
    # Whoever ends the list after its first line shows nothing of the second.
    loop = text[start:end].replace(
        "{% for line in lines %}", "{% for line in lines %}{% if line.old and line.new %}"
    )
    found = wrong("Wijziging", text[:start] + loop + "{% endif %}" + text[end:])
    assert {("fact-left-out", "new_party"), ("fact-left-out", "old_party")} <= found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ lines.__class__ }}", "name-unknown"),
        ("{{ title.__class__.__mro__ }}", "name-unknown"),
        ("{{ title.upper() }}", "tag-refused"),
        ("{{ range(9) }}", "tag-refused"),
        ("{{ 'a' * 1000000000 }}", "tag-refused"),
        ("{{ title ~ title }}", "tag-refused"),
        ("{{ 1 + 1 }}", "tag-refused"),
        ("{{ 'vast' }}", "tag-refused"),
        ("{{ title[0] }}", "tag-refused"),
        ("{{ title | attr('x') }}", "tag-refused"),
        ("{{ title | replace('a', 'b') }}", "tag-refused"),
        ("{% set x = title %}", "tag-refused"),
        ("{% include 'closing.nl.txt' %}", "tag-refused"),
        ("{% extends 'x' %}", "tag-refused"),
        ("{% macro m() %}{% endmacro %}", "tag-refused"),
        ("{% for a in lines %}{% for b in lines %}x{% endfor %}{% endfor %}", "tag-refused"),
        ("{% for a in lines recursive %}x{% endfor %}", "tag-refused"),
        ("{% for a in title %}x{% endfor %}", "not-a-list"),
        ("{% for title in lines %}x{% endfor %}", "tag-refused"),
        ("{{ lines }}", "not-a-value"),
        ("{{ amendment }}", "name-unknown"),
        ("{{ namme }}", "name-unknown"),
        ("{{ name | upper }}", "name-personal"),
        ("{% if client == 'x' %}y{% endif %}", "name-personal"),
        ("{% if name %}y{% endif %}", "name-personal"),
        ("{% if title %}", "tag-broken"),
        ("{{ title", "tag-broken"),
        ("{% if 1 in title %}x{% endif %}", "comparison-refused"),
        ("{% for a in lines %}{{ a.new.party }}{% endfor %}", "name-not-always"),
        ("-> javascript:alert(1) | Klik", "action-refused"),
        ("-> http://elders.example | Klik", "action-refused"),
        ("-> {{ link }}", "action-refused"),
        ("| Alleen een naam", "row-incomplete"),
        ("\ue0000\ue001", "sign-refused"),
        ("stil\u0007", "sign-refused"),
        ("{% if specific %}" * 15 + "x" + "{% endif %}" * 15, "tags-too-many"),
        pytest.param("{% if specific %}" * 700 + "x" + "{% endif %}" * 700, None, id="deep"),
        pytest.param("{{ title }}" * 1800, None, id="long"),
    ],
)
def test_what_the_block_language_does_not_have_is_refused(text: str, code: str | None) -> None:
    found = findings("change_announced", "nl", WordingDraft(subject="Bericht", text=text))
    assert code is None or code in {one.code for one in found}
    assert found != []
    assert all(one.detail.nl and one.detail.en for one in found)


def test_a_fault_tells_its_line() -> None:
    (found,) = findings("sign_in", "nl", WordingDraft(subject="x", text="een\n\ndrie {{ nee }}"))
    assert (found.code, found.name, found.line) == ("name-unknown", "nee", 3)
    (found,) = findings("sign_in", "nl", WordingDraft(subject="{{ nee }}", text="een"))
    assert (found.field, found.line) == ("subject", None)


def test_all_faults_are_told_at_once_each_with_its_field_and_line() -> None:
    text = (
        "{{ namme }}\n{% if nomme %}{{ name | upper }}{% endif %}\nstil\u0007\n"
        "{% set x = 1 %}\n{% for a in lines %}{{ a.neww }}{% endfor %}\n"
        "{% for b in title %}{{ b.wie }}{% endfor %}{{ lines }}\nook\u200b hier"
    )
    found = findings("change_announced", "nl", WordingDraft(subject="{{ wat }}", text=text))
    assert [one.line or 0 for one in found] == sorted(one.line or 0 for one in found)
    assert {(one.code, one.name, one.field, one.line) for one in found} == {
        ("name-unknown", "wat", "subject", None),
        ("name-unknown", "namme", "text", 1),
        ("name-unknown", "nomme", "text", 2),
        ("name-personal", "name", "text", 2),
        ("sign-refused", None, "text", 3),
        ("tag-refused", None, "text", 4),
        ("name-unknown", "a.neww", "text", 5),
        ("not-a-list", None, "text", 6),
        ("not-a-value", None, "text", 6),
        ("sign-refused", None, "text", 7),
    }


def test_of_very_many_faults_no_more_are_told_than_anybody_reads() -> None:
    text = "\n".join(f"{{{{ n{number} }}}}" for number in range(900))
    assert len(findings("sign_in", "nl", WordingDraft(subject="x", text=text))) == 100


def test_the_subject_is_the_same_for_everybody() -> None:
    text = built_in("change_announced", "nl").text
    assert wrong("Bericht aan {{ client }}", text) == {("subject-personal", None)}
    assert wrong("{% if false %}x{% endif %}", text) == {("subject-length", None)}


@pytest.mark.parametrize("kind", KINDS)
def test_each_name_has_a_meaning_and_is_known_to_the_gate(kind: Kind) -> None:
    told = names(kind)
    assert {one.name.partition(".")[0] for one in told} == set(model(kind))
    assert all(one.meaning.nl for one in told)
    plain = [one.name for one in told if "." not in one.name and one.personal]
    text = "\n\n".join(f"{{{{ {name} }}}}" for name in plain)
    assert unreadable(kind, WordingDraft(subject="x", text=text)) == []


def test_a_message_without_a_link_offers_no_name_for_one() -> None:
    for kind in ("change_withdrawn", "objection_received"):
        assert "link" not in model(kind)
        assert "deadline" not in model(kind)
    for kind in ("upstream_expiring", "webhook_halted"):
        assert not {"link", "client", "reference"} & set(model(kind))
    assert {one.name for one in names("sign_in")} == {"link", "provider", "expires_at"}


def test_sources_made_at_random_never_bring_the_gate_down() -> None:
    luck = random.Random(11)
    parts = [
        *("{{ ", " }}", "{% if ", " %}", "{% endif %}", "{% for x in lines %}", "{% endfor %}"),
        *("title", "x.new.party", "link", "name", "\n\n", "# ", "| a | ", "-> ", "~ ", " | ", "("),
        *(")", "'", "and ", "not ", "==", "|upper", "é", "{#", "#}", "{% raw %}", "loop.index"),
    ]
    for _ in range(150):
        text = "".join(luck.choice(parts) for _ in range(luck.randint(1, 25)))
        if text.strip():
            findings("change_announced", "nl", WordingDraft(subject="x", text=text))


@pytest.mark.parametrize(
    ("colour", "expected"), [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54)]
)
def test_contrast_is_counted_as_wcag_counts_it(colour: str, expected: float) -> None:
    assert contrast(colour) == pytest.approx(expected, abs=0.01)
