"""A file of a hundred thousand rows, two people of fifty thousand clients, taken in by the worker
of the service while the notice of a change runs: the seconds of each stage, as the import records
them.
"""

import csv
import io
from uuid import UUID

from pydantic import SecretStr

from bench.data import PRODUCTS
from bench.report import Stages
from deploy.local.postgres import Postgres
from services.contracts.commands.example_import import CSV
from services.contracts.commands.work_on_import import work_on_import
from services.contracts.domain.client_import import ImportWish
from services.contracts.domain.import_columns import COLUMNS
from services.contracts.store import client_imports
from shared.database import connect, tenant_transaction

ROWS = 100_000
DUTIES = ("signatory", "notice, privacy")


def file_of(rows: int) -> bytes:
    """Two rows for each client: who signs, and who is told."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [column.field for column in COLUMNS])
    writer.writeheader()
    example = {column.field: column.example[1] for column in COLUMNS}
    for row in range(rows):
        number = row // 2
        writer.writerow(
            example
            | {
                "external_id": f"B-{number}",
                "name": f"Bakkerij {number}",
                "contact_name": f"Persoon {row}",
                "email": f"persoon{row}@bakkerij.example",
                "duties": DUTIES[row % 2],
                "products": f"product-{number % PRODUCTS}",
            }
        )
    return out.getvalue().encode()


async def measure(server: Postgres, tenant: UUID) -> Stages:
    """Into a provider that has its products; raises ``RuntimeError`` when not all came in."""
    async with connect(SecretStr(server.url("contracts"))) as pool:
        wish = ImportWish(
            file_name="clients.csv", media_type=CSV, dry_run=False, on_existing="keep"
        )
        async with tenant_transaction(pool, tenant) as connection:
            import_id = await client_imports.insert(connection, wish, file_of(ROWS), None)
        await work_on_import(pool, tenant, import_id)
        async with tenant_transaction(pool, tenant) as connection:
            done = await client_imports.read(connection, import_id)
    if done is None or done.tally.added != ROWS // 2:
        raise RuntimeError(f"not imported: {done}")
    return Stages(
        "import of 100,000 rows", {str(stage): taken for stage, taken in done.tally.seconds.items()}
    )
