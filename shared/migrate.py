"""Forward-only migrations, as the owner: ``NNNN_name.sql`` per schema, each in one transaction.

python -m shared.migrate              # SCHAKEL_OWNER_URL; every schema of this installation
"""

import asyncio
import hashlib
import os
from pathlib import Path

import asyncpg

from shared.queue import install_sql

ROOT = Path(__file__).resolve().parents[1]
SERVICES = ("contracts", "documents", "notifications", "portal")
FOLDERS = {
    "clock": ROOT / "shared/migrations/clock",
    "bus": ROOT / "shared/migrations/bus",
    "access": ROOT / "shared/migrations/access",
    "trail": ROOT / "shared/migrations/trail",
    **{name: ROOT / "services" / name / "migrations" for name in SERVICES},
}
# Two replicas that start together: one migrates, the other waits.
LOCK = 7_236_542_365


async def migrate(
    connection: "asyncpg.Connection[asyncpg.Record]", *, demo: bool = False
) -> list[str]:
    """Bring every schema up to date; the names of what was applied. A changed past file raises."""
    await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
    try:
        applied = [
            name
            for schema, folder in FOLDERS.items()
            for name in await _schema(connection, schema, folder)
        ]
        await connection.execute("UPDATE clock.simulation SET demo = $1 WHERE demo <> $1", demo)
        return applied
    finally:
        await connection.execute("SELECT pg_advisory_unlock($1)", LOCK)


async def _schema(
    connection: "asyncpg.Connection[asyncpg.Record]", schema: str, folder: Path
) -> list[str]:
    await connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    await connection.execute(
        f"CREATE TABLE IF NOT EXISTS {schema}.migration"
        "(name text PRIMARY KEY, digest bytea NOT NULL,"
        " applied_at timestamptz NOT NULL DEFAULT now())"
    )
    known = {
        row["name"]: row["digest"]
        for row in await connection.fetch(f"SELECT name, digest FROM {schema}.migration")
    }
    steps = {path.name: path.read_text() for path in sorted(folder.glob("*.sql"))}
    if schema in SERVICES:
        steps = {"0000_service": _service(schema), **steps}
    return [
        f"{schema}/{name}"
        for name, text in steps.items()
        if await _step(connection, schema, name, text, known.get(name))
    ]


def _service(schema: str) -> str:
    return f"""
        GRANT USAGE ON SCHEMA {schema} TO {schema};
        SET LOCAL search_path = {schema};
        {install_sql(schema)};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {schema};
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {schema};
        REVOKE ALL ON {schema}.migration FROM {schema};
    """


async def _step(
    connection: "asyncpg.Connection[asyncpg.Record]",
    schema: str,
    name: str,
    text: str,
    known: bytes | None,
) -> bool:
    digest = hashlib.sha256(text.encode()).digest()
    if known is not None:
        if known != digest and not name.startswith("0000"):
            raise RuntimeError(
                f"{schema}/{name} was changed after it was applied; add a new file instead"
            )
        return False
    async with connection.transaction():
        await connection.execute(text)
        await connection.execute(
            f"INSERT INTO {schema}.migration (name, digest) VALUES ($1, $2)", name, digest
        )
    return True


async def main() -> None:
    connection = await asyncpg.connect(os.environ["SCHAKEL_OWNER_URL"])
    try:
        for name in await migrate(connection, demo=os.environ.get("SCHAKEL_DEMO") == "1"):
            print(f"applied {name}")
    finally:
        await connection.close()


if __name__ == "__main__":
    asyncio.run(main())
