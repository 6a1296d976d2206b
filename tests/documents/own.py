"""A provider's own template: the built-in with a text of its own, as a lawyer would begin one."""

from io import BytesIO

import docx

from services.documents.domain.kinds import TemplateKind
from services.documents.store.templates import builtin
from shared.text import Language
from tests.documents.drafts import saved


def own(text: str, kind: TemplateKind = "agreement", language: Language = "nl") -> bytes:
    """The built-in with this paragraph above everything else."""
    document = docx.Document(BytesIO(builtin(kind, language)))
    first = document.paragraphs[0]
    first.insert_paragraph_before(text)
    return saved(document)
