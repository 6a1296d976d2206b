"""Migrations run once, forward, and a past file is never changed unseen."""

from pathlib import Path

import asyncpg
import pytest

from shared import migrate
from tests.conftest import Database


async def test_a_second_run_has_nothing_to_apply(database: Database) -> None:
    owner = await asyncpg.connect(database.url("schakel_owner"))
    assert await migrate.migrate(owner, demo=True) == []
    await owner.close()


async def test_a_changed_past_migration_is_refused(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await asyncpg.connect(database.url("schakel_owner"))
    step = tmp_path / "0001_first.sql"
    step.write_text("CREATE TABLE fresh.one (id int)")
    monkeypatch.setattr(migrate, "FOLDERS", {"fresh": tmp_path})
    assert await migrate.migrate(owner, demo=True) == ["fresh/0001_first.sql"]
    step.write_text("CREATE TABLE fresh.two (id int)")
    with pytest.raises(RuntimeError, match="add a new file"):
        await migrate.migrate(owner, demo=True)
    await owner.close()


async def test_a_migration_that_fails_leaves_nothing_behind(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await asyncpg.connect(database.url("schakel_owner"))
    (tmp_path / "0001_first.sql").write_text("CREATE TABLE fresh.one (id int); SELECT 1 / 0")
    monkeypatch.setattr(migrate, "FOLDERS", {"fresh": tmp_path})
    with pytest.raises(asyncpg.DivisionByZeroError):
        await migrate.migrate(owner, demo=True)
    assert await owner.fetchval("SELECT to_regclass('fresh.one')") is None
    await owner.close()
