"""What kinds of documents there are templates for, and the languages that they exist in."""

from typing import Literal, get_args

from shared.text import Language, Text

TemplateKind = Literal[
    "agreement",
    "annex",
    "change-notice-letter",
    "breach-letter",
    "processing-record",
    "data-pro-statement",
    "evidence-report",
]
KINDS: tuple[TemplateKind, ...] = get_args(TemplateKind)
LANGUAGES: tuple[Language, ...] = get_args(Language)

NAMES: dict[TemplateKind, Text] = {
    "agreement": Text(nl="Verwerkersovereenkomst", en="Processor agreement"),
    "annex": Text(nl="Bijlagen bij de overeenkomst", en="Annexes to the agreement"),
    "change-notice-letter": Text(
        nl="Brief over een wijziging van subverwerkers", en="Letter on a change of sub-processors"
    ),
    "breach-letter": Text(nl="Brief over een datalek", en="Letter on a personal data breach"),
    "processing-record": Text(nl="Verwerkingsregister", en="Record of processing"),
    "data-pro-statement": Text(nl="Data Pro Statement", en="Data Pro Statement"),
    "evidence-report": Text(nl="Bewijsrapport van een wijziging", en="Evidence report of a change"),
}

# What a document of this kind says of the law that asks for it.
BASES: dict[TemplateKind, str] = {
    "agreement": "Art. 28(3)",
    "annex": "Art. 28(3)",
    "change-notice-letter": "Art. 28(2)",
    "breach-letter": "Art. 33(2)",
    "processing-record": "Art. 30(2)",
    "data-pro-statement": "Art. 28(1)",
    "evidence-report": "Art. 5(2)",
}
