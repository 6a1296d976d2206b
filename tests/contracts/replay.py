"""What should hold, told again from what was done: for each client the day on which a change came,
and from that the day on which each link began and ended. It knows no ranges and no exceptions.
"""

from dataclasses import dataclass, field
from datetime import date

NEVER = date.max


@dataclass
class LinkTold:
    party: str
    begins: date
    ends: date = NEVER
    change: str | None = None


@dataclass
class ClientTold:
    takes: date
    leaves: date = NEVER


@dataclass
class ChangeTold:
    """``concerns``: who was told; ``came``: on which day it came to hold for whom; ``first``: for
    everybody who came later."""

    ends: list[str]
    concerns: set[str] = field(default_factory=set)
    came: dict[str, date] = field(default_factory=dict)
    first: date = NEVER

    def day(self, client: str) -> date:
        return self.came.get(client, NEVER) if client in self.concerns else self.first


@dataclass
class Replay:
    links: dict[str, LinkTold] = field(default_factory=dict)
    clients: dict[str, ClientTold] = field(default_factory=dict)
    changes: dict[str, ChangeTold] = field(default_factory=dict)
    later: dict[tuple[str, str], date] = field(default_factory=dict)
    sooner: dict[tuple[str, str], date] = field(default_factory=dict)

    def goes_live(self, change: str, clients: set[str], today: date) -> None:
        told = self.changes[change]
        told.first = min(told.first, today)
        told.came.update(dict.fromkeys(clients - set(told.came), today))

    def held_back(self, change: str, client: str, today: date) -> None:
        """Where the change had come already, what it began ends that day."""
        if client in self.changes[change].came:
            for link, told in self.links.items():
                if told.change == change:
                    self.sooner[link, client] = min(today, self.sooner.get((link, client), NEVER))

    def of_client(self, client: str, on: date) -> set[str]:
        """The links that hold for a client on a day that has come."""
        who = self.clients[client]
        if not who.takes <= on < who.leaves:
            return set()
        return {link for link in self.links if self._holds(link, client, on)}

    def _holds(self, link: str, client: str, on: date) -> bool:
        told = self.links[link]
        begins = self.changes[told.change].day(client) if told.change else told.begins
        begins = self.later.get((link, client), begins)
        gone = [one.day(client) for one in self.changes.values() if link in one.ends]
        gone.append(self.sooner.get((link, client), NEVER))
        return begins <= on < min([told.ends, *gone])

    def of_product(self, on: date) -> set[str]:
        """The links that hold for the provider as a whole, or for a client who is held back."""
        somebody = {link for client in self.clients for link in self.of_client(client, on)}
        return somebody | {link for link in self.links if self._in_general(link, on)}

    def _in_general(self, link: str, on: date) -> bool:
        told = self.links[link]
        begins = self.changes[told.change].first if told.change else told.begins
        gone = [one.first for one in self.changes.values() if link in one.ends]
        return begins <= on < min([told.ends, *gone])
