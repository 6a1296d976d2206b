"""The expressions in the tags of a story: parsed as one, and one by one when that fails."""

import re
from dataclasses import replace

from jinja2 import Environment, TemplateSyntaxError, nodes

from services.documents.domain.finding import Finding
from services.documents.engine.lint.blocks import Step
from services.documents.engine.lint.tags import Tag
from shared.text import Text

_TARGET = re.compile(r"for\s+(\w+)")
_CURLY = re.compile("[“”‘’„‚«»‹›`´′″]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffc]")
_EXPECTED = re.compile(r"expected token '(.+?)', got '(.*)'")
_CHARACTER = re.compile(r"unexpected char '(.+?)' at")
_ENDS = {"end of print statement": "}}", "end of statement block": "%}"}


def parsed(
    steps: list[Step], environment: Environment
) -> tuple[nodes.Template | None, list[Finding]]:
    """The tree, a line for each step; steps that can't be read are told of and left out of it."""
    try:
        return environment.parse(_source(steps)), []
    except (TemplateSyntaxError, RecursionError):
        findings: list[Finding] = []
        mended = [_mended(step, environment, findings) for step in steps]
    try:
        return environment.parse(_source(mended)), findings
    except (TemplateSyntaxError, RecursionError):
        if not findings:
            findings.append(steps[0].tag.found("nested-too-deep"))
        return None, findings


def _source(steps: list[Step]) -> str:
    return "\n".join(" ".join(_escaped(step).splitlines()) for step in steps)


def _escaped(step: Step) -> str:
    """As it stands in XML: docxtpl unescapes < and > in tags, but neither & nor quotes."""
    source = step.source.replace("&", "&amp;") if "&" in step.source else step.source
    return source.replace('"', "&quot;") if _in_attribute(step.tag) else source


def _in_attribute(tag: Tag) -> bool:
    return bool(tag.path) and tag.path[-1].startswith("@")


def _mended(step: Step, environment: Environment, findings: list[Finding]) -> Step:
    try:
        environment.parse(_alone(step))
    except TemplateSyntaxError as failure:
        findings.append(_explained(step.tag, str(failure.message)))
    except RecursionError:
        findings.append(step.tag.found("nested-too-deep"))
    else:
        return step
    return replace(step, source=_harmless(step))


def _alone(step: Step) -> str:
    """The step with what it needs around it."""
    source, word = _escaped(step), step.tag.word
    if step.tag.form == "print" or step.source != f"{{%{step.tag.inner}%}}":
        return source if step.tag.form == "print" else ""
    around = {
        "if": ("", "{%endif%}"),
        "for": ("", "{%endfor%}"),
        "endfor": ("{%for _ in none%}", ""),
        "endif": ("{%if true%}", ""),
    }
    before, after = around.get(word, ("{%if true%}", "{%endif%}"))
    return f"{before}{source}{after}"


def _harmless(step: Step) -> str:
    word = step.tag.word
    if step.tag.form == "print":
        return ""
    if word == "for":
        target = _TARGET.search(step.tag.inner)
        return f"{{%for {target.group(1) if target else '_'} in none%}}"
    return f"{{%{word} true%}}" if word in ("if", "elif") else f"{{%{word}%}}"


def _explained(tag: Tag, why: str) -> Finding:
    if unseen := _UNSEEN.search(tag.inner):
        return tag.found("tag-character", character=f"U+{ord(unseen.group()):04X}")
    if _CURLY.search(tag.written):
        return tag.found("tag-quotes")
    return tag.found("tag-unreadable", why=_said(why))


def _said(why: str) -> Text:
    """What the parser says, for somebody who never saw a parser."""
    if expected := _EXPECTED.search(why):
        wanted, got = (_ENDS.get(one, one) for one in expected.groups())
        return Text(
            en=f"“{got}” stands where {wanted} belongs", nl=f"“{got}” staat waar {wanted} hoort"
        )
    if character := _CHARACTER.search(why):
        sign = character.group(1)
        return Text(
            en=f"the sign {sign} has no meaning here", nl=f"het teken {sign} betekent hier niets"
        )
    return Text(en=why.rstrip("."), nl=f"de lezer zegt: {why.rstrip('.')}")
