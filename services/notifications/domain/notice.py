"""What a person is told, and which facts it may not go without."""

from collections.abc import Iterator
from typing import Literal
from uuid import UUID

from services.notifications.domain.delivery import Terms
from services.notifications.domain.facts import (
    ChangeFacts,
    IncidentFacts,
    Kind,
    Line,
    NoticeFacts,
    ObjectionFacts,
    Party,
    PublicFacts,
    UpstreamFacts,
    VersionFacts,
)
from shared.errors import Invalid

Purpose = Literal["sign", "object", "approve", "read"]


class FactMissing(Invalid):
    """A notice that would leave out what the law or the agreement makes it say."""


_READ: frozenset[Kind] = frozenset(
    {
        "agreement_signed",
        "agreement_countersigned",
        "annex_renewed",
        "change_effective",
        "change_altered",
        "objection_decided",
        "agreement_ending",
        "ending_withdrawn",
    }
)
_SIGNED: frozenset[Kind] = frozenset({"agreement_signed", "agreement_countersigned"})


def link_to(kind: Kind, subject_id: UUID, terms: Terms) -> tuple[Purpose, str] | None:
    """What the message invites to and the page of the portal for it; None for a mere notice."""
    if kind == "change_announced":
        purpose: Purpose = "approve" if terms.authorisation == "specific" else "object"
        return purpose, f"/changes/{subject_id}/{purpose}"
    if kind in ("agreement_ready", "amendment_ready", "agreement_reminder"):
        return "sign", f"/agreements/{terms.agreement_id}/sign"
    if kind == "incident_notified":
        return "read", "/incidents"
    if kind in _READ:
        return "read", "/home"
    return None


def require_complete(facts: NoticeFacts) -> None:
    """Raise ``FactMissing`` naming every mandatory fact that nobody has filled in.

    GDPR art. 28(2) asks that a change of sub-processors can be judged: who, for what, where, from
    when; EDPB Opinion 22/2024 asks it for each of them.
    """
    lacking = [field for field, value in _mandatory(facts) if not value]
    if lacking:
        raise FactMissing(
            "fact-missing",
            f"This notice can't be sent without {', '.join(lacking)}; fill it in and it goes out"
            " by itself.",
            field=lacking[0],
            errors=[
                {"field": one, "code": "fact-missing", "message": f"Fill in {one}."}
                for one in lacking
            ],
        )


def require_terms(facts: NoticeFacts, terms: Terms) -> None:
    """Raise ``FactMissing`` when the recipient could not be told until when to object."""
    if facts.kind == "change_announced" and not (terms.deadline or terms.earliest_deadline):
        raise FactMissing(
            "fact-missing", "This agreement has no term for objections.", field="deadline"
        )


def _mandatory(facts: NoticeFacts) -> Iterator[tuple[str, object]]:
    yield "provider.name", facts.provider.name.strip()
    if isinstance(facts, ChangeFacts):
        yield "effective_on", facts.effective_on
        if facts.kind == "change_altered":
            yield "earlier_days", facts.earlier_days
            yield "altered_because", facts.altered_because
        yield "lines", facts.lines
        for number, line in enumerate(facts.lines):
            yield from _mandatory_of_line(f"lines.{number}", line)
    elif isinstance(facts, VersionFacts):
        yield "digest", facts.digest
        yield "signed_at", facts.signed_at or facts.kind not in _SIGNED
        yield "amendment", facts.amendment or facts.kind != "amendment_ready"
    elif isinstance(facts, IncidentFacts):
        yield "told.title", facts.told.title.strip()
        yield "told.products", facts.told.products or facts.told.subprocessor
    elif isinstance(facts, PublicFacts):
        yield "effective_on", facts.effective_on
        yield "lines", facts.lines
    elif isinstance(facts, UpstreamFacts):
        yield "subprocessor", facts.subprocessor.strip()
        yield "ends_on", facts.ends_on
    elif isinstance(facts, ObjectionFacts) and facts.kind == "objection_decided":
        yield "decision", facts.decision
        yield "reason", facts.reason


def _mandatory_of_line(path: str, line: Line) -> Iterator[tuple[str, object]]:
    if line.action != "addition":
        yield f"{path}.old", line.old and line.old.name.strip()
    if line.action != "removal":
        yield f"{path}.new", line.new and line.new.name.strip()
        yield from _mandatory_of_party(f"{path}.new", line.new)


def _mandatory_of_party(path: str, party: Party | None) -> Iterator[tuple[str, object]]:
    if party:
        yield f"{path}.purpose", party.purpose
        yield f"{path}.location", party.location
