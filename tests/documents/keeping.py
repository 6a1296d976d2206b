"""What is in storage beside what is recorded, and a day that passes."""

from dataclasses import dataclass
from pathlib import Path

import asyncpg

from services.documents.settings import StorageSettings
from tests.conftest import Database


async def a_day_passes(database: Database) -> None:
    """For everything that was on its way to storage."""
    await as_superuser(
        database, "UPDATE documents.storing SET begun_at = begun_at - interval '25 hours'"
    )


async def as_superuser(database: Database, statement: str) -> None:
    connection = await asyncpg.connect(database.url("postgres"))
    await connection.execute(statement)
    await connection.close()


@dataclass(frozen=True)
class Ledger:
    """Keys that are recorded, and keys that lie in the folder under S3."""

    recorded: set[str]
    stored: set[str]


async def ledger(database: Database, objects: Path, settings: StorageSettings) -> Ledger:
    connection = await asyncpg.connect(database.url("postgres"))
    rows = await connection.fetch("SELECT DISTINCT object_key FROM documents.kept")
    await connection.close()
    bucket = objects / settings.s3_bucket
    stored = {str(path.relative_to(bucket)) for path in bucket.rglob("*") if path.is_file()}
    return Ledger({row["object_key"] for row in rows}, stored)
