"""Every SQL statement is prepared, as the role that will run it, against the migrated schema."""

from pathlib import Path

import asyncpg
import pytest

from shared.sql import Statements
from tests.conftest import Database

ROOT = Path(__file__).resolve().parents[2]
FILES = [*sorted(ROOT.glob("services/*/store/*.sql")), ROOT / "shared/outbox.sql"]


def _role(path: Path) -> str:
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "services" else "contracts"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
async def test_each_statement_of_a_file_fits_the_schema(path: Path, database: Database) -> None:
    connection = await asyncpg.connect(database.url(_role(path)))
    statements = Statements(path)
    for name in statements:
        try:
            prepared = await connection.prepare(statements[name])
        except asyncpg.PostgresError as error:
            pytest.fail(f"{path.name}: {name}: {error}")
        assert len(prepared.get_parameters()) <= 5, f"{path.name}: {name} takes too many parameters"
    await connection.close()
