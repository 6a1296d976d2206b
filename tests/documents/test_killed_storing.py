"""A SIGKILL at every line between the first word of an object and its record loses nothing."""

import asyncio
import json
import sys
from uuid import UUID, uuid4

import pytest

from deploy.local.storage import Storage
from services.documents.commands.keep_object import sweep_stranded
from services.documents.commands.make_dossier import Archive
from services.documents.commands.render_agreement import Workshop
from services.documents.settings import StorageSettings
from shared.database import Pool
from tests.conftest import Database
from tests.documents import samples
from tests.documents.files_of_clients import Patron
from tests.documents.keeping import a_day_passes, ledger
from tests.documents.stand import Stand, hear, queued, tell
from tests.documents.test_worker import ROOT

MOST = 260


async def _renderings(workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID) -> list[str]:
    """Of so many versions, no two of which print the same."""
    for number in range(MOST):
        snapshot = samples.general_nl()
        snapshot["agreement"]["reference"] = f"VO-{number}"
        await tell(bus, stand.add(tenant_id, snapshot).frozen)
    await hear(workshop.pool)
    return [str(rendering_id) for _, rendering_id in await queued(workshop.pool)]


@pytest.mark.parametrize(("what", "every"), [("file", 1), ("document", 1), ("dossier", 4)])
async def test_a_kill_at_any_line_leaves_nothing_recorded_and_missing_and_nothing_for_ever(
    what: str,
    every: int,
    workshop: Workshop,
    stand: Stand,
    bus: Pool,
    tenant_id: UUID,
    database: Database,
    storage: Storage,
    storage_settings: StorageSettings,
) -> None:
    archive = Archive(workshop.pool, workshop.objects, workshop.contracts, workshop.contracts)
    patron = Patron(stand, archive, tenant_id)
    if what == "dossier":
        await patron.hand_in("a.pdf", b"%PDF")
        patron.known()
    things = [str(uuid4()) for _ in range(MOST)]
    if what == "document":
        things = await _renderings(workshop, stand, bus, tenant_id)
    secrets = ("s3_access_key", "s3_secret_key")
    told = storage_settings.model_dump(exclude=set(secrets)) | {
        name: getattr(storage_settings, name).get_secret_value() for name in secrets
    }
    job = {
        "what": what,
        "database_url": database.url("documents"),
        "storage": told,
        "tenant_id": str(tenant_id),
        "client_id": str(patron.id),
        "contracts_url": stand.url,
        "key": stand.keys["documents"][0],
        "things": things,
        "every": every,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.documents.killing"),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(json.dumps(job).encode()), 500)
    assert process.returncode == 0, said.decode()[-3000:]
    seen = json.loads(said.decode().splitlines()[-1])
    # The bucket is made once.
    assert seen["killed"] >= seen["lines"] - 8, seen
    assert seen["lines"] > 40
    await a_day_passes(database)
    while await sweep_stranded(workshop.pool, workshop.objects):
        pass
    left = await ledger(database, storage.folder / "objects", storage_settings)
    assert left.stored == left.recorded
    assert left.recorded
