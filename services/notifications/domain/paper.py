"""The report of a change for paper: what documents prints of it, in one language. It is bounded,
and says itself of whatever it leaves to the files how much that is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from services.notifications.domain.delivery import State
from services.notifications.domain.evidence import Head, Link, moment_of
from services.notifications.domain.explanation import CHECK, LEVELS
from services.notifications.domain.facts import ChangeFacts, Kind
from services.notifications.domain.fault import Fault
from services.notifications.domain.letter import printed_line
from services.notifications.domain.telling import Telling
from shared.text import Language, Text

# As much as anybody reads, and as a printer of letters binds; whatever is more stands in the files.
MOST_PEOPLE = 500
MOST_NOTICES = 100
MOST_OBJECTIONS = 200
MOST_APPROVALS = 200
# Whoever was not reached for certain comes first.
DEVIATING: tuple[State, ...] = ("failed", "in_doubt", "sending", "queued", "stopped")
REACHED: tuple[State, ...] = ("accepted",)

# By these a term to object begins to run.
_BEGINNING: tuple[Kind, ...] = ("change_announced", "change_altered")

_PROVIDER = (
    "name", "legal_name", "registration", "address", "country", "email", "phone", "website",
    "privacy_contact", "representative", "dpo",
)  # fmt: skip


class Course:
    """When a notice went out, how often it was opened, and how many letters were posted instead, by
    the rows of its chain."""

    def __init__(self) -> None:
        self.first: datetime | None = None
        self.last: datetime | None = None
        self.seen = self.posted = 0

    def add(self, link: Link) -> None:
        if link.kind == "seen":
            self.seen += 1
        elif link.kind == "posted":
            self.posted += 1
        elif link.kind in ("accepted", "confirmed"):
            self.first = min(self.first or link.at, link.at)
            self.last = max(self.last or link.at, link.at)


class Chapter(NamedTuple):
    """A notice with what its chain says of it."""

    id: str
    kind: Kind
    created_at: datetime
    head: Head
    erased: int
    findings: Sequence[Fault]
    account: Mapping[str, int]
    course: Course

    def printed(self, language: Language) -> dict[str, Any]:
        account = self.account
        return {
            "id": self.id,
            "kind": self.kind,
            "created_at": moment_of(self.created_at),
            "first_at": _moment(self.course.first),
            "last_at": _moment(self.course.last),
            "head": self.head.digest.hex(),
            "rows": self.head.length,
            "erased": self.erased,
            "sound": not self.findings,
            "faults": [one.detail.say(language) for one in self.findings],
            "total": account["recipients"],
            "accepted": account["delivered"],
            "seen": self.course.seen,
            "waiting": account["waiting"],
            "in_doubt": account["in_doubt"],
            "failed": account["unreached"],
            "stopped": account["stopped"],
            "posted": self.course.posted,
        }


def whole(chapters: Sequence[Chapter], people: int, answers_left_out: int) -> dict[str, Any]:
    """Over all notices; ``people``: how many are printed."""
    total = sum(one.account["recipients"] for one in chapters)
    notices = max(len(chapters) - MOST_NOTICES, 0)
    return {
        "notices": len(chapters),
        "rows": sum(one.head.length for one in chapters),
        "erased": sum(one.erased for one in chapters),
        "sound": not any(one.findings for one in chapters),
        "total": total,
        "people_left_out": total - people,
        "notices_left_out": notices,
        "complete": people == total and not notices and not answers_left_out,
    }


def provider(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told.get(name) for name in _PROVIDER}


def change(told: Mapping[str, Any], language: Language) -> dict[str, Any]:
    return {
        "id": told["id"],
        "title": _said(told["title"], language),
        "reason": _said(told["reason"], language),
        "announced_for": told["announced_for"],
        "effective_on": told["effective_on"],
        "published_at": told["published_at"],
        "withdrawn_at": told["withdrawn_at"],
        "emergency": _said(told["emergency"], language),
    }


def lines(facts: Iterable[object], language: Language) -> list[dict[str, Any]]:
    """As they were told, by the first notice that says them."""
    found = next((one for one in facts if isinstance(one, ChangeFacts)), None)
    return [printed_line(line, language) for line in found.lines] if found else []


def postponements(told: Sequence[Mapping[str, Any]], language: Language) -> list[dict[str, Any]]:
    """Those that were confirmed, which alone are told."""
    return [
        {
            "effective_on": one["effective_on"],
            "reason": _said(one["reason"], language),
            "at": one["confirmed_at"],
        }
        for one in told
        if one["confirmed_at"]
    ]


def wave(told: Mapping[str, Any]) -> dict[str, Any]:
    """For how many agreements it holds since then."""
    return {
        "at": told["activated_at"],
        "agreements": told["agreements"],
        "by_staff": told["activated_by"] is not None,
    }


def approval(standing: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "client": standing["client"],
        "reference": standing["agreement_reference"],
        "at": standing["approved_at"],
        "by": standing["approved_by"],
    }


def override(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "person": told["person"],
        "reason": told["reason"],
        "at": told["overridden_at"],
        "everybody": told["agreement_id"] is None,
    }


def objection(told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "client": told["client"],
        "received_at": told["received_at"],
        "grounds": told["grounds"],
        "late_after": told["late_after"],
        "decisions": [
            {"decision": one["decision"], "reason": one["reason"], "at": one["decided_at"]}
            for one in told["decisions"]
        ],
    }


def person(kind: Kind, telling: Telling) -> dict[str, Any]:
    who, terms = telling.person, telling.terms
    return {
        "notice": kind,
        "client": who.client if who else None,
        "name": who.name if who else None,
        "email": who.email if who else None,
        "reference": terms.reference,
        "deadline": terms.deadline.isoformat() if terms.deadline else None,
        "counted_from": None if terms.deadline or kind not in _BEGINNING else terms.counted_from,
        "channel": telling.channel,
        "proof": telling.proof,
        "attempts": telling.attempts,
        "queued_at": _moment(telling.first("queued")),
        "at": _moment(telling.handed_over_at),
        "missed_at": _moment(telling.missed_at),
        "seen_at": _moment(telling.first("seen")),
        "acknowledged_at": _moment(telling.first("acknowledged")),
        "posted_on": telling.posted_on and telling.posted_on.isoformat(),
        "message_id": telling.said("message_id"),
        "message_digest": telling.said("digest"),
        "reply": telling.said("reply") or telling.said("reason"),
    }


def levels(language: Language) -> list[dict[str, Any]]:
    return [{"proof": level, "meaning": text.say(language)} for level, text in LEVELS.items()]


def how_to_check(language: Language) -> list[str]:
    return [one.say(language) for one in CHECK]


def _said(text: Mapping[str, str] | None, language: Language) -> str | None:
    return Text.model_validate(text).say(language) if text else None


def _moment(at: datetime | None) -> str | None:
    return moment_of(at) if at else None
