"""How far documents are, what failed and on what, and what a person asks to be tried again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.documents.commands.render_agreement import Workshop
from services.documents.commands.render_in_bulk import render_chunk
from services.documents.commands.work_on_rendering import work_on_rendering
from services.documents.domain.progress import ready
from services.documents.engine.pdf import Press
from services.documents.store import runs
from shared.database import Pool, system_transaction
from tests.acts import trail_of
from tests.conftest import Database
from tests.documents import samples
from tests.documents.asking import Client, contact, reseller, staff
from tests.documents.stand import Stand, Told, hear, queued, rendered, tell

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


class Counting(Press):
    """Counts what it is asked to convert."""

    asked = 0

    async def convert(self, docx: bytes) -> bytes:
        self.asked += 1
        return await super().convert(docx)


@pytest.fixture
def without_press(workshop: Workshop) -> Workshop:
    return replace(workshop, press=Press(Path("/nowhere/soffice"), 60, at_once=1))


@pytest.fixture
async def poisoned(
    without_press: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> tuple[Told, Told]:
    """A version that can't be rendered, and one whose PDF waits."""
    snapshot = samples.general_nl()
    del snapshot["provider"]["legal_name"]
    bad, good = stand.add(tenant_id, snapshot), stand.add(tenant_id, samples.general_nl())
    for told in (bad, good):
        await tell(bus, told.frozen)
    await rendered(without_press)
    return bad, good


async def first(client: Client, tenant_id: UUID, query: str = "failed=true") -> Any:
    answer = await client.get(f"/renderings/unfinished?{query}", staff(tenant_id))
    return answer.json()["items"][0]


def test_documents_are_ready_when_the_last_is_made_at_the_speed_of_late() -> None:
    assert ready(300, 30.0, NOW) == NOW + timedelta(minutes=10)
    assert ready(0, 30.0, NOW) is None
    assert ready(300, 0.0, NOW) is None


async def test_progress_counts_what_waits_and_what_failed_by_its_cause(
    poisoned: tuple[Told, Told],
    client: Client,
    stand: Stand,
    bus: Pool,
    tenant_id: UUID,
    pool: Pool,
) -> None:
    waiting = stand.add(tenant_id, samples.general_en())
    await tell(bus, waiting.frozen)
    await hear(pool)
    told = (await client.get("/renderings/progress", staff(tenant_id, "viewer"))).json()
    assert told["failed"] == [
        {"problem": "pdf-engine-missing", "renderings": 1},
        {"problem": "template-variable-missing", "renderings": 1},
    ]
    assert (told["waiting"], told["announced"], told["completed_in_hour"]) == (1, 1, 0)
    assert told["ready_at"] is None


