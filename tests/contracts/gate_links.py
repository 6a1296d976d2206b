"""Who has the data of a client on any day, told from what was said and done: the days on which
changes came to hold, and what was agreed with one client about one link. It knows no ranges: what
was agreed on a day counts for that day and those that follow, and what has been stays as it was."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.contracts.gate_rules import Client
from tests.contracts.gate_story import NEVER, Story
from tests.contracts.house import Json


@dataclass
class Link:
    """``since`` null: a change begins it. ``agreed``: by client, on which day it was said from when
    the link holds; null: from then on never."""

    id: str
    product: str
    party: str
    since: date | None = None
    begun_by: Story | None = None
    ended_by: list[Story] = field(default_factory=list)
    agreed: dict[str, list[tuple[date, date | None]]] = field(default_factory=dict)

    @classmethod
    def recorded(cls, product: str, told: Json) -> "Link":
        return cls(told["link_id"], product, told["subprocessor"]["id"], date(2025, 1, 1))

    def agree(self, name: str, today: date, begins: date | None) -> None:
        self.agreed.setdefault(name, []).append((today, begins))

    def bounds(self, name: str, today: date, day: date) -> tuple[date, date]:
        """By the changes alone: its first day for a client, and the first on which it is over."""
        begins = self.begun_by.came(name, today, day) if self.begun_by else self.since
        ends = min((one.came(name, today, day) for one in self.ended_by), default=NEVER)
        return begins or NEVER, ends

    def holds(self, name: str, today: date, day: date) -> bool:
        begins, ends = self.bounds(name, today, day)
        said = [wanted for at, wanted in self.agreed.get(name, []) if at <= day]
        return begins <= day < ends and all(wanted and wanted <= day for wanted in said)

    def under_change(self, today: date) -> bool:
        touching = [*self.ended_by, *([self.begun_by] if self.begun_by else [])]
        return any(one.runs(today) for one in touching)

    def stands(self, today: date) -> bool:
        """For everybody whom no change holds back, and no change ends it or is about to."""
        begun = self.begun_by.first <= today if self.begun_by else True
        return begun and all(one.withdrawn for one in self.ended_by)

    def may_be_agreed(self, name: str, client: Client, today: date, wanted: date | None) -> bool:
        """Only ever later or less, for who takes the product, and while no change decides."""
        taken = client.takes_from(self.product, today)
        if self.under_change(today) or taken is None:
            return False
        begins, ends = self.bounds(name, today, today)
        said = [day for _, day in self.agreed.get(name, [])]
        if begins == NEVER or ends <= today or None in said:
            return False
        begins = max([begins, taken, *(day for day in said if day)])
        if wanted is None:
            return True
        return today <= begins < wanted < ends and not self.held(name, client, today)

    def held(self, name: str, client: Client, today: date) -> bool:
        """On some day that has been."""
        first = min(since for since, _ in client.takes[self.product])
        days = (first + timedelta(days=ahead) for ahead in range((today - first).days))
        return any(
            self.product in client.takes_today(day) and self.holds(name, today, day) for day in days
        )


def parties_on(links: list[Link], name: str, client: Client, today: date, day: date) -> set[str]:
    """The links by which parties have this client's data on a day, as known today."""
    taken = client.takes_today(day)
    return {one.id for one in links if one.product in taken and one.holds(name, today, day)}


def days_around(today: date, tick: int) -> list[date]:
    """Today, one day that was, and one that is still to come."""
    return [today, today - timedelta(days=1 + tick % 7), today + timedelta(days=1 + tick % 9)]
