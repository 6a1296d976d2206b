"""A letter to a client that no mail reached: what it prints, and where it stands."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.notifications.domain.delivery import Frozen
from services.notifications.domain.facts import (
    Breach,
    ChangeFacts,
    IncidentFacts,
    Kind,
    Line,
    NoticeFacts,
    Party,
    Recipient,
    Words,
)
from services.notifications.domain.phrases import country, legal_day
from shared.errors import Conflict, Invalid
from shared.text import Language

LetterKind = Literal["change-notice-letter", "breach-letter"]
LETTERS: Mapping[Kind, LetterKind] = {
    "change_announced": "change-notice-letter",
    "incident_notified": "breach-letter",
}
_ATTENTION = {"nl": "t.a.v.", "en": "attn."}
_HOME = "NL"
_PROVIDER = (
    "name", "legal_name", "registration", "address", "country", "email", "phone", "website",
    "privacy_contact",
)  # fmt: skip
_CLIENT = ("name", "registration", "address", "country")
_MOST_LINES = 3


class Letter(Frozen):
    """``document_id`` is that of documents once its files are there; ``digest`` that of what it
    prints. ``problem`` says why not yet: mend it, and it goes on by itself."""

    id: UUID
    notice_id: UUID
    client_id: UUID
    requested_at: datetime
    address_lines: tuple[str, ...]
    problem: dict[str, Any] | None
    document_id: UUID | None
    digest: str | None
    posted_on: date | None
    recorded_at: datetime | None


class Wanted(BaseModel):
    """One notice to one client."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    notice_id: UUID = Field(examples=["019a0000-0000-7000-8000-000000000001"])
    client_id: UUID = Field(examples=["019a0000-0000-7000-8000-000000000002"])


class LettersDraft(BaseModel):
    """At most 200 at once; asked for again, a letter is the one that is there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    items: tuple[Wanted, ...] = Field(min_length=1, max_length=200)


class PostingDraft(BaseModel):
    """``posted_on``: the day on which these were handed to the post."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    letter_ids: tuple[UUID, ...] = Field(min_length=1, max_length=500)
    posted_on: date


class Told(Frozen):
    """What contracts said, asked anew: the terms of a letter are those of the day on it."""

    facts: NoticeFacts
    recipient: Recipient
    provider: dict[str, Any]
    client: dict[str, Any]
    on: date


def refuse_kind(kind: Kind) -> None:
    if kind not in LETTERS:
        raise Conflict(
            "letter-not-of-this",
            "Letters are made of a change and of a breach; correct the address of this client, or"
            " hand it over yourself.",
        )


def refuse_posting(letter: Letter, posted_on: date, today: date) -> None:
    """Nothing is posted before it can be printed, nor tomorrow."""
    if letter.document_id is None:
        raise Conflict("letter-unfinished", "It is still being made; post it when it is there.")
    if letter.posted_on is not None:
        raise Conflict("letter-posted", "That this letter was posted is on record already.")
    if not legal_day(letter.requested_at) <= posted_on <= today:
        raise Invalid(
            "posted-on-impossible",
            "A letter is posted between the day on which it was asked for and today.",
            field="posted_on",
        )


def content(told: Told) -> dict[str, Any]:
    """Kind, language and data as documents wants them. ``Invalid`` where there is no address."""
    kind = LETTERS[told.facts.kind]
    language = told.recipient.language
    data = _letter(told, language)
    if isinstance(told.facts, ChangeFacts):
        data |= _change(told.facts, told.recipient, language)
    elif isinstance(told.facts, IncidentFacts):
        data |= _breach(told.facts, told.provider, language)
    return {"kind": kind, "language": language, "data": data}


