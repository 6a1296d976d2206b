"""Finds a person's words wherever an installation keeps anything."""

import io
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import asyncpg

from deploy.local.instance import Instance

SCHEMAS = ("contracts", "documents", "notifications", "portal", "bus", "clock", "trail", "public")


async def in_tables(instance: Instance, mark: str) -> Counter[str]:
    """Rows by table in which the mark stands, in any case, as text or within bytes."""
    connection = await asyncpg.connect(instance.postgres.url("postgres"))
    found: Counter[str] = Counter()
    try:
        tables = await connection.fetch(
            "SELECT c.oid::regclass::text AS name FROM pg_class c"
            " WHERE c.relkind IN ('r', 'p') AND c.relnamespace::regnamespace::text = ANY ($1)",
            list(SCHEMAS),
        )
        patterns = [f"%{form}%" for form in (mark, *_within_bytes(mark))]
        for table in tables:
            query = f"SELECT count(*) FROM {table['name']} AS row WHERE row::text ILIKE ANY ($1)"
            if count := await connection.fetchval(query, patterns):
                found[table["name"]] = count
    finally:
        await connection.close()
    return found


def _within_bytes(mark: str) -> list[str]:
    return [form.encode().hex() for form in (mark, mark.lower(), mark.upper(), mark.title())]


def in_storage(instance: Instance, mark: str) -> list[str]:
    """Objects in the bucket whose text has the mark, whatever they are packed in."""
    folder = instance.storage.folder / "objects"
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and mark.lower() in _text(path).lower()
    ]


def in_logs(instance: Instance, mark: str) -> list[str]:
    """Logs of the services in which the mark stands; the catcher is the recipients' mailbox."""
    folder = instance.folder / "logs"
    return [
        path.name
        for path in sorted(folder.glob("*.log"))
        if path.name != "catcher.log" and mark.lower() in path.read_text(errors="replace").lower()
    ]


def _text(path: Path) -> str:
    content = path.read_bytes()
    if content.startswith(b"%PDF"):
        done = subprocess.run(
            ["pdftotext", str(path), "-"], capture_output=True, check=False, timeout=30
        )
        return done.stdout.decode(errors="replace") + content.decode(errors="replace")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return " ".join(
                packed.read(name).decode(errors="replace") for name in packed.namelist()
            )
    return content.decode(errors="replace")
