"""Templates to lint: one in which nothing is wrong, and that with a few lines more."""

from collections.abc import Callable

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from services.documents.domain.finding import Finding
from services.documents.domain.kinds import TemplateKind
from services.documents.engine.lint.inspection import inspect
from shared.text import Language
from tests.documents.drafts import saved

FONTS = frozenset({"carlito", "caladea", "liberation sans", "liberation serif", "opensymbol"})
# Everything that Art. 28(3) GDPR asks of an agreement.
COMPLETE = (
    "# Artikel 1. Afspraken",
    "{{ terms.authorisation }} {{ terms.notice_days }} {{ terms.objection_days }}",
    "{{ terms.end_choice }}",
    "# Artikel 2. Verwerkingen",
    "{%p for processing in processings %}",
    *(
        f"{{{{ processing.{name}|default('onbekend', true) }}}}"
        for name in ("subject_matter", "duration", "nature", "purpose", "controller_rights")
    ),
    "{{ processing.data_categories|join(', ') }} {{ processing.data_subjects|join(', ') }}",
    "{{ processing.measures|join(', ') }}",
    "{%p endfor %}",
    "{%p for party in subprocessors %}",
    "{{ party.name }}",
    "{%p endfor %}",
)


def clean() -> Document:
    """An empty document that says its language and its title."""
    document = docx.Document()
    document.core_properties.title = "Overeenkomst"
    language = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    language.set(qn("w:val"), "nl-NL")
    return document


def written(*paragraphs: str, more: Callable[[Document], None] = lambda _: None) -> bytes:
    """The complete template and then these paragraphs, as ``drafts.draft`` writes them."""
    document = clean()
    for text in (*COMPLETE, *paragraphs):
        if text.startswith("# "):
            document.add_heading(text[2:], 1)
        else:
            paragraph = document.add_paragraph()
            for run in text.split("¦"):
                paragraph.add_run(run)
    more(document)
    return saved(document)


def findings(
    content: bytes, kind: TemplateKind = "agreement", language: Language = "nl"
) -> list[Finding]:
    """Without the hints of what could be printed too."""
    return [one for one in inspect(content, kind, language, FONTS) if one.level != "hint"]


def linted(*paragraphs: str, more: Callable[[Document], None] = lambda _: None) -> list[Finding]:
    return findings(written(*paragraphs, more=more))


def codes(*paragraphs: str, more: Callable[[Document], None] = lambda _: None) -> list[str]:
    return [one.code for one in linted(*paragraphs, more=more)]


def element(tag: str, **attributes: str) -> OxmlElement:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made
