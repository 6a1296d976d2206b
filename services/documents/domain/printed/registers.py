"""What the documents print that the provider makes of its own record."""

from services.documents.domain.field import (
    Field,
    boolean,
    date,
    number,
    record,
    rows,
    text,
    texts,
)
from services.documents.domain.printed.parties import (
    DIGEST,
    LANGUAGE,
    MECHANISMS,
    OFFICERS,
    PROVIDER,
    ZONES,
    activity,
    subprocessor,
)

LACKING = (
    "contact", "address", "processings", "measures", "countries", "certificates",
    "intended_use", "breach_procedure", "rights_support",
)  # fmt: skip

_HEAD = (
    number("schema", "The form of these data."),
    LANGUAGE,
    date("on", "The day of which it tells."),
    record("provider", "The processor.", *PROVIDER, *OFFICERS),
)


def missing() -> Field:
    return rows(
        "missing",
        "What nobody has recorded yet.",
        text("what", "Which fact.", values=LACKING),
        text("of", "Of which product or party; null for the provider itself.", "null"),
    )


def _transfers() -> Field:
    return rows(
        "transfers",
        "Transfers outside the EEA.",
        text("party", "Who receives the data."),
        text("legal_entity", "Its legal entity.", "null"),
        text("product", "For which product.", "null"),
        text("countries", "In which countries, in words.", "null"),
        text("zone", "In which zone these lie.", "null", values=ZONES),
        text("mechanism", "On what the transfer rests.", "null", values=MECHANISMS),
        text("safeguard", "The same in words.", "null"),
        date("verified_on", "When that was last checked.", "null"),
    )


PROCESSING_RECORD = (
    *_HEAD,
    rows(
        "products",
        "Categories of processing, by product.",
        text("name", "The product."),
        rows("processings", "What is done for it.", *activity()),
    ),
    _transfers(),
    rows(
        "controllers",
        "For whom the provider processes.",
        text("name", "The controller."),
        text("registration", "Its registration.", "null"),
        text("address", "Its address.", "null"),
        text("country", "Its country (ISO 3166-1).", "null"),
        *OFFICERS,
        text("reference", "The number of its agreement."),
        rows(
            "contacts",
            "Its people.",
            text("name", "Who it is."),
            text("email", "The e-mail address."),
            text("job_title", "The position.", "null"),
        ),
        texts("products", "Which of the products it takes."),
        texts("transfers", "Which of the transfers are its data, by party."),
    ),
    missing(),
    DIGEST,
)

DATA_PRO_STATEMENT = (
    *_HEAD,
    rows(
        "products",
        "Every product with what is done for it.",
        text("name", "The product."),
        text("description", "What it is.", "null"),
        rows("processings", "What is done for it.", *activity()),
        rows("subprocessors", "Who else processes for it.", *subprocessor()),
    ),
    _transfers(),
    boolean("eu_only", "Whether the provider promises that data stay in the EU."),
    record(
        "told",
        "What the provider adds in its own words; the record has no place for it.",
        text("intended_use", "What the products are meant for, and what not.", "null"),
        text("by_design", "How privacy was weighed in the design (Art. 25).", "null"),
        text("rights_support", "How requests of data subjects are helped.", "null"),
        text("breach_procedure", "What happens at a breach.", "null"),
        text("end_of_data", "What happens to data after the end.", "null"),
        texts("certificates", "Certificates and audits that hold."),
    ),
    missing(),
    DIGEST,
)
