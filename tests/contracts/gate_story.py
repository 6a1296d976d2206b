"""One change in the machine of the gate: the real one, and what the model knows of it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from tests.contracts.gate_rules import Announced, Client, Party
from tests.contracts.running import Running

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
    """``old`` null: an addition. ``waved``: it has taken effect for somebody."""

    running: Running
    model: Announced
    at_once: bool
    old: str | None
    new: str
    waved: bool = False
    withdrawn: bool = False
    objections: dict[str, list[str]] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return UUID(self.running.change["id"])

    @property
    def path(self) -> str:
        return self.running.path

    def expected(self, today: date) -> dict[str, str]:
        return {name: self.model.standing(name, today) for name in self.model.parties}

    def state(self, today: date) -> str:
        if self.withdrawn:
            return "withdrawn"
        if not self.waved:
            return "published"
        left = set(self.expected(today).values()) - {"effective", "ended"}
        return "partly_effective" if left else "effective"

    def welcome(self, name: str, client: Client, at: int, today: date) -> None:
        """Who comes before it holds for anybody is told too."""
        if self.waved or self.withdrawn or name in self.model.parties:
            return
        if not client.is_over(self.model.products, today):
            self.model.parties[name] = Party(at, client, dict(client.terms))

    def who(self, name: str, product: str) -> set[str]:
        """Who processes by this change, for a client that takes the product today."""
        if product not in self.model.products:
            return {self.old} if self.old else set()
        party = self.model.parties.get(name)
        if party is None or party.out:
            holds = self.waved
        elif party.taken_back:
            return set()
        else:
            holds = party.gone
        if holds:
            return {self.new}
        return {self.old} if self.old else set()

    def go(self, standings: dict[str, str]) -> None:
        for name, standing in standings.items():
            party = self.model.parties[name]
            party.gone |= standing == "clear"
            party.out |= standing == "ended" and not self.waved
        self.waved = True
