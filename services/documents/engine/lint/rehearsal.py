"""The proof of the lint: the template rendered with every condition on, and with every one off."""

from services.documents.builtin.sample import sample
from services.documents.domain.faults import TemplateFault
from services.documents.domain.finding import Finding, finding
from services.documents.domain.kinds import TemplateKind
from services.documents.engine.compiled import compiled
from shared.text import Language, Text

_CONDITIONS = {
    True: Text(en="all conditions on", nl="alle voorwaarden aan"),
    False: Text(en="all conditions off", nl="alle voorwaarden uit"),
}


def rehearse(content: bytes, kind: TemplateKind, language: Language) -> list[Finding]:
    """What the renderer says of it, where it says anything; worth asking when there is no error."""
    findings = []
    for all_on, conditions in _CONDITIONS.items():
        try:
            compiled(content, language).render(sample(kind, language, all_on))
        except TemplateFault as fault:
            findings.append(finding("trial-failed", conditions=conditions, why=fault.detail))
    return findings
