"""What a letter to one person at one client prints."""

from services.documents.domain.field import (
    Field,
    boolean,
    date,
    moment,
    number,
    record,
    rows,
    text,
    texts,
)
from services.documents.domain.printed.parties import CLIENT, DIGEST, LANGUAGE, MECHANISMS, PROVIDER

ACTIONS = ("addition", "replacement", "removal", "alteration")

_LETTER = (
    number("schema", "The form of these data."),
    LANGUAGE,
    record("provider", "Who writes.", *PROVIDER),
    record("client", "The controller to whom it is written.", *CLIENT),
    record(
        "recipient",
        "The person to whom it is written.",
        text("name", "Who it is."),
        text("job_title", "The position.", "null"),
        text("email", "The e-mail address.", "null"),
    ),
    record(
        "letter",
        "The letter itself.",
        text("reference", "What to quote in an answer."),
        date("date", "The day on which it is written."),
        texts("address_lines", "The lines of the address, for the window of an envelope."),
    ),
    record(
        "agreement",
        "The agreement that it is about.",
        text("reference", "Its number."),
        presence="null",
    ),
)


def _party() -> tuple[Field, ...]:
    return (
        text("name", "Under which name it is known."),
        text("legal_entity", "Its legal entity.", "null"),
        text("address", "Its address.", "null"),
        text("country", "Its country (ISO 3166-1).", "null"),
        text("purpose", "For which task.", "null"),
        texts("data_categories", "Which personal data."),
        text("location", "Where it has the data.", "null"),
        text("mechanism", "On what the transfer rests.", "null", values=MECHANISMS),
    )


LINES = rows(
    "lines",
    "What changes, one by one.",
    text("action", "What kind of change it is.", values=ACTIONS),
    text("product", "For which product."),
    record("old", "Who it is now; null for an addition.", *_party(), presence="null"),
    record("new", "Who it will be; null for a removal.", *_party(), presence="null"),
)

CHANGE_NOTICE_LETTER = (
    *_LETTER,
    record(
        "change",
        "The intended change.",
        text("title", "What changes."),
        text("reason", "Why.", "null"),
        date("effective_on", "From when."),
        text("emergency", "Why it can't wait for the notice period.", "null"),
    ),
    LINES,
    record(
        "answer",
        "Until when and how to answer.",
        text(
            "authorisation",
            "General: silence is consent. Specific: silence is refusal.",
            values=("general", "specific"),
        ),
        date("deadline", "The last day to answer, where it is known.", "null"),
        number("days", "Within how many days."),
        text("day_kind", "What days these are.", values=("calendar", "business")),
        text("counted_from", "From when they count.", values=("published", "sent", "delivered")),
        text("page", "Where in the portal to answer.", "null"),
    ),
    DIGEST,
)

BREACH_LETTER = (
    *_LETTER,
    record(
        "breach",
        "The personal data breach, as far as it is known (Art. 33(3) GDPR).",
        text("reference", "Its number in the register of breaches."),
        moment("known_at", "When the provider learnt of it."),
        moment("began_at", "When it began.", "null"),
        moment("ended_at", "When it was over.", "null"),
        text("nature", "What happened.", "null"),
        texts("products", "Which products it touches."),
        texts("data_categories", "Which personal data."),
        texts("data_subjects", "Of which categories of people."),
        number("people", "About how many people.", "null"),
        number("records", "About how many records.", "null"),
        text("consequences", "What may follow from it.", "null"),
        texts("measures_taken", "What was done about it."),
        texts("measures_proposed", "What is still to be done, by whom."),
        boolean("more_follows", "Whether more is told later (Art. 33(4))."),
        date("told_before_on", "When the controller was first told of it.", "null"),
    ),
    record(
        "contact",
        "Who can tell more.",
        text("name", "Who it is."),
        text("email", "The e-mail address.", "null"),
        text("phone", "The telephone number.", "null"),
    ),
    DIGEST,
)
