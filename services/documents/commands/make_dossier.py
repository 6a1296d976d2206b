"""Make the whole file of one client and store it, however large it is.

What goes in is listed first, with every name and size; then the zip is written member by member and
stored part by part while it is written, read back, and only then recorded. Killed at any line it is
simply made again: nothing is recorded before it lies in storage; what a crash left there is swept.
"""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, NamedTuple, cast
from uuid import UUID, uuid4

from services.documents.commands.keep_object import recording
from services.documents.domain.dossier import (
    Dossier,
    Entry,
    Held,
    Paths,
    Row,
    concealed,
    manifest,
    readable,
    readme,
)
from services.documents.domain.stored import ClientErased, Stored
from services.documents.engine.packing import Cut, Packer, Pipe
from services.documents.peers import dossiers as peers
from services.documents.store import dossiers, erasures, kept
from services.documents.store.objects import Objects
from shared.database import Pool, tenant_transaction
from shared.errors import DomainError, Unavailable
from shared.http import Peer

LIFETIME = timedelta(days=7)
MEDIA_TYPE = "application/zip"
_PACE_SECONDS = 1.0


@dataclass(frozen=True)
class Archive:
    """The parts that making a whole file needs."""

    pool: Pool
    objects: Objects
    contracts: Peer
    notifications: Peer


class Spooled(NamedTuple):
    """A member whose bytes stand in the plan's file."""

    path: str
    offset: int
    size: int


@dataclass
class Plan:
    """Every member with its name and size. The rows themselves stand in a file without a name,
    which is gone with the process."""

    language_paths: Paths
    spool: BinaryIO = field(default_factory=lambda: cast("BinaryIO", TemporaryFile()))  # noqa: SIM115
    rows: list[Spooled] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    versions: dict[UUID, int] = field(default_factory=dict)
    files: set[UUID] = field(default_factory=set)
    reference: str | None = None

    def __enter__(self) -> "Plan":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.spool.close()

    def add(self, path: str, content: bytes) -> None:
        self.rows.append(Spooled(path, self.spool.tell(), len(content)))
        self.spool.write(content)

    def add_row(self, row: Row) -> None:
        paths, record = self.language_paths, dict(row.record)
        self.files.update(row.files)
        if row.kind == "agreement":
            self.reference = str(record["reference"])
        if row.kind == "version":
            self.versions[row.id] = record["number"]
            text = record.pop("canonical")
            if text is not None:
                self.add(paths.of_text(record["number"]), text.encode())
            self.add(paths.of_version(record["number"]), readable(record))
            return
        self.add(paths.of_row(row), readable(record))

    def entries(self) -> Iterator[Entry]:
        for one in self.rows:
            self.spool.seek(one.offset)
            yield Entry(one.path, self.spool.read(one.size))

    @property
    def size(self) -> int:
        return sum(one.size for one in self.rows) + sum(one.size for one in self.held)


@dataclass
class Progress:
    """Counted in one thread, told in another."""

    files: int = 0
    bytes: int = 0

    def count(self, chunk: int) -> None:
        self.files, self.bytes = self.files + (not chunk), self.bytes + chunk


async def make_dossier(archive: Archive, tenant_id: UUID, dossier_id: UUID) -> None:
    """Until it is there, or a DomainError says why it is not."""
    async with tenant_transaction(archive.pool, tenant_id) as connection:
        dossier = await dossiers.read(connection, dossier_id)
        if await erasures.is_ordered(connection, dossier.client_id):
            await dossiers.remove(connection, [dossier_id])
            return
    if dossier.state in ("ready", "gone"):
        return
    with Plan(Paths(dossier.language)) as plan:
        await _gather(archive, tenant_id, dossier, plan)
        await _store(archive, tenant_id, dossier, plan)


