"""Keys that were used before are still taken once the SHA-256 of a key alone is kept."""

import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from services.contracts.domain.said import kept_under
from shared import migrate
from tests.conftest import Database

STEP = "0102_answers_of_clients.sql"
TENANT, CLIENT = UUID(int=1), UUID("0190c0de-0000-7000-8000-000000000002")
FILLED = f"""
    SELECT set_config('app.tenant', '{TENANT}', false);
    INSERT INTO contracts.tenant (tenant_id, slug, name, eu_only)
    VALUES ('{TENANT}', 'x', 'X', false);
    INSERT INTO contracts.idempotency (key, body_digest, answer)
    VALUES ('order-7', sha256('x'), '{{"status": 201, "body": {{"client_id": "{CLIENT}"}}}}');
"""


async def test_a_key_from_before_stays_taken_and_tells_of_whom_its_answer_is(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await asyncpg.connect(database.url("schakel_owner"))
    await owner.execute("DROP SCHEMA contracts CASCADE")
    before = tmp_path / "before"
    shutil.copytree(migrate.FOLDERS["contracts"], before)
    for path in before.glob("*.sql"):
        if path.name >= STEP:
            path.unlink()
    monkeypatch.setitem(migrate.FOLDERS, "contracts", before)
    await migrate.migrate(owner)
    admin: Any = await asyncpg.connect(database.url("postgres"))
    await admin.execute(FILLED)
    monkeypatch.undo()
    assert f"contracts/{STEP}" in await migrate.migrate(owner)
    row = await admin.fetchrow("SELECT key, about FROM contracts.idempotency")
    assert (row["key"], row["about"]) == (kept_under("order-7", None), [CLIENT])
    await admin.close()
    await owner.close()
