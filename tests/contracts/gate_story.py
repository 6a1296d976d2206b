"""One change in the machine of the gate: the real one, and what the model knows of it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tests.contracts.gate_rules import Announced, Client, Party
from tests.contracts.running import Running

NEVER = date.max
HELD = {
    "objection_open",
    "objection_upheld",
    "unreached",
    "approval_missing",
    "notice_running",
    "may_leave",
    "before_effective_date",
}


@dataclass
class Story:
    """``first``: the day on which it took effect for somebody. ``waves``: who went together."""

    running: Running
    model: Announced
    at_once: bool
    first: date = NEVER
    withdrawn: bool = False
    waves: list[list[str]] = field(default_factory=list)
    objections: dict[str, list[str]] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return UUID(self.running.change["id"])

    @property
    def path(self) -> str:
        return self.running.path

    @property
    def waved(self) -> bool:
        return self.first < NEVER

    def expected(self, today: date) -> dict[str, str]:
        return {name: self.model.standing(name, today) for name in self.model.parties}

    def state(self, today: date) -> str:
        if self.withdrawn:
            return "withdrawn"
        if not self.waved:
            return "published"
        left = set(self.expected(today).values()) - {"effective", "ended"}
        return "partly_effective" if left else "effective"

    def runs(self, today: date) -> bool:
        return self.state(today) in ("published", "partly_effective")

    def welcome(self, name: str, client: Client, at: int, today: date) -> None:
        """Who comes before it holds for anybody is told too."""
        if self.waved or self.withdrawn or name in self.model.parties:
            return
        if not client.is_over(self.model.products, today):
            self.model.parties[name] = Party(at, client, dict(client.terms))

    def came(self, name: str, today: date, day: date) -> date:
        """On which day it came to hold for a client; for a day that is still to come the first on
        which it may, if nobody says a word from here on."""
        party = self.model.parties.get(name)
        if party is None or party.out:
            return self.first
        if party.gone_on:
            return party.gone_on
        if day <= today or self.withdrawn or self.model.standing(name, today) == "ended":
            return NEVER
        return self._last_free(today) if self.at_once else self._free_on(name, today)

    def _free_on(self, name: str, today: date) -> date:
        return self.model.free_on(name, today) or NEVER

    def _last_free(self, today: date) -> date:
        """Of a change that can't be run both ways: when the last may go."""
        left = [one for one, said in self.expected(today).items() if said in HELD | {"clear"}]
        return max(self._free_on(one, today) for one in left)

    def go(self, standings: dict[str, str], today: date) -> None:
        for name, standing in standings.items():
            party = self.model.parties[name]
            if standing == "clear":
                party.gone_on = today
            party.out |= standing == "ended" and not self.waved
        self.first = min(self.first, today)
        self.waves.append([name for name, said in standings.items() if said == "clear"])
