"""What an agreement and its annexes print: the frozen snapshot, its digest and the signature."""

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
from services.documents.domain.printed.parties import (
    CLIENT,
    DIGEST,
    PROVIDER,
    processing,
    subprocessor,
)

DUTIES = ("signatory", "notice", "privacy", "breach")
METHODS = ("sign_in_link", "checkout_click", "uploaded_copy", "own_paper")

_SIGNATURE = (
    text("typed_name", "The name of who signed, as it was typed or stands on the paper."),
    text("job_title", "The position of who signed.", "null"),
    date("signed_on", "The day of the signature."),
    moment("signed_at", "The moment of the signature."),
    text("digest", "SHA-256 in hex of the version that was signed."),
    text("method", "How it was signed.", values=METHODS),
    text("address", "The IP address from which it was signed.", "null"),
    text("email", "The e-mail address that was given at the checkout.", "null"),
    text("terms_shown", "The words beside the box that was ticked.", "null"),
    record(
        "file",
        "The file that bears the signature.",
        text("name", "Its name."),
        text("digest", "SHA-256 in hex of its bytes."),
        presence="null",
    ),
    moment("recorded_at", "When somebody recorded a signature given elsewhere.", "null"),
)


def _said_elsewhere(field: Field) -> Field:
    """In the agreement; the annex beside it needn't."""
    return field.model_copy(update={"element": None, "article": None})


_TERMS = (
    text(
        "authorisation",
        "Of sub-processors: general with a right to object, or specific.",
        values=("general", "specific"),
        element="authorisation",
    ),
    number("notice_days", "How many days ahead a change is told.", element="notice"),
    number("objection_days", "Within how many days to answer.", element="objection"),
    text("day_kind", "What days these are.", values=("calendar", "business")),
    text("counted_from", "From when they count.", values=("published", "sent", "delivered")),
    text(
        "on_objection",
        "What an objection does to the change.",
        values=("block", "mitigate", "terminate"),
    ),
    text(
        "end_choice",
        "What happens to the data at the end.",
        values=("return", "delete"),
        element="end-of-data",
    ),
    boolean("emergency_clause", "Whether an emergency replacement may be told afterwards."),
)
_PEOPLE = rows(
    "contacts",
    "The people of the controller.",
    text("name", "Who it is."),
    text("email", "The e-mail address."),
    text("job_title", "The position.", "null"),
    texts("duties", f"What for: {', '.join(DUTIES)}."),
)
_HEAD = record(
    "agreement",
    "The agreement and this version of it.",
    text("id", "Its identifier."),
    text("reference", "Its number."),
    text("language", "In which language it is written.", values=("nl", "en")),
    number("version", "The number of this version."),
    date("frozen_on", "The day on which this version was recorded."),
    texts("products", "The products that it is about."),
)
_CAUSES = (
    record(
        "change",
        "The announced change that led to this version.",
        text("id", "Its identifier."),
        text("title", "What changes."),
        date("effective_on", "From when.", "null"),
        presence="null",
    ),
    record(
        "amendment",
        "The new terms that this version proposes.",
        date("from_day", "From when they hold."),
        text("reason", "Why.", "null"),
        presence="null",
    ),
    record(
        "own_paper",
        "The controller's own text, which is the agreement; this is its annex then.",
        text("id", "The identifier of the kept file."),
        text("name", "The name of the kept file."),
        text("digest", "SHA-256 in hex of its bytes."),
        date("signed_on", "When it was signed."),
        presence="null",
    ),
)


def _fields(terms: tuple[Field, ...]) -> tuple[Field, ...]:
    return (
        number("schema", "The form of these data."),
        record("provider", "The processor.", *PROVIDER),
        record("client", "The controller.", *CLIENT),
        _PEOPLE,
        _HEAD,
        record("terms", "What was agreed on authorisation, notice and the end.", *terms),
        rows(
            "processings",
            "What is done with personal data, by product.",
            text("product", "The product."),
            *processing(),
        ),
        rows(
            "subprocessors",
            "Who else processes the data.",
            text("link_id", "The identifier of this engagement."),
            text("product", "For which product."),
            *subprocessor(recent=False),
            element="sub-processors",
        ),
        *_CAUSES,
        DIGEST,
        record("signature", "The signature under this version.", *_SIGNATURE, presence="null"),
        record(
            "earlier_signature",
            "The signature under an earlier version, which this one renews without a new one.",
            *_SIGNATURE,
            presence="null",
        ),
    )


AGREEMENT = _fields(_TERMS)
ANNEX = _fields(tuple(_said_elsewhere(one) for one in _TERMS))
