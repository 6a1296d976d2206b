"""Where in a template something is wrong: found only when it is, by compiling it line by line."""

import re
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

from jinja2 import Environment, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from services.documents.domain.faults import (
    TemplateFault,
    forbidden,
    ungrammatical,
    variable_missing,
)
from services.documents.domain.refusals import refused
from services.documents.engine.allowed import Refusal
from services.documents.engine.balance import Crossing
from services.documents.engine.metering import TooMuch, metered
from services.documents.engine.parts import Part

_MARKUP = re.compile(r"<[^>]*>")
_HEADING = re.compile(r'<w:pStyle w:val="(?:Heading|Kop|Title|Titel)\d*"')
_QUOTED = 160
_PATH = re.compile(r"[\w.]*$")
_TEMPLATE = "<template>"


def mistake(
    part: Part, environment: Environment, failure: TemplateError | RecursionError
) -> TemplateFault:
    """A fault of grammar; `failure` counts lines of the part as it is, which has hardly any."""
    if isinstance(failure, RecursionError):
        return refused("template-too-complex", part.name, "a tag is nested too deep")
    try:
        environment.from_string(part.by_paragraph())
    except Refusal as refusal:
        return _refusal(part, refusal)
    except TemplateSyntaxError as found:
        return ungrammatical(part.name, _place(part, found.lineno), str(found.message))
    return ungrammatical(part.name, "somewhere", str(failure))


def _refusal(part: Part, refusal: Refusal) -> TemplateFault:
    place = _place(part, refusal.lineno)
    if isinstance(refusal, Crossing):
        return refused("template-crossing", part.name, place=place)
    if refusal.too_much:
        return refused("template-too-complex", part.name, str(refusal.message), place)
    return forbidden(part.name, place, str(refusal.message))


def explain(
    parts: Sequence[Part],
    environment: Environment,
    context: Mapping[str, Any],
    failure: Exception,
) -> TemplateFault:
    """The same failure, with the paragraph in which it happened."""
    for part in parts:
        try:
            with metered(len(str(context))):
                environment.from_string(part.by_paragraph()).render(context)
        except Exception as found:
            return _told(part, found, _line(sys.exc_info()[2]))
    return ungrammatical("the document", "somewhere", str(failure))


def _told(part: Part, failure: Exception, line: int) -> TemplateFault:
    place = _place(part, line)
    if isinstance(failure, TooMuch):
        return refused("template-output-too-large", part.name, place=place)
    if isinstance(failure, SecurityError):
        return forbidden(part.name, place, str(failure))
    if isinstance(failure, UndefinedError):
        return variable_missing(_dotted(part, line, str(failure)), part.name, place)
    return ungrammatical(part.name, place, str(failure))


def _line(trace: TracebackType | None) -> int:
    """The template's line in a traceback that Jinja has rewritten; the innermost one."""
    line = 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _TEMPLATE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _dotted(part: Part, line: int, name: str) -> str:
    """The name as the template writes it (`client.nmae`), when its last part alone is known."""
    text = _text(part, line)
    written = re.search(rf"\b{re.escape(name)}\b", text)
    if not written:
        return name
    path = _PATH.search(text[max(0, written.start() - _QUOTED) : written.start()])
    return f"{path.group() if path else ''}{name}"


def _place(part: Part, line: int) -> str:
    lines = part.by_paragraph().splitlines()[:line]
    above = (text for text in reversed(lines) if _HEADING.search(text))
    heading = _MARKUP.sub("", next(above, "")).strip()
    under = f" (under “{heading[:_QUOTED]}”)" if heading else ""
    return f"paragraph “{_text(part, line)[:_QUOTED]}”{under}"


def _text(part: Part, line: int) -> str:
    lines = part.by_paragraph().split("\n")
    text = lines[line - 1] if line <= len(lines) else ""
    return " ".join(_MARKUP.sub(" ", text).split())
