"""What the report of evidence of a change prints."""

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
from services.documents.domain.printed.letters import LINES
from services.documents.domain.printed.parties import DIGEST, LANGUAGE, OFFICERS, PROVIDER

PROOFS = (
    "queued", "accepted_by_mail_server", "reported_delivered", "failed", "in_doubt",
    "seen_in_portal", "acknowledged", "none",
)  # fmt: skip
NOTICES = (
    "change_announced", "change_altered", "change_effective", "change_withdrawn",
    "objection_received", "objection_decided",
)  # fmt: skip
STANDINGS = (
    "effective", "ended", "objection_open", "objection_upheld", "unreached", "approval_missing",
    "notice_running", "may_leave", "before_effective_date", "clear",
)  # fmt: skip
DECISIONS = (
    "alternative_offered", "measure_taken", "client_held_back", "agreement_ended",
    "objection_withdrawn",
)  # fmt: skip
AUTHORISATIONS = ("general", "specific")
COUNTED = ("published", "sent", "delivered")
DAYS = ("calendar", "business")
CHANNELS = ("mail", "portal", "letter")


def _notices() -> Field:
    return rows(
        "notices",
        "Each notice of the change, with the chain of evidence over it.",
        text("id", "Its identifier."),
        text("kind", "What kind of notice it is.", values=NOTICES),
        moment("created_at", "When it was made."),
        moment("first_at", "When a mail server took the first.", "null"),
        moment("last_at", "When a mail server took the last.", "null"),
        text("head", "SHA-256 in hex of the end of the chain."),
        number("rows", "How many rows the chain has."),
        number("erased", "Of how many of these the personal part was erased."),
        boolean("sound", "Whether the chain is whole."),
        texts("faults", "What is wrong with it, if anything."),
        number("total", "All recipients."),
        number("accepted", "Whose mail server took it, seen or not."),
        number("seen", "Who opened it in the portal."),
        number("waiting", "Still to be sent."),
        number("in_doubt", "Of whom nobody knows."),
        number("failed", "Who were not reached."),
        number("stopped", "Whose notice was withdrawn before it left."),
        number(
            "posted", "To how many a letter was posted instead, by the word of staff.", "absent"
        ),
    )


def _terms() -> tuple[Field, ...]:
    return (
        text("authorisation", "General or specific authorisation.", "null", values=AUTHORISATIONS),
        text("counted_from", "From when the term is counted.", "null", values=COUNTED),
    )


def _answers() -> tuple[Field, ...]:
    return (
        rows(
            "standings",
            "Where people stand, by the terms of their agreements.",
            *_terms(),
            text("day_kind", "Which days count.", "null", values=DAYS),
            number("notice_days", "The days of notice."),
            number("objection_days", "The days to object."),
            text("standing", "Where these agreements stand.", "null", values=STANDINGS),
            number("people", "How many people that are."),
            date("first_day", "The earliest last day to object.", "null"),
            date("last_day", "The latest last day to object.", "null"),
        ),
        rows(
            "objections",
            "What clients objected, and what was decided.",
            text("client", "The controller."),
            moment("received_at", "When it was received."),
            text("grounds", "Why the client objects."),
            date("late_after", "The last day to object, where it came later.", "null"),
            rows(
                "decisions",
                "What was decided, in order.",
                text("decision", "What it is.", values=DECISIONS),
                text("reason", "Why."),
                moment("at", "When that was decided."),
            ),
        ),
        number("objections_left_out", "How many objections are in the files alone."),
        rows(
            "approvals",
            "Which clients approved, the last time they did.",
            text("client", "The controller."),
            text("reference", "The number of the agreement."),
            moment("at", "When that was received."),
            text("by", "Who recorded it.", values=("contact", "staff")),
        ),
        number("approvals_left_out", "How many approvals are in the files alone."),
        rows(
            "overrides",
            "Who let the change hold before its term.",
            text("person", "Who decided it."),
            text("reason", "Why."),
            moment("at", "When that was decided."),
            boolean("everybody", "Whether it was for all agreements."),
        ),
    )


EVIDENCE_REPORT = (
    number("schema", "The form of these data."),
    LANGUAGE,
    moment("made_at", "When the report was made."),
    record("provider", "Who gave the notice.", *PROVIDER, *OFFICERS),
    record(
        "change",
        "What was told of.",
        text("id", "Its identifier."),
        text("title", "What changes."),
        text("reason", "Why.", "null"),
        date("announced_for", "From when, as it was announced."),
        date("effective_on", "From when."),
        moment("published_at", "When it was published.", "null"),
        moment("withdrawn_at", "When it was withdrawn.", "null"),
        text("emergency", "Why it can't wait for the notice period.", "null"),
    ),
    LINES,
    rows(
        "postponements",
        "Later days that were told since.",
        date("effective_on", "From when."),
        text("reason", "Why."),
        moment("at", "When that was decided."),
    ),
    rows(
        "waves",
        "Since when it holds, for some agreements after the other.",
        moment("at", "Since when."),
        number("agreements", "For how many agreements."),
        boolean("by_staff", "Whether somebody of staff let it hold; by itself otherwise."),
    ),
    record(
        "whole",
        "Over all notices of the change.",
        number("notices", "How many notices there are."),
        number("rows", "How many rows their chains have."),
        number("erased", "Of how many of these the personal part was erased."),
        boolean("sound", "Whether every chain is whole."),
        number("total", "How many messages to a person that are."),
        number("people_left_out", "How many of these are in the files alone."),
        number("notices_left_out", "How many notices are in the files alone."),
        boolean("complete", "Whether this document leaves nothing to the files."),
    ),
    _notices(),
    rows(
        "messages",
        "The words in which people were told, with nobody in them.",
        text("kind", "What kind of notice it is.", values=NOTICES),
        number("recipients", "How many were told in these words."),
        text("language", "In which language it is written.", values=("nl", "en")),
        *_terms(),
        text("subject", "The subject of the message."),
        texts("text", "The text, by paragraph."),
    ),
    *_answers(),
    rows(
        "levels",
        "What each level of proof means.",
        text("proof", "What may be said of it.", values=PROOFS),
        text("meaning", "What that means."),
    ),
    texts("how_to_check", "How anybody can check the chain."),
    rows(
        "recipients",
        "For whom the notices were; who was not reached for certain comes first.",
        text("notice", "What kind of notice it is.", values=NOTICES),
        text("client", "The controller; null once erased.", "null"),
        text("name", "Who it is; null once erased.", "null"),
        text("email", "The address; null once erased.", "null"),
        text("reference", "The number of the agreement.", "null"),
        date("deadline", "The last day to answer.", "null"),
        text(
            "counted_from",
            "From when the term counts that has no last day yet.",
            "null",
            values=COUNTED,
        ),
        text("channel", "By which way it was sent.", values=CHANNELS),
        text("proof", "What may be said of it.", values=PROOFS),
        number("attempts", "How many times it was tried."),
        moment("queued_at", "When the recipient was frozen.", "null"),
        moment("at", "When a mail server took it.", "null"),
        moment("missed_at", "Since when it is known not to have been, or is uncertain.", "absent"),
        moment("seen_at", "When it was opened in the portal.", "null"),
        moment("acknowledged_at", "When the recipient said to have taken note of it.", "null"),
        date(
            "posted_on", "On which day a letter was posted instead, by the word of staff.", "absent"
        ),
        text("message_id", "The Message-ID of the mail.", "null"),
        text("message_digest", "SHA-256 in hex of the message.", "null"),
        text("reply", "What the mail server said.", "null"),
    ),
    DIGEST,
)
