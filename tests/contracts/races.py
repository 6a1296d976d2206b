"""Two things at once, of which the first stands still at a crucial line: the table that it writes
next is locked from outside (docs/decisions/0009), and the second begins meanwhile."""

import asyncio
from collections.abc import Coroutine
from typing import Any, NamedTuple

import asyncpg

from tests.contracts.house import House, Json, Person

WAITS = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted"
PATIENCE = 10.0


class Answer(NamedTuple):
    status: int
    body: Json

    @property
    def code(self) -> str | None:
        """Of the problem, where it was refused."""
        return None if self.status < 400 else self.body["type"].rpartition(":")[2]


async def ask(who: Person, path: str, body: Json = None) -> Answer:
    """Whatever the answer is."""
    headers = {"Authorization": f"Bearer {who.token}"}
    answer = await who.client.post(path, json=body, headers=headers)
    return Answer(answer.status_code, answer.json() if answer.content else None)


async def race(
    house: House, table: str, first: Coroutine[Any, Any, Any], second: Coroutine[Any, Any, Any]
) -> tuple[Any, Any]:
    """``first`` waits to write the table until ``second`` waits for it, or is done."""
    owner = await asyncpg.connect(house.database.url("postgres"))
    try:
        async with owner.transaction():
            await owner.execute(f"LOCK TABLE contracts.{table} IN SHARE ROW EXCLUSIVE MODE")
            running = asyncio.create_task(first)
            await _until(owner, 1, running)
            assert not running.done(), "the first never came to the table"
            follower = asyncio.create_task(second)
            await _until(owner, 2, follower)
        async with asyncio.timeout(PATIENCE):
            return await running, await follower
    finally:
        await owner.close()


async def _until(owner: "asyncpg.Connection[Any]", waiting: int, task: asyncio.Task[Any]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not task.done() and await owner.fetchval(WAITS) < waiting:
            await asyncio.sleep(0.02)
