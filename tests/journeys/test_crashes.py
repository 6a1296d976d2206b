"""SIGKILL at the worst moments. Locks held from outside stop a worker just where it is to die."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from deploy.demo import load
from deploy.demo.data import Client, read
from deploy.demo.site import Api, Site
from deploy.demo.waiting import until
from deploy.local.instance import Instance

pytestmark = pytest.mark.xdist_group("instance")


@pytest.fixture(scope="session")
async def contracts(site: Site) -> AsyncIterator[Api]:
    """The record of a provider with everything but clients."""
    data = read("de-kale-ict")
    provider = data.provider.model_copy(update={"slug": "crash-proof"})
    token = await load.provider(site, data.model_copy(update={"provider": provider}))
    api = Api(site.contracts, token)
    yield api
    await api.close()


def _client(number: int) -> Client:
    """A client of its own for each test, so that its mails are known by their address."""
    text = read("de-kale-ict").clients[4].model_dump_json()
    text = text.replace("dk-1005", f"dk-crash-{number}").replace("museum", f"museum{number}")
    return Client.model_validate_json(text)


@asynccontextmanager
async def _locked(instance: Instance, table: str) -> AsyncIterator[None]:
    """Nobody writes to the table while this is held; the database's owner holds it."""
    owner = await asyncpg.connect(instance.postgres.url("schakel_owner"))
    try:
        async with owner.transaction():
            await owner.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
            yield
    finally:
        await owner.close()


async def _somebody_waits(instance: Instance, for_what: str) -> None:
    """Until a worker has come to the very statement that it is to die at."""
    admin = await _superuser(instance)

    async def waiting() -> bool:
        query = f"SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND {for_what})"
        return bool(await admin.fetchval(query))

    await until(f"somebody to wait for {for_what}", waiting)
    await admin.close()


async def _superuser(instance: Instance) -> "asyncpg.Connection[asyncpg.Record]":
    return await asyncpg.connect(instance.postgres.url("postgres"))


async def _objects(instance: Instance, contracts: Api) -> set[str]:
    """Digests of the provider’s documents in S3; nobody else’s uploads are among them."""
    bucket = instance.storage.folder / "objects" / instance.storage.bucket
    own = bucket / str((await contracts.get("/tenant"))["id"])
    return {path.stem for path in own.rglob("*") if path.suffix in (".docx", ".pdf")}


async def _recorded(instance: Instance, version_id: str) -> list[str]:
    admin = await _superuser(instance)
    rows = await admin.fetch(
        "SELECT encode(d.digest, 'hex') AS digest FROM documents.document d"
        " JOIN documents.rendering r ON r.id = d.rendering_id WHERE r.version_id = $1::text::uuid",
        version_id,
    )
    await admin.close()
    return [row["digest"] for row in rows]


async def test_a_kill_after_the_upload_and_before_its_record_leaves_one_document_of_each_kind(
    instance: Instance, contracts: Api
) -> None:
    before = await _objects(instance, contracts)
    async with _locked(instance, "documents.document"):
        made = await load.onboard(contracts, _client(1))

        async def uploaded() -> set[str] | None:
            return await _objects(instance, contracts) - before or None

        in_flight = await until("an upload", uploaded)
        await _somebody_waits(instance, "relation = 'documents.document'::regclass")
        assert await _recorded(instance, made["version_id"]) == []
        await instance.crash("documents worker")
    await instance.restart("documents worker")

    async def both() -> list[str] | None:
        found = await _recorded(instance, made["version_id"])
        return found if len(found) == 2 else None

    digests = set(await until("both documents", both, seconds=120))
    assert len(digests) == 2
    assert in_flight < digests
    assert await _objects(instance, contracts) - before == digests


async def test_a_kill_after_the_servers_yes_and_before_its_evidence_tells_nobody_twice(
    instance: Instance, site: Site, contracts: Api
) -> None:
    client = _client(2)
    address = client.contacts[0].email
    made = await load.onboard(contracts, client)
    contact = (await contracts.get(f"/clients/{made['client_id']}"))["contacts"][0]["id"]

    async def documents() -> list[str] | None:
        found = await _recorded(instance, made["version_id"])
        return found if len(found) == 2 else None

    await instance.crash("notifications worker")
    await until("both documents", documents, seconds=120)
    await instance.restart("notifications worker")
    async with _locked_evidence(instance):

        async def arrived() -> int | None:
            return await site.mailbox.count(address) or None

        await until("the mail", arrived)
        await _somebody_waits(instance, "locktype = 'advisory' AND objid = 4711")
        assert await _accepted(instance, contact) == 0
        await instance.crash("notifications worker")
    await instance.restart("notifications worker")

    async def in_doubt() -> int | None:
        return await _on_record(instance, contact, "interrupted") or None

    assert await until("the doubt", in_doubt, seconds=180) == 1
    mails = [item for item in await site.mailbox.listed() if address in item["to"]]
    assert len(mails) == 1
    assert await _accepted(instance, contact) == 0


@asynccontextmanager
async def _locked_evidence(instance: Instance) -> AsyncIterator[None]:
    """No outcome can be recorded; what is recorded before sending can."""
    owner = await asyncpg.connect(instance.postgres.url("schakel_owner"))
    await owner.execute(
        "CREATE FUNCTION notifications.wait() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_advisory_xact_lock_shared(4711); RETURN NEW; END $$"
    )
    await owner.execute(
        "CREATE TRIGGER wait BEFORE INSERT ON notifications.evidence FOR EACH ROW"
        " WHEN (NEW.kind NOT IN ('queued', 'opened')) EXECUTE FUNCTION notifications.wait()"
    )
    await owner.execute("SELECT pg_advisory_lock(4711)")
    try:
        yield
    finally:
        await owner.execute("SELECT pg_advisory_unlock(4711)")
        await owner.execute("DROP TRIGGER wait ON notifications.evidence")
        await owner.execute("DROP FUNCTION notifications.wait()")
        await owner.close()


async def _accepted(instance: Instance, contact_id: str) -> int:
    return await _on_record(instance, contact_id, "accepted")


async def _on_record(instance: Instance, contact_id: str, kind: str) -> int:
    admin = await _superuser(instance)
    count: int = await admin.fetchval(
        "SELECT count(*) FROM notifications.evidence e JOIN notifications.delivery d"
        " ON d.id = e.delivery_id WHERE d.contact_id = $1::text::uuid AND e.kind = $2",
        contact_id,
        kind,
    )
    await admin.close()
    return count


async def test_a_kill_before_an_event_is_picked_up_loses_nothing(
    instance: Instance, contracts: Api
) -> None:
    await instance.crash("documents worker")
    made = await load.onboard(contracts, _client(3))
    admin = await _superuser(instance)
    waiting = await admin.fetchval(
        "SELECT count(*) FROM bus.delivery d JOIN bus.event e ON e.id = d.event_id"
        " WHERE d.consumer = 'documents' AND e.payload ->> 'version_id' = $1",
        made["version_id"],
    )
    await admin.close()
    assert waiting == 1
    await instance.crash("contracts worker")
    await instance.crash("contracts app")
    for name in ("documents worker", "contracts worker", "contracts app"):
        await instance.restart(name)

    async def both() -> bool | None:
        return len(await _recorded(instance, made["version_id"])) == 2 or None

    assert await until("both documents", both, seconds=120)
