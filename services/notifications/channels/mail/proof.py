"""Whether a wording may go out: it is rendered with invented values that nobody can know
beforehand, with everything in them and with as little as there can be, and the values are looked
for in what a reader would read. That a name stands in the source proves nothing."""

import secrets
from collections.abc import Iterator
from random import Random

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError

from services.notifications.channels.mail.context import context, shape, values
from services.notifications.channels.mail.examples import Example, examples
from services.notifications.channels.mail.gate import judge
from services.notifications.channels.mail.mandatory import WORDS, lacking, musts
from services.notifications.channels.mail.names import model
from services.notifications.channels.mail.wording import (
    Action,
    Line,
    Rows,
    Slot,
    Template,
    Wording,
    one_line,
)
from services.notifications.domain.facts import Kind
from services.notifications.domain.wording import Finding, WordingDraft
from shared.text import Language, Text

_LONGEST_SUBJECT = 200
_MARKS = ("\ue000", "\ue001")


def findings(kind: Kind, language: Language, draft: WordingDraft) -> list[Finding]:
    """Each fault once; none: it can be published. What it leaves out is known once all of it can be
    read."""
    if refused := unreadable(kind, draft):
        return refused
    template = Template(draft.source)
    found: dict[tuple[str, str | None], Finding] = {}
    # Unknown to the author is enough.
    for example in examples(kind, language, Random(secrets.randbits(64))):  # noqa: S311
        for finding in _of_example(kind, template, example):
            found.setdefault((finding.code, finding.name), finding)
    return list(found.values())


def unreadable(kind: Kind, draft: WordingDraft) -> list[Finding]:
    """All that keeps a wording from being rendered at all, be it for its author alone."""
    found = sorted([*_stray(draft), *_tags(kind, draft)], key=lambda one: one.line or 0)
    return list({(one.code, one.name, one.field, one.line): one for one in found}.values())


def _tags(kind: Kind, draft: WordingDraft) -> list[Finding]:
    try:
        refused = judge(Template(draft.source).tree, model(kind))
    except TemplateSyntaxError as error:
        why = (error.message or "")[:200]
        detail = Text(nl=f"Deze tag is niet te lezen: {why}", en=f"Unreadable tag: {why}")
        return [_at("tag-broken", detail, error.lineno)]
    except (TemplateError, RecursionError, ArithmeticError, ValueError):
        told = Text(nl="Deze tags zijn niet te lezen.", en="These tags can't be read.")
        return [Finding(code="tag-broken", detail=told)]
    return [_at(one.code, one.detail, one.line, one.name) for one in refused]


def _of_example(kind: Kind, template: Template, example: Example) -> Iterator[Finding]:
    form = shape(example.delivery.terms)
    known = context(example.facts, form)
    try:
        wording = template.word(form.language, known)
    except UndefinedError:
        told = Text(
            nl="Een naam in de tekst is er niet altijd; zet hem tussen {% if … %} en {% endif %}.",
            en="A name in this text isn't always there; put it between {% if … %} and {% endif %}.",
        )
        yield Finding(code="name-not-always", detail=told)
        return
    except (TypeError, TemplateError):
        told = Text(nl="Deze vergelijking kan niet.", en="This comparison can't be made.")
        yield Finding(code="comparison-refused", detail=told)
        return
    filled = {name: one_line(value) for name, value in _filled(example).items()}
    yield from _of_form(wording, filled)
    for fact in lacking(wording, musts(kind, known), filled):
        words = WORDS[fact]
        detail = Text(
            nl=f"In dit bericht ontbreekt: {words.nl}. Zonder dat mag het niet uit.",
            en=f"This message leaves out {words.en}. It may not go out without it.",
        )
        yield Finding(code="fact-left-out", name=fact, detail=detail)


def _filled(example: Example) -> dict[str, str]:
    return values(example.delivery, example.link)


def _of_form(wording: Wording, filled: dict[str, str]) -> Iterator[Finding]:
    if any(isinstance(piece, Slot) for piece in wording.subject):
        told = Text(
            nl="In het onderwerp kan niets staan dat per ontvanger verschilt.",
            en="Nothing that differs per recipient can stand in the subject.",
        )
        yield Finding(code="subject-personal", field="subject", detail=told)
    subject = _said(wording.subject, filled).strip()
    if not subject or len(subject) > _LONGEST_SUBJECT + 100:
        told = Text(nl="Het onderwerp is leeg of te lang.", en="The subject is empty or too long.")
        yield Finding(code="subject-length", field="subject", detail=told)
    for block in wording.blocks:
        if isinstance(block, Action) and not _leads(block, filled):
            told = Text(
                nl="Een actie is “-> link | tekst”, met een link die met https:// begint.",
                en="An action is “-> link | text”, with a link that begins with https://.",
            )
            yield Finding(code="action-refused", detail=told)
        if isinstance(block, Rows) and not all(
            _said(label, filled).strip() and _said(value, filled).strip()
            for label, value in block.rows
        ):
            told = Text(
                nl="Een regel met een feit is “| naam | waarde”; hier ontbreekt een van beide.",
                en="A line with a fact is “| label | value”; one of both is missing here.",
            )
            yield Finding(code="row-incomplete", detail=told)


def _leads(block: Action, filled: dict[str, str]) -> bool:
    link = _said(block.link, filled).strip()
    return link.startswith("https://") and " " not in link and bool(block.label)


def _said(line: Line, filled: dict[str, str]) -> str:
    return "".join(piece if isinstance(piece, str) else filled[piece.name] for piece in line)


def _stray(draft: WordingDraft) -> Iterator[Finding]:
    """Signs that nobody reads, and with which values are marked while a template is read."""
    for number, line in enumerate(draft.source.split("\n")):
        if any(mark in line for mark in _MARKS) or not line.replace("\t", " ").isprintable():
            told = Text(
                nl="Hier staat een onzichtbaar teken dat niet in een bericht hoort.",
                en="An invisible sign stands here that does not belong in a message.",
            )
            yield _at("sign-refused", told, number + 1)


def _at(code: str, detail: Text, line: int, name: str | None = None) -> Finding:
    """``line`` of the whole template: the text begins behind the subject and an empty line."""
    if line <= 2:
        return Finding(code=code, name=name, field="subject", detail=detail)
    return Finding(code=code, name=name, line=line - 2, detail=detail)
