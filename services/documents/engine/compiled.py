"""A template compiled once: what never changes is copied as it lies, the rest is rendered.

Reading, unpacking, parsing and packing a whole DOCX is what a rendering with docxtpl costs; filling
in the text is less than a hundredth of it.
"""

import marshal
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast

import msgspec
from jinja2 import Template, TemplateError, nodes

from services.documents.engine import location
from services.documents.engine.archive import Bundle, Member, deflated
from services.documents.engine.environment import environment
from services.documents.engine.fallback import render_slowly
from services.documents.engine.gate import admit
from services.documents.engine.listing import break_lines, has_breaks
from services.documents.engine.metering import metered
from services.documents.engine.parts import DECLARATION, Part, tagged
from shared.text import Language

Context = Mapping[str, Any]

_FASTEST = 1
_PICTURE = "<wp:docPr "
_ESCAPES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))
_NEVER_IN_XML = bytes(set(range(32)) - {0x09, 0x0A, 0x0D})
_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_SUSPECTS = (rb"\u00", b"\xef\xbf")


class Compiled:
    """One template in one language. The same context always gives the same bytes."""

    def __init__(self, template: bytes, language: Language) -> None:
        self._environment = environment(language)
        packed = admit(template)
        self._parts = tagged(packed)
        self._template = _mended(template, packed, self._parts)
        self.supported = True
        self._changing = [(part, self._compile(part)) for part in self._parts]
        names = {part.name for part in self._parts}
        self._bundle = Bundle([member for member in packed if member.name not in names])

    def render(self, context: Context) -> bytes:
        """A DOCX; TemplateFault names the variable that is missing and where it is asked for.

        `context` holds plain dicts, lists, strings, numbers and nulls; ValueError for anything
        else, because a template could reach into it.
        """
        # marshal takes exactly the plain built-in types, and looks at C speed
        data = len(marshal.dumps(cast("Any", context)))
        if not self.supported:
            return self.render_slowly(context)
        unclean = _unclean(context)
        with metered(data):
            return self._bundle.with_members(
                [self._fill(part, template, context, unclean) for part, template in self._changing]
            )

    def render_slowly(self, context: Context) -> bytes:
        """The same document through docxtpl, which knows every form that a template can have."""
        try:
            with metered(len(marshal.dumps(cast("Any", context)))):
                return render_slowly(self._template, context, self._environment)
        except Exception as failure:  # whatever a template can provoke
            raise location.explain(self._parts, self._environment, context, failure) from failure

    def _compile(self, part: Part) -> Template:
        try:
            tree = self._environment.parse(part.source)
            self.supported &= not _reshapes(part, tree)
            _unescape(tree)
            return self._environment.from_string(tree)
        except (TemplateError, RecursionError) as failure:
            raise location.mistake(part, self._environment, failure) from failure

    def _fill(self, part: Part, template: Template, context: Context, unclean: bool) -> Member:
        try:
            xml = template.render(context)
        except Exception as failure:  # whatever a template can provoke
            raise location.explain([part], self._environment, context, failure) from failure
        content = xml.encode("utf-8", "replace")
        if part.story and has_breaks(content, len(DECLARATION)):
            content = break_lines(xml, len(DECLARATION)).encode("utf-8", "replace")
        return deflated(part.name, _clean(content) if unclean else content, _FASTEST)


@lru_cache(maxsize=64)
def compiled(template: bytes, language: Language) -> Compiled:
    """The compiled form of these bytes, kept for as long as they are among the last 64 used."""
    return Compiled(template, language)


def _mended(template: bytes, packed: list[Member], parts: list[Part]) -> bytes:
    """What docxtpl is given: the template, with the tags whole that it would tear."""
    mended = {part.name: part.mended for part in parts if part.mended is not None}
    if not mended:
        return template
    rest = Bundle([member for member in packed if member.name not in mended])
    return rest.with_members([deflated(name, mended[name], _FASTEST) for name in mended])


def _reshapes(part: Part, tree: nodes.Template) -> bool:
    """Whether docxtpl would mend the result: rows of another width, pictures that are repeated."""
    repeated = (
        text for loop in tree.find_all(nodes.For) for text in loop.find_all(nodes.TemplateData)
    )
    return part.spanning or any(_PICTURE in text.data for text in repeated)


def _unescape(tree: nodes.Template) -> None:
    """docxtpl's way to print braces; in the template alone, for a value says what it says."""
    for text in tree.find_all(nodes.TemplateData):
        for written, meant in _ESCAPES:
            text.data = text.data.replace(written, meant)


def _unclean(context: Context) -> bool:
    """Whether a value may hold what XML has no place for.

    A look at the few values is cheaper than one at all the text around them.
    """
    try:
        values = msgspec.json.encode(context)
        return any(suspect in values for suspect in _SUSPECTS)
    except (UnicodeEncodeError, OverflowError):  # half a pair of surrogates; a number of 20 digits
        return True


def _clean(xml: bytes) -> bytes:
    """Without the characters that XML 1.0 has no place for, which only values can have brought."""
    cleaned = xml.translate(None, _NEVER_IN_XML)
    for noncharacter in _NONCHARACTERS:
        cleaned = cleaned.replace(noncharacter, b"")
    return cleaned
