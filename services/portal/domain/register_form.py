"""The registers as people fill them in: which fields each has, and what a form says of them."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from services.portal.language import later as _

FieldKind = Literal["line", "text", "day", "choice", "yes", "file"]


class Field(NamedTuple):
    """``name`` as in the record, ``person.name`` for what lies inside it."""

    name: str
    kind: FieldKind
    label: str
    required: bool = False
    help: str = ""
    options: tuple[str, ...] = ()


class Book(NamedTuple):
    """One register. ``headline``: the field that tells an entry from the others in a list;
    ``about``: whether an entry belongs to a client always, sometimes, or to an agreement.
    """

    kind: str
    title: str
    sentence: str
    new: str
    day: str
    headline: str
    about: Literal["client", "perhaps", "agreement"]
    fields: tuple[Field, ...]


OUTCOME_DAY = _("On which day")
FILE = _("File")

BOOKS: dict[str, Book] = {
    "instructions": Book(
        "instruction",
        _("Instructions"),
        _("What clients told you to do with their data, and what you did (Art. 28(3)(a) GDPR)."),
        _("New instruction"),
        _("Received on"),
        "instruction",
        "client",
        (
            Field("given_by", "line", _("Given by"), True, _("Name and role at the client.")),
            Field(
                "channel",
                "choice",
                _("How it came"),
                options=("mail", "letter", "portal", "phone", "agreement", "other"),
            ),
            Field("instruction", "text", _("The instruction"), True),
            Field(
                "concerns_transfer",
                "yes",
                _("It concerns a transfer outside the European Economic Area"),
            ),
            Field(
                "outcome",
                "choice",
                _("What became of it"),
                options=("pending", "carried_out", "refused"),
            ),
            Field("outcome_on", "day", OUTCOME_DAY),
            Field(
                "infringes",
                "yes",
                _("We think that it infringes the law"),
                help=_("Then the client must be warned at once (Art. 28(3), last sentence)."),
            ),
            Field("warning", "text", _("What we warned the client of")),
            Field("warned_on", "day", _("The client was warned on")),
            Field("file", "file", FILE),
        ),
    ),
    "disclosures": Book(
        "disclosure",
        _("Disclosures to authorities"),
        _("Which authority asked for data, what it got, and whether the client was told."),
        _("New disclosure"),
        _("Asked on"),
        "authority",
        "perhaps",
        (
            Field("authority", "line", _("Authority"), True),
            Field("legal_basis", "line", _("Legal basis that it named"), True),
            Field("requested", "text", _("What it asked for"), True),
            Field(
                "outcome",
                "choice",
                _("What became of it"),
                options=("pending", "disclosed", "refused"),
            ),
            Field("outcome_on", "day", OUTCOME_DAY),
            Field("disclosed", "text", _("What it was given")),
            Field(
                "client_told",
                "choice",
                _("Was the client told?"),
                help=_("Before the disclosure, unless the law forbids it (Art. 28(3)(a) GDPR)."),
                options=("", "before", "after", "not"),
            ),
            Field("told_on", "day", _("The client was told on")),
            Field("not_told_because", "text", _("Why the client was not told")),
            Field("file", "file", FILE),
        ),
    ),
    "audits": Book(
        "audit",
        _("Audits"),
        _("Audits and inspections: announced, held, found, followed up (Art. 28(3)(h) GDPR)."),
        _("New audit"),
        _("Announced on"),
        "auditor",
        "perhaps",
        (
            Field("auditor", "line", _("Who audits"), True),
            Field(
                "commissioned_by",
                "choice",
                _("On whose behalf"),
                options=("client", "certification", "authority", "own"),
            ),
            Field("scope", "text", _("What is looked at"), True),
            Field("held_on", "day", _("Held on")),
            Field("findings", "text", _("What was found")),
            Field("follow_up", "text", _("What is done about it")),
            Field("follow_up_due", "day", _("To be done before")),
            Field("closed_on", "day", _("Closed on")),
            Field("file", "file", _("Report")),
        ),
    ),
    "endings": Book(
        "ending",
        _("Ends of agreements"),
        _("Data returned or deleted when an agreement ended, with the proof (Art. 28(3)(g) GDPR)."),
        _("Record an end"),
        _("Asked on"),
        "reference",
        "agreement",
        (
            Field(
                "due_on", "day", _("To be done on"), help=_("Left open: thirty days after the end.")
            ),
            Field("done", "choice", _("What was done"), options=("", "return", "delete")),
            Field("done_on", "day", _("Done on")),
            Field("done_by", "line", _("Done by")),
            Field(
                "deviation",
                "text",
                _("Why otherwise than the agreement says"),
                help=_("Only when the data went another way than the client chose."),
            ),
            Field("copies_kept", "text", _("Copies that are kept")),
            Field("legal_ground", "line", _("Law that requires it")),
            Field("keep_until", "day", _("Kept until")),
            Field("file", "file", _("Certificate")),
        ),
    ),
    "requests": Book(
        "subject_request",
        _("Requests of data subjects"),
        _("Requests that you passed on or helped to answer, and until when (Art. 28(3)(e) GDPR)."),
        _("New request"),
        _("Received on"),
        "right",
        "client",
        (
            Field(
                "right",
                "choice",
                _("What is asked"),
                options=(
                    "access",
                    "rectification",
                    "erasure",
                    "restriction",
                    "portability",
                    "objection",
                    "automated_decision",
                ),
            ),
            Field(
                "received_from",
                "choice",
                _("From whom it came"),
                options=("data_subject", "client"),
            ),
            Field(
                "person.name",
                "line",
                _("Name of the person"),
                help=_("Kept apart, and erased when it is no longer needed."),
            ),
            Field("person.contact", "line", _("How to reach the person")),
            Field("person.note", "text", _("Note about the person")),
            Field("passed_on", "day", _("Passed on to the client on")),
            Field(
                "outcome",
                "choice",
                _("What became of it"),
                options=("pending", "answered", "left_to_client", "refused"),
            ),
            Field("answered_on", "day", _("Answered on")),
            Field("answer", "text", _("The answer"), help=_("Without the name of the person.")),
            Field("file", "file", FILE),
        ),
    ),
}

# Which field a mistake of the whole belongs to.
AT: dict[str, str] = {
    "outcome-day-needed": "outcome_on",
    "warning-needed": "warning",
    "disclosed-needed": "disclosed",
    "reason-needed": "not_told_because",
    "told-day-needed": "told_on",
    "held-day-needed": "held_on",
    "done-needed": "done",
    "legal-ground-needed": "legal_ground",
    "passed-on-needed": "passed_on",
    "answer-needed": "answer",
    "choice-differs": "deviation",
    "person-erased": "person.name",
}
ABOUT = ("client_id", "agreement_id", "day")


def shown(facts: Mapping[str, Any], book: Book) -> dict[str, str]:
    """What a form shows of an entry."""
    found = {name: str(facts.get(name) or "") for name in ABOUT}
    for field in book.fields:
        outer, _dot, inner = field.name.partition(".")
        value = (facts.get(outer) or {}).get(inner) if inner else facts.get(outer)
        if field.kind == "file":
            found |= {f"file.{part}": str(said) for part, said in (value or {}).items()}
        elif field.kind == "yes":
            found[field.name] = "yes" if value else ""
        else:
            found[field.name] = str(value or "")
    return found


def facts_of(values: Mapping[str, str], book: Book, file: Any) -> dict[str, Any]:
    """The record to hand in; what was left empty is left out."""
    found: dict[str, Any] = {"kind": book.kind}
    found |= {name: values[name] for name in ABOUT if values.get(name)}
    for field in book.fields:
        value = values.get(field.name, "")
        if field.kind == "yes":
            found[field.name] = value == "yes"
        elif field.kind == "file":
            found |= {"file": file} if file else {}
        elif value and "." in field.name:
            outer, _dot, inner = field.name.partition(".")
            found.setdefault(outer, {})[inner] = value
        elif value:
            found[field.name] = value
    return found


def field_of(path: str, code: str, book: Book) -> str:
    """The field of the form that ``facts.instruction.given_by`` or a code of the whole means."""
    if code in AT:
        return AT[code]
    plain = path.removeprefix("facts.").removeprefix(f"{book.kind}.")
    return plain if plain != "facts" else "body"
