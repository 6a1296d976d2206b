"""What has to be right before a template is kept, and before it prints."""

from functools import lru_cache

from services.documents.commands.preview_template import preview
from services.documents.domain.faults import TemplateFault
from services.documents.domain.finding import Finding
from services.documents.domain.kinds import TemplateKind
from services.documents.engine.compiled import compiled
from services.documents.engine.gate import admit
from services.documents.engine.lint.inspection import inspect
from shared.errors import Conflict
from shared.text import Language

# What its author can read and mend in a draft; whatever else is wrong keeps a file out.
MENDABLE = {
    *("template-mistake", "template-tag-broken", "template-tag-misplaced", "template-tag-form"),
    "template-crossing",
}


def admit_upload(content: bytes, language: Language) -> None:
    """TemplateFault for what is not let in, with its code, the part and the way out."""
    admit(content)
    try:
        compiled(content, language)
    except TemplateFault as fault:
        if fault.code not in MENDABLE:
            raise


@lru_cache(maxsize=16)
def inspected(content: bytes, kind: TemplateKind, language: Language) -> tuple[Finding, ...]:
    """All that the lint finds in a template that was let in."""
    return tuple(inspect(content, kind, language))


def refuse_faulty(content: bytes, kind: TemplateKind, language: Language) -> None:
    """``Conflict`` for a template that the lint finds an error in, or that does not print the
    sample data with every condition on, and with every one off."""
    errors = [one for one in inspected(content, kind, language) if one.level == "error"]
    if errors:
        raise Conflict(
            "template-has-errors",
            f"This template has errors that keep it from being published ({len(errors)});"
            " its findings say where and what to do.",
            findings=[one.model_dump(mode="json") for one in errors],
        )
    for all_on in (True, False):
        try:
            preview(content, kind, language, all_on=all_on)
        except TemplateFault as fault:
            raise Conflict("template-fails", f"It does not print: {fault.detail}") from fault
