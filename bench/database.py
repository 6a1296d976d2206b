"""A migrated database of one measure, its commits on disk."""

import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from deploy.local.postgres import Postgres
from deploy.local.processes import free_port
from shared.migrate import SERVICES


@asynccontextmanager
async def postgres() -> AsyncIterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="schakel-bench-", dir="/tmp"))
    folder.chmod(0o711)
    roles = ("postgres", "schakel_owner", *SERVICES)
    server = Postgres(folder / "postgres", free_port(), {role: f"{role}-bench" for role in roles})
    await server.start()
    try:
        await server.furnish(demo=True)
        yield server
    finally:
        await server.stop()
        shutil.rmtree(folder, ignore_errors=True)
