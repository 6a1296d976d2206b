"""Everything of a client leaves storage; what it was can still be proven."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.documents.commands.erase_client import empty_storage, on_erasure
from services.documents.commands.render_agreement import Workshop
from services.documents.commands.work_on_rendering import work_on_rendering
from services.documents.domain.file import key
from services.documents.domain.record_document import content_of
from services.documents.domain.rendering import Document
from services.documents.store import documents, erasures, kept, record_documents, renderings
from services.documents.store.objects import Objects
from shared.database import Pool, tenant_transaction
from shared.errors import Unavailable
from shared.events import ErasureOrdered
from tests.documents import samples
from tests.documents.asking import Client, contact, staff
from tests.documents.record_documents import ask
from tests.documents.stand import Stand, Told, hear, queued, rendered, tell

PDF = b"%PDF-1.7 getekend door Anna"


async def _made(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> tuple[Told, list[Document]]:
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    return told, await rendered(workshop)


async def _order(pool: Pool, told: Told, *categories: str, files: Sequence[str] = ()) -> None:
    event = ErasureOrdered(
        tenant_id=told.tenant_id,
        client_id=told.client_id,
        categories=list(categories),
        files=[UUID(one) for one in files],
    )
    async with tenant_transaction(pool, told.tenant_id) as connection:
        await on_erasure(connection, event)


async def _done(workshop: Workshop, tenant_id: UUID) -> list[Any]:
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        rows = await connection.fetch(
            "SELECT payload FROM bus.event WHERE type = 'ErasureDone' ORDER BY id"
        )
    return [row["payload"]["erased"] for row in rows]


async def test_the_documents_leave_storage_and_their_digests_stay(
    workshop: Workshop, stand: Stand, bus: Pool, client: Client, tenant_id: UUID
) -> None:
    told, made = await _made(workshop, stand, bus, tenant_id)
    assert {one.kind for one in made} >= {"docx"}
    reader = staff(tenant_id)
    held = await client.get(f"/clients/{told.client_id}/holdings", reader)
    assert held.json() == {"documents": len(made)}
    await _order(workshop.pool, told, "documents")
    await empty_storage(workshop.pool, workshop.objects)
    for one in made:
        assert await workshop.objects.fetch(one.key(tenant_id), one.digest) is None
        link = await client.get(f"/documents/{one.id}/link", reader)
        assert (link.status_code, link.json()["digest"]) == (409, one.digest.hex())
        proof = (await client.get(f"/digests/{one.digest.hex()}", reader)).json()
        assert (proof["what"], proof["version_id"]) == ("document", str(told.version_id))
        assert proof["issued_at"] < proof["erased_at"]
    text = (await client.get(f"/digests/{made[0].snapshot_digest.hex()}", reader)).json()
    assert text["what"] == "text"
    listed = (await client.get(f"/documents?version_id={told.version_id}", reader)).json()
    assert all(one["erased_at"] for one in listed)
    assert await _done(workshop, tenant_id) == [{"documents": len(made)}]
    held = await client.get(f"/clients/{told.client_id}/holdings", reader)
    assert held.json() == {"documents": 0}


async def test_an_erasure_waits_for_what_is_being_recorded_and_takes_it_along(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    await hear(workshop.pool)
    ((_, rendering_id),) = await queued(workshop.pool)
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        assert not await erasures.is_ordered(connection, told.client_id)
        order = asyncio.create_task(_order(workshop.pool, told, "documents"))
        await _somebody_waits(workshop.pool)
        await connection.execute(
            "INSERT INTO documents.document (rendering_id, kind, digest, size, source_digest,"
            " snapshot_digest, file_name) VALUES ($1, 'docx', $2, 1, $2, $2, 'late.docx')",
            rendering_id,
            bytes(32),
        )
    await order
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        assert await erasures.held(connection, told.client_id) == 0


async def test_an_erasure_waits_for_a_record_that_is_being_frozen_and_takes_it_along(
    workshop: Workshop, stand: Stand, client: Client, tenant_id: UUID
) -> None:
    told, pool = stand.add(tenant_id, samples.general_nl()), workshop.pool
    document = await ask(client, tenant_id)
    document_id, content = UUID(document["id"]), content_of({"a": "b"}, [told.client_id])
    async with tenant_transaction(pool, tenant_id) as connection:
        began = await record_documents.now(connection)
        assert not await erasures.ordered_since(connection, content.client_ids, began)
        order = asyncio.create_task(_order(pool, told, "documents"))
        await _somebody_waits(pool)
        await record_documents.freeze(connection, document_id, content)
    await order
    async with tenant_transaction(pool, tenant_id) as connection:
        frozen = await record_documents.read_content(connection, document_id)
        assert await erasures.ordered_since(connection, content.client_ids, began)
    assert frozen is not None
    assert frozen.canonical is None


async def _somebody_waits(pool: Pool) -> None:
    async with asyncio.timeout(10):
        while not await pool.fetchval(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        ):
            await asyncio.sleep(0.01)


async def test_nobody_is_told_before_storage_says_that_it_is_gone(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, made = await _made(workshop, stand, bus, tenant_id)
    await _order(workshop.pool, told, "documents")

    async def refuse(self: Objects, key: str) -> None:
        raise Unavailable("storage-unavailable", "Down.")

    with monkeypatch.context() as down:
        down.setattr(Objects, "remove", refuse)
        await empty_storage(workshop.pool, workshop.objects)
    assert await _done(workshop, tenant_id) == []
    await empty_storage(workshop.pool, workshop.objects)
    await empty_storage(workshop.pool, workshop.objects)
    assert await _done(workshop, tenant_id) == [{"documents": len(made)}]


async def test_what_was_being_made_is_not_made_any_more_and_its_upload_goes(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    told = stand.add(tenant_id, samples.general_nl())
    await tell(bus, told.frozen)
    await hear(workshop.pool)
    await _order(workshop.pool, told, "documents")
    ((_, rendering_id),) = await queued(workshop.pool)
    assert await work_on_rendering(workshop, tenant_id, rendering_id) is None
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        assert (await renderings.get(connection, rendering_id)).state == "complete"
        assert await documents.of_rendering(connection, rendering_id) == {}


async def _file(client: Client, tenant_id: UUID, name: str = "anna.pdf") -> Any:
    path = f"/files?name={name}"
    answer = await client.post(path, PDF, "application/pdf", staff(tenant_id))
    return answer.json()


async def test_a_file_goes_with_the_name_that_somebody_gave_it(
    workshop: Workshop, client: Client, tenant_id: UUID
) -> None:
    told, file = Told(tenant_id), await _file(client, tenant_id)
    await _order(workshop.pool, told, "files", files=[file["id"]])
    await empty_storage(workshop.pool, workshop.objects)
    digest = bytes.fromhex(file["digest"])
    assert await workshop.objects.fetch(key(tenant_id, digest), digest) is None
    reader = staff(tenant_id)
    seen = (await client.get(f"/files/{file['id']}", reader)).json()
    assert (seen["name"], seen["digest"]) == ("–", file["digest"])
    assert seen["erased_at"]
    assert (await client.get(f"/files/{file['id']}/link", reader)).status_code == 409
    assert await _done(workshop, tenant_id) == [{"files": 1}]
    again = await _file(client, tenant_id)
    assert await workshop.objects.fetch(key(tenant_id, digest), digest) == PDF
    assert (await client.get(f"/files/{again['id']}/link", reader)).status_code == 200


async def test_the_same_bytes_of_somebody_else_stay_in_storage(
    workshop: Workshop, client: Client, tenant_id: UUID
) -> None:
    mine, theirs = await _file(client, tenant_id), await _file(client, tenant_id, "ander.pdf")
    await _order(workshop.pool, Told(tenant_id), "files", files=[mine["id"]])
    await empty_storage(workshop.pool, workshop.objects)
    digest = bytes.fromhex(theirs["digest"])
    assert await workshop.objects.fetch(key(tenant_id, digest), digest) == PDF
    assert (await client.get(f"/files/{theirs['id']}", staff(tenant_id))).json()["name"] == (
        "ander.pdf"
    )


async def test_bytes_that_are_handed_in_meanwhile_are_left_until_that_is_over(
    workshop: Workshop, client: Client, tenant_id: UUID
) -> None:
    file = await _file(client, tenant_id)
    digest = bytes.fromhex(file["digest"])
    await _order(workshop.pool, Told(tenant_id), "files", files=[file["id"]])
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        await kept.begin(connection, key(tenant_id, digest))
    await empty_storage(workshop.pool, workshop.objects)
    assert await workshop.objects.fetch(key(tenant_id, digest), digest) == PDF
    assert await _done(workshop, tenant_id) == []


async def test_no_file_is_renamed_that_was_not_erased(
    workshop: Workshop, client: Client, tenant_id: UUID
) -> None:
    file = await _file(client, tenant_id)
    async with tenant_transaction(workshop.pool, tenant_id) as connection:
        done = await connection.execute("UPDATE documents.file SET name = 'x'")
    assert done == "UPDATE 0"
    assert (await client.get(f"/files/{file['id']}", staff(tenant_id))).json()["name"] == "anna.pdf"


async def test_a_digest_proves_nothing_to_another_provider_or_client(
    workshop: Workshop, stand: Stand, bus: Pool, client: Client, tenant_id: UUID
) -> None:
    told, made = await _made(workshop, stand, bus, tenant_id)
    path = f"/digests/{made[0].digest.hex()}"
    assert (await client.get(path, contact(tenant_id, told.client_id))).status_code == 200
    for stranger in (contact(tenant_id, uuid4()), staff(uuid4())):
        assert (await client.get(path, stranger)).status_code == 404
    assert (await client.get("/digests/geen", staff(tenant_id))).status_code == 400
    other = await client.get(f"/clients/{told.client_id}/holdings", staff(uuid4()))
    assert other.json() == {"documents": 0}
    assert (
        await client.get(f"/clients/{told.client_id}/holdings", contact(tenant_id, told.client_id))
    ).status_code == 403
