"""A house in which very much is looked up, and one history after another begins."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import asyncpg

from tests.contracts.house import House, found_provider


@dataclass
class Looking(House):
    """Reads through one connection: a new one for each look takes longer than the look."""

    kept: "asyncpg.Connection[Any] | None" = None

    async def fetch(self, query: str, *values: Any, role: str = "postgres") -> list[Any]:
        if self.kept is None or role != "postgres":
            return await super().fetch(query, *values, role=role)
        return list(await self.kept.fetch(query, *values))


async def start(opened: House, kept: "asyncpg.Connection[Any]", ahead: int) -> House:
    """A provider of its own, some days from now; what runs for others is looked at no more."""
    await kept.execute("DELETE FROM contracts.running_change")
    await kept.execute("UPDATE clock.simulation SET ahead = '0'")
    house = Looking(opened.app, opened.client, opened.database, kept=kept)
    await found_provider(house, f"p-{house.tenant.hex[:12]}")
    await house.go_to(await house.today() + timedelta(days=ahead))
    return house