async def test_what_is_made_counts_for_the_speed(
    workshop: Workshop, client: Client, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    await tell(bus, stand.add(tenant_id, samples.general_nl()).frozen)
    await rendered(workshop)
    await tell(bus, stand.add(tenant_id, samples.general_en()).frozen)
    await hear(workshop.pool)
    told = (await client.get("/renderings/progress", staff(tenant_id))).json()
    assert (told["waiting"], told["completed_in_hour"], told["per_minute"]) == (1, 1, 0.1)
    assert datetime.fromisoformat(told["ready_at"]) > datetime.now(UTC) + timedelta(minutes=9)


async def test_one_document_that_fails_holds_up_no_other_and_tells_why(
    poisoned: tuple[Told, Told], client: Client, tenant_id: UUID, workshop: Workshop
) -> None:
    bad, good = poisoned
    listed = (await client.get("/renderings/unfinished?limit=1", staff(tenant_id))).json()
    assert len(listed["items"]) == 1
    assert listed["next"] == listed["items"][0]["id"]
    query = f"problem=template-variable-missing&failed=true&after={uuid4()}"
    assert (await client.get(f"/renderings/unfinished?{query}", staff(tenant_id))).json() == {
        "items": [],
        "next": None,
    }
    failed = await first(client, tenant_id, "problem=template-variable-missing")
    assert (failed["version_id"], failed["client_id"]) == (str(bad.version_id), str(bad.client_id))
    assert "provider.legal_name" in failed["detail"]
    await rendered(workshop)
    path = f"/documents?version_id={good.version_id}"
    assert [one["kind"] for one in (await client.get(path, staff(tenant_id))).json()] == [
        "docx",
        "pdf",
    ]


async def test_what_a_person_asks_for_is_tried_at_once_and_before_all_else(
    poisoned: tuple[Told, Told],
    client: Client,
    stand: Stand,
    bus: Pool,
    tenant_id: UUID,
    workshop: Workshop,
    database: Database,
) -> None:
    bad, _ = poisoned
    # As the queue leaves it between two attempts, behind others that nobody asked for.
    await workshop.pool.execute(
        "UPDATE documents.pgqueuer SET execute_after = now() + interval '1 hour'"
    )
    for _ in range(2):
        change = stand.add(tenant_id, samples.general_nl())
        await tell(bus, change.frozen.model_copy(update={"cause": "change"}))
    await hear(workshop.pool)
    failed = await first(client, tenant_id, "problem=template-variable-missing")
    answer = await client.post(
        f"/renderings/{failed['id']}/attempts", "", "application/json", staff(tenant_id)
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["version_id"] == str(bad.version_id)
    row = await workshop.pool.fetchrow(
        "SELECT dedupe_key, execute_after <= now() AS due FROM documents.pgqueuer"
        " ORDER BY priority DESC, id LIMIT 1"
    )
    assert row is not None
    assert (row["dedupe_key"], row["due"]) == (failed["id"], True)
    trail = await trail_of(database, tenant_id)
    assert trail.operations == [("documents", "add_rendering_attempt")]


async def test_what_somebody_waits_for_goes_before_what_a_change_made(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID, pool: Pool
) -> None:
    change, onboarding = (stand.add(tenant_id, samples.general_nl()) for _ in range(2))
    signed = stand.add(tenant_id, samples.general_nl(), signed=True)
    await tell(bus, change.frozen.model_copy(update={"cause": "change"}))
    await tell(bus, onboarding.frozen)
    await tell(bus, signed.signed)
    await hear(pool)
    async with system_transaction(pool) as connection:
        ((_, run_id),) = await runs.waiting(connection, 100)
    await render_chunk(workshop, tenant_id, run_id)
    rows = await pool.fetch("SELECT priority FROM documents.pgqueuer ORDER BY id")
    assert sorted(row["priority"] for row in rows) == [0, 50, 50]


async def test_what_is_complete_is_not_tried_again(
    workshop: Workshop, client: Client, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    await tell(bus, stand.add(tenant_id, samples.general_nl()).frozen)
    await rendered(workshop)
    ((_, rendering_id),) = await queued(workshop.pool)
    answer = await client.post(
        f"/renderings/{rendering_id}/attempts", "", "application/json", staff(tenant_id)
    )
    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:schakel:problem:rendering-complete"


async def test_the_same_docx_is_never_converted_twice(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    press = Counting(None, 90, at_once=1)
    shop = replace(workshop, press=press)
    for _ in range(2):
        await tell(bus, stand.add(tenant_id, samples.general_nl()).frozen)
    made = [one for one in await rendered(shop) if one.kind == "pdf"]
    assert press.asked == 1
    assert len(made) == 2
    assert made[0].digest == made[1].digest
    assert made[0].rendering_id != made[1].rendering_id


async def test_another_tenants_pdf_is_never_taken_for_ones_own(
    workshop: Workshop, stand: Stand, bus: Pool, tenant_id: UUID
) -> None:
    press = Counting(None, 90, at_once=1)
    shop = replace(workshop, press=press)
    for tenant in (tenant_id, uuid4()):
        await tell(bus, stand.add(tenant, samples.general_nl()).frozen)
    assert len(await rendered(shop)) == 4
    assert press.asked == 2


async def test_another_tenant_sees_and_tries_nothing(
    poisoned: tuple[Told, Told], client: Client, tenant_id: UUID
) -> None:
    failed = await first(client, tenant_id)
    stranger = staff(uuid4())
    told = (await client.get("/renderings/progress", stranger)).json()
    assert (told["waiting"], told["failed"], told["announced"]) == (0, [], 0)
    assert (await client.get("/renderings/unfinished", stranger)).json()["items"] == []
    for rendering in (failed["id"], uuid4()):
        answer = await client.post(
            f"/renderings/{rendering}/attempts", "", "application/json", stranger
        )
        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:schakel:problem:rendering-missing"


@pytest.mark.parametrize("kind", [contact, reseller])
async def test_clients_and_resellers_see_the_progress_of_nobody(
    kind: Any, client: Client, tenant_id: UUID
) -> None:
    actor = kind(tenant_id, uuid4())
    for path in ("progress", "unfinished"):
        assert (await client.get(f"/renderings/{path}", actor)).status_code == 403
    answer = await client.post(f"/renderings/{uuid4()}/attempts", "", "application/json", actor)
    assert answer.status_code == 403


@pytest.mark.parametrize("role", ["viewer", "auditor"])
async def test_who_only_reads_tries_nothing_again(
    role: str, client: Client, tenant_id: UUID
) -> None:
    answer = await client.post(
        f"/renderings/{uuid4()}/attempts", "", "application/json", staff(tenant_id, role)
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "after=geen-uuid", "failed=misschien"])
async def test_a_list_that_is_asked_for_wrongly_names_the_field(
    query: str, client: Client, tenant_id: UUID
) -> None:
    answer = await client.get(f"/renderings/unfinished?{query}", staff(tenant_id))
    assert answer.status_code == 400
    assert query.split("=", maxsplit=1)[0] in answer.text


async def test_a_job_that_was_lost_is_made_when_it_is_asked_for(
    poisoned: tuple[Told, Told], client: Client, tenant_id: UUID, workshop: Workshop
) -> None:
    await workshop.pool.execute("DELETE FROM documents.pgqueuer")
    failed = await first(client, tenant_id, "problem=pdf-engine-missing")
    await client.post(
        f"/renderings/{failed['id']}/attempts", "", "application/json", staff(tenant_id)
    )
    assert await queued(workshop.pool) == [(tenant_id, UUID(failed["id"]))]
    assert await work_on_rendering(workshop, tenant_id, UUID(failed["id"])) is None