def address_lines(
    client: Mapping[str, Any], name: str, language: Language, home: str | None = None
) -> tuple[str, ...]:
    """For the window of an envelope; the address of a client is one line with commas. Abroad, seen
    from ``home``, the last line is the country: its name in capitals, as the post asks.
    """
    address = [part.strip() for part in (client.get("address") or "").split(",") if part.strip()]
    if not address:
        raise Invalid(
            "client-address-missing",
            "This client has no postal address on record; fill it in, and the letter is made.",
            field="address",
        )
    kept, rest = address[:_MOST_LINES], address[_MOST_LINES:]
    if rest:
        kept[-1] = ", ".join([kept[-1], *rest])
    code = client.get("country")
    abroad = [country(code, language).upper()] if code and code != (home or _HOME) else []
    return (client["name"], f"{_ATTENTION[language]} {name}", *kept, *abroad)


def _letter(told: Told, language: Language) -> dict[str, Any]:
    who = told.recipient
    return {
        "provider": {name: told.provider.get(name) for name in _PROVIDER},
        "client": {name: told.client.get(name) for name in _CLIENT},
        "recipient": {"name": who.name, "job_title": None, "email": who.email},
        "letter": {
            "reference": who.agreement_reference,
            "date": told.on.isoformat(),
            "address_lines": list(
                address_lines(told.client, who.name, language, told.provider.get("country"))
            ),
        },
        "agreement": {"reference": who.agreement_reference},
    }


def _change(facts: ChangeFacts, who: Recipient, language: Language) -> dict[str, Any]:
    urgent = facts.emergency if who.emergency_clause and who.authorisation == "general" else None
    return {
        "change": {
            "title": facts.title.say(language),
            "reason": facts.reason and facts.reason.say(language),
            "effective_on": facts.effective_on and facts.effective_on.isoformat(),
            "emergency": urgent and urgent.say(language),
        },
        "lines": [printed_line(line, language) for line in facts.lines],
        "answer": {
            "authorisation": who.authorisation,
            "deadline": who.deadline and who.deadline.isoformat(),
            "days": max(who.notice_days, who.objection_days),
            "day_kind": who.day_kind,
            # Without a notice that arrived no term has begun, whatever it is counted from.
            "counted_from": who.counted_from if who.deadline else "delivered",
            "page": None,
        },
    }


def printed_line(line: Line, language: Language) -> dict[str, Any]:
    return {
        "action": line.action,
        "product": line.product.say(language),
        "old": line.old and _party(line.old, language),
        "new": line.new and _party(line.new, language),
    }


def _party(party: Party, language: Language) -> dict[str, Any]:
    return {
        "name": party.name,
        "legal_entity": party.legal_entity,
        "address": party.address,
        "country": party.country,
        "purpose": party.purpose and party.purpose.say(language),
        "data_categories": [one.say(language) for one in party.data_categories],
        "location": party.location and party.location.say(language),
        "mechanism": party.mechanism_code,
    }


def _breach(
    facts: IncidentFacts, provider: Mapping[str, Any], language: Language
) -> dict[str, Any]:
    breach = facts.told
    return {
        "breach": {
            "reference": f"{breach.title} ({str(facts.incident_id)[-8:]}/{facts.number})",
            "known_at": breach.found_at.isoformat(),
            "began_at": breach.began_at and breach.began_at.isoformat(),
            "ended_at": breach.ended_at and breach.ended_at.isoformat(),
            "nature": _say(breach.nature, language),
            "products": _touched(breach, language),
            "data_categories": _listed(breach.records, language),
            "data_subjects": _listed(breach.subjects, language),
            "people": breach.subjects_number,
            "records": breach.records_number,
            "consequences": _say(breach.consequences, language),
            "measures_taken": _listed(breach.measures, language),
            "measures_proposed": [],
            "more_follows": facts.stage != "closing",
            "told_before_on": None,
        },
        "contact": {
            "name": breach.contact_point or provider.get("privacy_contact") or provider["name"],
            "email": provider.get("email"),
            "phone": provider.get("phone"),
        },
    }


def _touched(breach: Breach, language: Language) -> list[str]:
    return [one.say(language) for one in breach.products] or _known(breach.subprocessor)


def _known(name: str | None) -> list[str]:
    return [name] if name else []


def _say(words: Words | None, language: Language) -> str | None:
    return words.say(language) if words else None


def _listed(words: Words | None, language: Language) -> list[str]:
    return [words.say(language)] if words else []
