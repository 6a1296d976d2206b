"""What really happened, by the mail server's own ledger, held against what we say of it."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from services.notifications.domain.evidence import Check
from services.notifications.store import evidence, notices
from shared.database import Pool, snapshot


class Ledger:
    """Read on as it grows."""

    def __init__(self, path: Path) -> None:
        self._path, self._at = path, 0
        self.taken, self.refused, self.given_away = Counter[str](), Counter[str](), Counter[str]()
        self.message_ids: dict[str, set[str]] = {}

    def read(self) -> "Ledger":
        if not self._path.exists():
            return self
        with self._path.open("rb") as file:
            file.seek(self._at)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._at += len(line)
                self._enter(json.loads(line))
        return self

    def _enter(self, row: dict[str, str]) -> None:
        who = row["recipient"]
        if row["what"] == "taken":
            self.taken[who] += 1
            self.message_ids.setdefault(who, set()).add(row["message_id"])
        elif row["what"] == "refused":
            self.refused[who] += 1
        else:
            self.given_away[who] += 1


class Standing(NamedTuple):
    """One recipient as we say it stands; ``accepted``: whether there is evidence that it was."""

    address: str
    state: str
    accepted: bool


@dataclass
class Verdict:
    """``faults`` counts what must never be, by its name; ``seen`` what happened, for the report."""

    faults: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)

    @property
    def clean(self) -> bool:
        return not +self.faults


async def look(pool: Pool, tenant: UUID) -> tuple[Counter[str], int]:
    """How many stand how, by the counts that staff see, and how many faults there are in that: at
    every moment everybody whom the evidence froze stands in one state, and the marks of the chunks
    say the same as the rows."""
    async with snapshot(pool, tenant) as connection:
        listed = await connection.fetch("SELECT id FROM notifications.notice")
        counted = await notices.counts(connection, [row["id"] for row in listed])
        rows = await connection.fetch(
            "SELECT state, count(*) AS n FROM notifications.standing GROUP BY state"
        )
        frozen = await connection.fetchval(
            "SELECT count(*) FROM notifications.evidence WHERE kind = 'queued'"
        )
    found = Counter[str]()
    for states in counted.values():
        found.update(states)
    same = found == {row["state"]: row["n"] for row in rows}
    return found, (not same) + (found.total() != frozen)


async def standings(pool: Pool, tenant: UUID) -> list[Standing]:
    async with snapshot(pool, tenant) as connection:
        rows = await connection.fetch(
            "SELECT p.payload ->> 'email' AS address, d.state, EXISTS ("
            "  SELECT FROM notifications.evidence e WHERE e.delivery_id = d.id"
            "  AND e.kind IN ('accepted', 'confirmed')) AS accepted"
            " FROM notifications.standing d"
            " JOIN notifications.disclosure p USING (notice_id, position)"
        )
    return [Standing(*row) for row in rows]


async def broken_chains(pool: Pool, tenant: UUID) -> int:
    broken = 0
    async with snapshot(pool, tenant) as connection:
        for row in await connection.fetch("SELECT id FROM notifications.notice"):
            check = Check(row["id"])
            async for link, disclosure in evidence.chain(connection, row["id"]):
                check.add(link, disclosure)
            broken += not check.conclude(await evidence.head(connection, row["id"])).sound
    return broken


def weigh(wanted: set[str], stand: list[Standing], ledger: Ledger) -> Counter[str]:
    """What must never be, of everybody who was to be told, once nothing is left to do."""
    faults = Counter[str]()
    failed = {one.address for one in stand if one.state == "failed"}
    left = {one.address for one in stand if one.state in ("queued", "sending", "in_doubt")}
    known = {one.address for one in stand}
    faults["lost"] = sum(not ledger.taken[who] for who in wanted - failed - left)
    faults["told twice"] = sum(times - 1 for times in ledger.taken.values())
    faults["told by nobody's wish"] = len(ledger.taken.keys() - wanted)
    faults["never frozen"] = len(wanted - known)
    faults["left open"] = len(left)
    faults["unreached and yet told"] = sum(bool(ledger.taken[who]) for who in failed)
    faults["unreached and never refused"] = sum(not ledger.refused[who] for who in failed)
    faults["accepted by our word alone"] = sum(
        one.accepted and not ledger.taken[one.address] for one in stand
    )
    faults["accepted without evidence"] = sum(
        one.state == "accepted" and not one.accepted for one in stand
    )
    faults["given away"] = ledger.given_away.total()
    faults["under two Message-IDs"] = sum(len(names) > 1 for names in ledger.message_ids.values())
    return faults
