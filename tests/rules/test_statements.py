"""Every SQL statement is prepared, as the role that will run it, against the migrated schema."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from deploy.local.postgres import DATABASE, Postgres
from shared.migrate import SERVICES
from shared.sql import Statements
from tests.conftest import Database, copied, dropped

ROOT = Path(__file__).resolve().parents[2]
FILES = [*sorted(ROOT.glob("services/*/store/*.sql")), *sorted(ROOT.glob("shared/*.sql"))]


def _roles(path: Path) -> tuple[str, ...]:
    parts = path.relative_to(ROOT).parts
    return (parts[1],) if parts[0] == "services" else SERVICES


RUN = [(path, role) for path in FILES for role in _roles(path)]


@pytest.fixture(scope="module")
async def migrated(postgres: Postgres) -> AsyncIterator[Database]:
    """One for all: to prepare changes nothing."""
    name = f"test_{uuid4().hex}"
    await copied(postgres, DATABASE, name)
    yield Database(postgres, name)
    await dropped(postgres, name)


@pytest.mark.parametrize(("path", "role"), RUN, ids=lambda one: getattr(one, "stem", one))
async def test_each_statement_of_a_file_fits_the_schema(
    path: Path, role: str, migrated: Database
) -> None:
    connection = await asyncpg.connect(migrated.url(role))
    statements = Statements(path)
    for name in statements:
        try:
            prepared = await connection.prepare(statements[name])
        except asyncpg.PostgresError as error:
            pytest.fail(f"{path.name}: {name}: {error}")
        assert len(prepared.get_parameters()) <= 5, f"{path.name}: {name} takes too many parameters"
    await connection.close()
