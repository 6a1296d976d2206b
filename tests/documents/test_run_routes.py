"""How far the printing of what a change froze is, and stopping it for a while."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from services.documents.commands.render_agreement import Workshop
from services.documents.commands.render_in_bulk import Rests, render_runs
from shared.database import Pool
from tests.conftest import Database
from tests.documents.asking import Client, contact, service, staff
from tests.documents.stand import Stand
from tests.documents.test_runs import ask, frozen_at_once

PATH = "/rendering-runs"


async def run_of(client: Client, tenant_id: UUID) -> dict[str, Any]:
    answer = await client.get(PATH, staff(tenant_id, "viewer"))
    (run,) = answer.json()["items"]
    return dict(run)


async def test_a_run_tells_its_cause_and_how_far_it_is(
    client: Client, workshop: Workshop, stand: Stand, pool: Pool, tenant_id: UUID
) -> None:
    change_id = uuid4()
    told = frozen_at_once(stand, tenant_id, 4)
    stand.versions[str(tenant_id), str(told[0].version_id)]["digest"] = "0" * 64
    await ask(pool, told, change_id)
    before = await run_of(client, tenant_id)
    assert (before["cause"], before["change_id"]) == ("change", str(change_id))
    assert (before["asked"], before["made"], before["ready_at"]) == (4, 0, None)
    assert await render_runs(workshop, Rests())
    after = (await client.get(f"{PATH}/{before['id']}", staff(tenant_id))).json()
    assert (after["asked"], after["made"], after["complete"]) == (4, 3, 0)
    assert after["failed"] == [{"problem": "snapshot-altered", "renderings": 1}]
    assert after["per_minute"] > 0
    assert after["ready_at"] is not None


async def test_a_paused_run_waits_until_it_is_resumed_and_the_trail_tells_who(
    client: Client,
    workshop: Workshop,
    stand: Stand,
    pool: Pool,
    tenant_id: UUID,
    database: Database,
) -> None:
    await ask(pool, frozen_at_once(stand, tenant_id, 2), uuid4())
    run = await run_of(client, tenant_id)
    officer = staff(tenant_id)

    async def post(what: str) -> Any:
        return await client.post(f"{PATH}/{run['id']}/{what}", b"", "application/json", officer)

    paused = await post("pauses")
    assert paused.status_code == 201
    assert paused.json()["pause"]["paused_by"] == str(officer.id)
    assert (await post("pauses")).json()["type"].endswith("run-paused")
    assert not await render_runs(workshop, Rests())
    resumed = await post("resumptions")
    assert resumed.json()["pause"] is None
    refused = await post("resumptions")
    assert (refused.status_code, refused.json()["type"][-14:]) == (409, "run-not-paused")
    assert await render_runs(workshop, Rests())
    assert (await run_of(client, tenant_id))["made"] == 2
    owner = await asyncpg.connect(database.url("postgres"))
    entries = await owner.fetch("SELECT operation, status, actor_id FROM trail.act ORDER BY number")
    await owner.close()
    assert [tuple(row) for row in entries] == [
        ("halt_rendering_run", 201, officer.id),
        ("resume_rendering_run", 201, officer.id),
    ]


@pytest.mark.parametrize("what", ["", "/pauses", "/resumptions"])
async def test_a_run_of_another_provider_looks_like_none(
    what: str, client: Client, stand: Stand, pool: Pool, tenant_id: UUID
) -> None:
    await ask(pool, frozen_at_once(stand, tenant_id, 1), uuid4())
    run = await run_of(client, tenant_id)
    stranger = staff(uuid4())
    answers = []
    for one in (run["id"], str(uuid4())):
        path = f"{PATH}/{one}{what}"
        if what:
            answers.append(await client.post(path, b"", "application/json", stranger))
        else:
            answers.append(await client.get(path, stranger))
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].json()["detail"] == answers[1].json()["detail"]
    assert (await client.get(PATH, stranger)).json() == {"items": [], "next": None}
    assert (await run_of(client, tenant_id))["pause"] is None


async def test_clients_read_no_runs_and_who_only_reads_stops_none(
    client: Client, tenant_id: UUID
) -> None:
    for actor in (contact(tenant_id, uuid4()), service("contracts", tenant_id)):
        assert (await client.get(PATH, actor)).status_code == 403
    path = f"{PATH}/{uuid4()}/pauses"
    for actor in (staff(tenant_id, "viewer"), staff(tenant_id, "auditor")):
        assert (await client.post(path, b"", "application/json", actor)).status_code == 403


@pytest.mark.parametrize("query", ["limit=0", "limit=51", "after=yesterday"])
async def test_a_page_of_runs_that_can_not_be_is_refused(
    query: str, client: Client, tenant_id: UUID
) -> None:
    assert (await client.get(f"{PATH}?{query}", staff(tenant_id))).status_code == 400
