"""Real parts for every test: one PostgreSQL and one S3 a test process, a fresh database a test."""

import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from deploy.local.postgres import DATABASE, Postgres
from deploy.local.processes import free_port
from deploy.local.storage import Storage
from shared.migrate import SERVICES

PASSWORDS = {role: f"{role}-of-a-test" for role in ("postgres", "schakel_owner", *SERVICES)}


@dataclass(frozen=True)
class Database:
    """A migrated database of one test; ``url(role)`` for a service, the owner or ``postgres``."""

    server: Postgres
    name: str

    def url(self, role: str) -> str:
        return self.server.url(role, self.name)


@pytest.fixture(scope="session")
def parts_folder() -> Iterator[Path]:
    """Passable for the user that runs PostgreSQL, which pytest's own temporary folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="schakel-tests-", dir=_roomiest()))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def _roomiest() -> str:
    """Memory, where a database of five hundred files is copied ten times as fast as on a disk."""
    if Path("/dev/shm").is_dir():
        memory = os.statvfs("/dev/shm")
        if memory.f_bavail * memory.f_frsize > 4 << 30 and not memory.f_flag & os.ST_NOEXEC:
            return "/dev/shm"
    return "/tmp"


@pytest.fixture(scope="session")
async def postgres(parts_folder: Path) -> AsyncIterator[Postgres]:
    server = Postgres(parts_folder / "postgres", free_port(), PASSWORDS, fast=True)
    await server.start()
    try:
        await server.furnish(demo=True)
        yield server
    finally:
        await server.stop()


@pytest.fixture(scope="session")
async def storage(parts_folder: Path) -> AsyncIterator[Storage]:
    part = Storage(parts_folder / "storage", free_port(), "test-key", "test-secret-of-a-test")
    await part.start()
    try:
        yield part
    finally:
        await part.stop()


@pytest.fixture
async def database(postgres: Postgres) -> AsyncIterator[Database]:
    name = f"test_{uuid.uuid4().hex}"
    await copied(postgres, DATABASE, name)
    yield Database(postgres, name)
    await dropped(postgres, name)


async def copied(postgres: Postgres, template: str, name: str) -> None:
    """A database of its own, filled as the template is."""
    await administered(
        postgres,
        f"CREATE DATABASE {name} TEMPLATE {template} OWNER schakel_owner STRATEGY file_copy",
    )


async def dropped(postgres: Postgres, name: str) -> None:
    await administered(postgres, f"DROP DATABASE {name} WITH (FORCE)")


async def administered(postgres: Postgres, statement: str) -> None:
    admin = await asyncpg.connect(postgres.url("postgres", "postgres"))
    try:
        await admin.execute(statement)
    finally:
        await admin.close()
