"""The parties that every kind of document names."""

from services.documents.domain.field import Field, date, rows, text, texts

MECHANISMS = (
    "none_required", "adequacy", "dpf", "scc", "bcr", "derogation", "privacy_shield",
)  # fmt: skip
ZONES = ("EU", "EEA", "adequate", "third")
LANGUAGE = text("language", "In which language it is written.", values=("nl", "en"))
DIGEST = text("digest", "SHA-256 in hex of the data that are printed here (canonical JSON).")

PROVIDER = (
    text("name", "Under which name the provider is known."),
    text("legal_name", "Its legal entity.", "null"),
    text("registration", "Its registration, such as the number in the trade register.", "null"),
    text("address", "Its address, in one line.", "null"),
    text("country", "Its country (ISO 3166-1).", "null"),
    text("email", "Its e-mail address.", "null"),
    text("phone", "Its telephone number.", "null"),
    text("website", "Its website.", "null"),
    text("privacy_contact", "Where it is reached on privacy, requests and breaches.", "null"),
)
OFFICERS = (
    text("representative", "Its representative in the Union (Art. 27 GDPR).", "null"),
    text("dpo", "Its data protection officer.", "null"),
)
CLIENT = (
    text("name", "The controller."),
    text("registration", "Its registration.", "null"),
    text("address", "Its address, in one line.", "null"),
    text("country", "Its country (ISO 3166-1).", "null"),
)

CHAIN = rows(
    "chain",
    "The processors above it, the nearest first.",
    text("id", "Its identifier.", "absent"),
    text("name", "The processor."),
    text("legal_entity", "Its legal entity.", "absent"),
    text("address", "Its address.", "absent"),
    text("country", "Its country (ISO 3166-1).", "null"),
    text("contact", "Where it is reached on privacy.", "absent"),
    text("contact_person", "Who answers there.", "absent"),
)


def processing() -> tuple[Field, ...]:
    """As an agreement holds it, with the elements of Art. 28(3) that each of these carries."""
    return (
        text("subject_matter", "What it is about.", "null", element="subject-matter"),
        text("duration", "How long it goes on.", "absent", element="duration"),
        text("nature", "What is done with the data.", "null", element="nature"),
        text("purpose", "What it is for.", "null", element="purpose"),
        texts("data_categories", "Which personal data.", element="data-categories"),
        texts("data_subjects", "Of whom.", element="data-subjects"),
        text(
            "controller_rights",
            "Rights and duties of the controller.",
            "absent",
            element="controller-rights",
        ),
        text("retention", "How long the data are kept.", "null"),
        texts("measures", "How the data are secured (Art. 32).", element="security"),
    )


def activity() -> tuple[Field, ...]:
    """As the record of processing tells it, where no agreement is at stake."""
    told = (one for one in processing() if one.presence != "absent")
    return tuple(one.model_copy(update={"element": None, "article": None}) for one in told)


def subprocessor(*, recent: bool = True) -> tuple[Field, ...]:
    """``recent``: the record of today tells who answers; older snapshots say nothing of that."""
    return (
        text("name", "Under which name it is known."),
        text("legal_entity", "Its legal entity.", "null"),
        text("address", "Its address.", "null"),
        text("country", "Its country (ISO 3166-1).", "null"),
        text("contact", "Where it is reached on privacy.", "null"),
        text("contact_person", "Who answers there.", "null" if recent else "absent"),
        text("purpose", "For which task it processes.", "null"),
        texts("data_categories", "Which personal data."),
        texts("data_subjects", "Of whom."),
        text("location", "Where it has the data.", "null"),
        text("zone", "In which zone that lies.", "null", values=ZONES),
        text("mechanism", "On what the transfer rests.", "null", values=MECHANISMS),
        date("mechanism_verified_on", "When that was last checked.", "null"),
        text("condition", "When it is used at all.", "null"),
        date("valid_from", "Since when, or from when, it is used.", "null"),
        CHAIN,
    )