async def _gather(archive: Archive, tenant_id: UUID, dossier: Dossier, plan: Plan) -> None:
    client_id, paths = dossier.client_id, plan.language_paths
    async for row in peers.rows_of(archive.contracts, tenant_id, client_id):
        if dossier.audience == "provider" or not concealed(row):
            plan.add_row(row)
    async for proven in peers.evidence_of(archive.notifications, tenant_id, client_id):
        plan.add(paths.of_evidence(UUID(proven["id"])), readable(proven))
    async with tenant_transaction(archive.pool, tenant_id) as connection:
        documents = await dossiers.documents_of(connection, client_id)
        letters = await dossiers.letters_of(connection, client_id)
        files = await dossiers.files_of(connection, sorted(plan.files))
    for one in documents:
        number = plan.versions.get(one.version_id) if one.version_id else None
        path = paths.of_document(number, one.name)
        plan.held.append(Held(path, one.key, one.digest, one.size))
    for one in letters:
        plan.held.append(Held(paths.of_letter(one.name), one.key, one.digest, one.size))
    for one in files:
        plan.held.append(Held(paths.of_file(one.name), one.key, one.digest, one.size))


async def _store(archive: Archive, tenant_id: UUID, dossier: Dossier, plan: Plan) -> None:
    key = f"{tenant_id}/{uuid4().hex}.zip"
    async with tenant_transaction(archive.pool, tenant_id) as connection:
        await dossiers.begin(connection, dossier.id, len(plan.rows) + len(plan.held), plan.size)
        begun = await kept.begin(connection, key)
    pipe, progress = Pipe(), Progress()
    work = asyncio.create_task(_pack(archive.objects, key, dossier, plan, pipe, progress))
    try:
        while not work.done():
            await asyncio.wait([work], timeout=_PACE_SECONDS)
            async with tenant_transaction(archive.pool, tenant_id) as connection:
                await dossiers.move_on(connection, dossier.id, progress.files, progress.bytes)
        proof = await work
    finally:
        pipe.cut()
        work.cancel()
    if await archive.objects.digest_of(key) != (pipe.digest, pipe.size):
        raise Unavailable("storage-altered", "Storage gave back other bytes than it was given.")
    made = dossiers.Made(
        object_key=key,
        file_name=_name(dossier, plan.reference),
        digest=pipe.digest,
        size=pipe.size,
        manifest_digest=proof,
    )
    await _record(archive, tenant_id, dossier, begun, made)


async def _record(
    archive: Archive, tenant_id: UUID, dossier: Dossier, begun: UUID, made: dossiers.Made
) -> None:
    thing = Stored(key=made.object_key, digest=made.digest, size=made.size, media_type=MEDIA_TYPE)
    async with recording(archive.pool, archive.objects, tenant_id, begun) as connection:
        if await erasures.is_ordered(connection, dossier.client_id):
            raise ClientErased
        if await dossiers.complete(connection, dossier.id, made, LIFETIME):
            await kept.record(connection, begun, dossier.id, thing)


async def _pack(
    objects: Objects, key: str, dossier: Dossier, plan: Plan, pipe: Pipe, progress: Progress
) -> bytes:
    """The manifest's digest. Two threads: one writes the zip, one stores what was written."""
    proof: list[bytes | DomainError] = []

    def write() -> None:
        try:
            proof.append(_write(objects, dossier, plan, pipe, progress))
        except DomainError as failure:
            proof.append(failure)
        finally:
            # Nobody waits for more of what was written whole.
            pipe.cut_unless_ended()

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    try:
        await objects.call(lambda: objects.pour(key, cast("BinaryIO", pipe), MEDIA_TYPE))
    except Cut:
        pass  # what the writer says tells why
    finally:
        pipe.cut()
        await asyncio.to_thread(writer.join)
    if not proof:
        raise DomainError("internal", "Writing the file failed.")
    if isinstance(proof[0], DomainError):
        raise proof[0]
    return proof[0]


def _write(objects: Objects, dossier: Dossier, plan: Plan, pipe: Pipe, progress: Progress) -> bytes:
    with Packer(pipe, dossier.requested_at, progress.count) as packer:
        for entry in plan.entries():
            packer.add(entry)
        for held in plan.held:
            packer.copy(held, objects.chunks(held.key))
        count = len(packer.written)
        told = manifest(dossier.client_id, dossier.requested_at, packer.written)
        digest = packer.add(Entry("manifest.json", told)).digest
        packer.add(readme(dossier.language, dossier.requested_at, count, digest))
    pipe.end()
    return digest


def _name(dossier: Dossier, reference: str | None) -> str:
    named = f"{reference}-" if reference else ""
    return f"dossier-{named}{dossier.requested_at:%Y-%m-%d}.zip"
