"""Who is protected, worked out from the rules of the law and the agreement alone: a log of what
happened, and plain reasoning over it. Nothing here looks at the database."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from services.contracts.domain.deadline import last_day

ONE, OTHER = "hosting", "mail"


@dataclass
class Objection:
    """``at``: the place in the log; ``answers``: decision and, where one may leave, until when;
    ``late``: the day on which it came, where that was past the last one."""

    at: int
    late: date | None = None
    answers: list[tuple[str, date | None]] = field(default_factory=list)

    def withdrawn(self) -> bool:
        return bool(self.answers) and self.answers[-1][0] == "objection_withdrawn"


@dataclass
class Client:
    """What is agreed with it: its terms, when it ends, and from when until when it takes what."""

    terms: dict[str, Any]
    ends_on: date | None = None
    takes: dict[str, list[tuple[date, date | None]]] = field(default_factory=dict)

    def is_over(self, products: set[str], today: date) -> bool:
        """Nothing of these products is taken today or later."""
        return all(self.takes_from(product, today) is None for product in products)

    def may_take(self, product: str, day: date) -> bool:
        """Not yet, or no more by that day."""
        spans = self.takes.get(product, [])
        return all(until is not None and until <= max(day, since) for since, until in spans)

    def goes_on(self, today: date) -> bool:
        return self.ends_on is None or today < self.ends_on

    def takes_from(self, product: str, today: date) -> date | None:
        """Since when, or from when on; null where it takes it neither today nor later."""
        if self.ends_on and self.ends_on <= today:
            return None
        ends = self.ends_on or date.max
        spans = [(since, min(until or ends, ends)) for since, until in self.takes.get(product, [])]
        return min((since for since, until in spans if max(today, since) < until), default=None)

    def takes_today(self, today: date) -> set[str]:
        if self.ends_on and self.ends_on <= today:
            return set()
        return {
            product
            for product, spans in self.takes.items()
            for since, until in spans
            if since <= today and (until is None or today < until)
        }


@dataclass
class Party:
    """One client that was told of one change, under its terms of that moment. ``told``: by
    recipient, what became of the notice and when. ``gone_on``: since when the change
    holds for it; ``out``: it was concerned no more when the change first took effect."""

    at: int
    client: Client
    terms: dict[str, Any]
    told: dict[str, list[tuple[datetime, str, date]]] = field(default_factory=dict)
    objections: list[Objection] = field(default_factory=list)
    approvals: list[int] = field(default_factory=list)
    gone_on: date | None = None
    out: bool = False

    @property
    def gone(self) -> bool:
        return self.gone_on is not None

    def reached_on(self) -> date | None:
        """The first of the days on which a notice arrived that did not come back."""
        last = [max(said) for said in self.told.values() if said]
        return min((day for _, outcome, day in last if outcome == "accepted"), default=None)

    def last_day(self) -> date | None:
        """Until when it may object."""
        start = self.reached_on()
        if start is None:
            return None
        days = max(self.terms["notice_days"], self.terms["objection_days"])
        return last_day(start, days, self.terms["day_kind"])

    def is_late(self, objection: Objection) -> bool:
        """Whether it still is: the last day moves for who turns out not to have been reached."""
        deadline = self.last_day()
        return bool(objection.late and deadline and objection.late > deadline)

    def approved(self) -> bool:
        """A no after a yes takes that back, unless the no was taken back itself."""
        noes = [one.at for one in self.objections if not one.withdrawn()]
        return any(all(no < yes for no in noes) for yes in self.approvals)


@dataclass
class Announced:
    """A published change; ``overrides`` are places in the log, by client or for all (null)."""

    effective_on: date
    urgent: bool
    parties: dict[str, Party]
    products: set[str] = field(default_factory=lambda: {ONE, OTHER})
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
        if party.out or party.client.is_over(self.products, today):
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
            if party.is_late(objection) and answer not in ("client_held_back", "agreement_ended"):
                continue
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
        if party.terms["authorisation"] == "specific" and not party.approved():
            return "approval_missing"
        return None

    def free_on(self, name: str, today: date) -> date | None:
        """The first day, from today on, on which only a word could still hold it; null where more
        than time does."""
        if self._no(name) or self._silence(name):
            return None
        days = (today + timedelta(days=ahead) for ahead in range(366))
        return next(day for day in days if self._time(name, day) == "clear")

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
            if not party.is_late(objection)
            if (until := objection.answers[-1][1])
        ]
        if leave and max(leave) >= max(today, self.effective_on):
            return "may_leave"
        return "before_effective_date" if today < self.effective_on else "clear"

    def may_object(self, name: str, today: date) -> str | None:
        """Of who is still protected: in time until its last day, or for as long as silence is no
        yes; late after that."""
        party = self.parties[name]
        if self.standing(name, today) in ("ended", "objection_open", "objection_upheld"):
            return None
        if party.objections:
            last = party.objections[-1]
            if party.is_late(last) and not last.withdrawn():
                return None
        deadline = party.last_day()
        if deadline is None or today <= deadline or party.terms["authorisation"] == "specific":
            return "in time"
        return "late"
