"""A house in which very much is looked up."""

from dataclasses import dataclass
from typing import Any

import asyncpg

from tests.contracts.house import House


@dataclass
class Looking(House):
    """Reads through one connection: a new one for each look takes longer than the look."""

    kept: "asyncpg.Connection[Any] | None" = None

    async def fetch(self, query: str, *values: Any, role: str = "postgres") -> list[Any]:
        if self.kept is None or role != "postgres":
            return await super().fetch(query, *values, role=role)
        return list(await self.kept.fetch(query, *values))
