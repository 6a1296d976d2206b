"""What a template prints, with the data of invented parties."""

from services.documents.builtin.sample import sample
from services.documents.domain.kinds import TemplateKind
from services.documents.engine.compiled import compiled
from shared.text import Language


def preview(content: bytes, kind: TemplateKind, language: Language, *, all_on: bool) -> bytes:
    """A DOCX; TemplateFault says what keeps it from being made, and where.

    With every condition on and rows in every list, or with none.
    """
    return compiled(content, language).render(sample(kind, language, all_on))
