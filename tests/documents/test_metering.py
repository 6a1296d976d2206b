"""A small template that takes much to print: it is stopped, by whatever way it takes it."""

import time
from functools import partial
from typing import Any

import pytest

from services.documents.domain.faults import TemplateFault
from services.documents.engine import metering
from services.documents.engine.compiled import Compiled
from tests.documents import samples
from tests.documents.drafts import draft
from tests.documents.test_renderer import text_of

# A tenth of what a document may take, and of the time that it may take then.
STEPS, SECONDS = 2_000_000, 2
_ROWS = "{% for a in subprocessors %}{% for b in subprocessors %}"
_ENDS = "{% endfor %}{% endfor %}"
_LONG = "x" * 900
_NAMES = "subprocessors|join('', attribute='name')"


def _joined(times: int) -> str:
    """Each join multiplies the one within it by the number of rows."""
    text = f"'{_LONG[:300]}'"
    for _ in range(times):
        text = f"subprocessors|join({text}, attribute='name')"
    return text


# What a template does for every pair of 3,000 rows, or makes of a few texts.
COSTLY = {
    "joins-within-joins": "{{ " + _joined(5) + "|length }}",
    "a-join-of-a-join": f"{{{{ ('{_LONG[:300]}'|join('{_LONG[:300]}')|join('{_LONG[:300]}'))"
    "|length }}",
    "a-join-in-a-condition": "{% if " + _joined(4) + " == 'x' %}x{% endif %}",
    "sorting": _ROWS + "{% if subprocessors|sort(attribute='name')|length == 1 %}x{% endif %}"
    + _ENDS,
    "joining": _ROWS + "{% if " + _NAMES + " == 'x' %}x{% endif %}" + _ENDS,
    "looking-in-a-list": _ROWS + "{% if 'x' in subprocessors %}x{% endif %}" + _ENDS,
    "looking-in-a-text": _ROWS + "{% if 'y' in client.name %}x{% endif %}" + _ENDS,
    "comparing-lists": _ROWS + "{% if (subprocessors or 1) == (subprocessors or 2) %}{% endif %}"
    + _ENDS,
    "capitals": _ROWS + "{% if client.name|upper == 'x' %}x{% endif %}" + _ENDS,
    "groups": _ROWS + "{% if client.name|hex_groups == 'x' %}x{% endif %}" + _ENDS,
    "a-condition-on-each-row": "{% for a in subprocessors %}{% for b in subprocessors if "
    + " or ".join(["b.name == 'y'"] * 20) + " %}x" + _ENDS,
}  # fmt: skip


def context(rows: int) -> dict[str, Any]:
    made = samples.context(samples.general_nl())
    made["subprocessors"] = [{"name": "x"} for _ in range(rows)]
    made["client"]["name"] = "x" * 100_000
    return made


@pytest.mark.parametrize("name", COSTLY)
def test_what_takes_too_much_to_work_out_is_stopped(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metering, "Meter", partial(metering.Meter, steps=STEPS))
    begun = time.process_time()
    with pytest.raises(TemplateFault) as caught:
        Compiled(draft("# Lijst", COSTLY[name]), "nl").render(context(3_000))
    assert caught.value.code == "template-output-too-large"
    assert "Lijst" in caught.value.extra["place"]
    assert time.process_time() - begun < SECONDS


def test_nothing_is_worked_out_while_a_template_is_compiled() -> None:
    text = f"'{_LONG[:190]}'"
    text = f"{text}|join({text})|join({text})|join({text})"
    begun = time.process_time()
    Compiled(draft("{{ (" + text + ")|length }}"), "nl")
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("slow", [True, False])
def test_what_a_list_of_many_needs_is_done(slow: bool) -> None:
    tag = (
        "{{ subprocessors|sort(attribute='name', reverse=true)|join(', ', attribute='name') }}"
        "{% for a in subprocessors if a.name in ('n00001', 'n04999') %} {{ a.name|upper }}"
        "{% endfor %}"
    )
    made = context(0)
    names = [f"n{number:05}" for number in range(5_000)]
    made["subprocessors"] = [{"name": name} for name in names]
    compiled = Compiled(draft(tag), "nl")
    printed = text_of((compiled.render_slowly if slow else compiled.render)(made))
    assert printed.strip() == ", ".join(reversed(names)) + " N00001 N04999"
