"""Who is protected, worked out from the rules of the law and the agreement alone: a log of what
happened, and plain reasoning over it. Nothing here looks at the database."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.contracts.domain.deadline import last_day


@dataclass
class Objection:
    """``at``: the place in the log; ``answers``: decision and, where one may leave, until when."""

    at: int
    answers: list[tuple[str, date | None]] = field(default_factory=list)


@dataclass
class Party:
    """One client under its own terms, and everything that happened to it."""

    at: int
    terms: dict[str, Any]
    told: dict[str, list[tuple[str, date]]] = field(default_factory=dict)
    objections: list[Objection] = field(default_factory=list)
    approved: bool = False
    gone: bool = False
    ends_on: date | None = None

    def reached_on(self) -> date | None:
        """The first of the days on which a notice arrived that did not come back."""
        days = [said[-1][1] for said in self.told.values() if said and said[-1][0] == "accepted"]
        return min(days, default=None)

    def last_day(self) -> date | None:
        """Until when it may object."""
        start = self.reached_on()
        if start is None:
            return None
        days = max(self.terms["notice_days"], self.terms["objection_days"])
        return last_day(start, days, self.terms["day_kind"])


@dataclass
class Announced:
    """A published change; ``overrides`` are places in the log, by client or for all (null)."""

    effective_on: date
    urgent: bool
    parties: dict[str, Party]
    overrides: list[tuple[int, str | None]] = field(default_factory=list)

    def passed_at(self, name: str) -> int | None:
        """The last override that speaks of this client."""
        return max(
            (
                at
                for at, whom in self.overrides
                if whom == name or (whom is None and self.parties[name].at < at)
            ),
            default=None,
        )

    def standing(self, name: str, today: date) -> str:
        party = self.parties[name]
        if party.gone:
            return "effective"
        if party.ends_on and party.ends_on <= today:
            return "ended"
        return self._no(name) or self._silence(name) or self._time(name, today)

    def _no(self, name: str) -> str | None:
        """A no that stands: nobody answered it, or the answer isn't one under this agreement."""
        party, passed = self.parties[name], self.passed_at(name)
        meaning = party.terms["on_objection"]
        standing = None
        for objection in party.objections:
            overridden = passed is not None and objection.at < passed and meaning != "block"
            answer = objection.answers[-1][0] if objection.answers else None
            if answer is None and not overridden:
                return "objection_open"
            if answer in ("client_held_back", "agreement_ended"):
                standing = "objection_upheld"
            if overridden:
                continue
            if (answer, meaning) in (
                ("measure_taken", "block"),
                ("alternative_offered", "block"),
                ("alternative_offered", "mitigate"),
            ):
                standing = "objection_upheld"
        return standing

    def _silence(self, name: str) -> str | None:
        """Silence means nothing from who heard nothing, and is no yes under specific terms."""
        party = self.parties[name]
        if party.reached_on() is None and self.passed_at(name) is None:
            return "unreached"
        if party.terms["authorisation"] == "specific" and not party.approved:
            return "approval_missing"
        return None

    def _time(self, name: str, today: date) -> str:
        party, passed = self.parties[name], self.passed_at(name)
        clause = party.terms["emergency_clause"] and party.terms["authorisation"] == "general"
        deadline = party.last_day()
        if passed is None and not (self.urgent and clause):
            assert deadline is not None
            if today <= deadline:
                return "notice_running"
        # Only under terminate does an answer leave days to go away in.
        leave = [
            until
            for objection in party.objections
            if objection.answers and (passed is None or objection.at > passed)
            if (until := objection.answers[-1][1])
        ]
        if leave and max(leave) >= max(today, self.effective_on):
            return "may_leave"
        return "before_effective_date" if today < self.effective_on else "clear"
