"""All that proves who was told of a change, as a supervisory authority would ask for it."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import httpx

from services.notifications.check import check_file
from services.notifications.domain.evidence import canonical
from shared.events import ChangePublished, ChangeWithdrawn
from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.peers import Told
from tests.notifications.samples import SUBJECT, TENANT
from tests.notifications.test_checks import announced, api

__all__ = ["api"]

OBJECTION = {"client": "Bakkerij Voorbeeld 1", "grounds": "Te ver weg.", "decisions": []}
STANDING = {"recipient_id": str(samples.recipient(1).recipient_id), "deadline": "2026-12-22"}


async def told(stage: Stage) -> None:
    stage.sink.plan("proef2@bakkerij.example", "5xx")
    stage.sink.plan("proef3@bakkerij.example", "cut-after-dot")
    people = [
        samples.recipient(1),
        samples.recipient(2, language="en"),
        samples.recipient(3, authorisation="specific"),
        samples.recipient(4, emergency_clause=True),
    ]
    people.sort(key=lambda one: one.recipient_id)
    stage.peers.told[SUBJECT] = Told(samples.change(), people)
    stage.peers.record = {
        str(SUBJECT): {"id": str(SUBJECT), "published_at": "2026-11-22T09:30:00Z"},
        "gate": {"reasons": [], "waves": [], "overrides": [{"person": "S. de Boer"}]},
        "objections": {"items": [OBJECTION], "next": None},
        "listed": {"items": [STANDING], "next": None},
    }
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.start_worker()
    await stage.reach(accepted=2, failed=1, in_doubt=1)


async def report(stage: Stage, api: httpx.AsyncClient, suffix: str = "") -> httpx.Response:
    answer = await api.get(f"/changes/{SUBJECT}/evidence{suffix}", headers=stage.token())
    assert answer.status_code == 200, answer.text
    return answer


async def test_the_report_of_a_change_holds_all_that_proves_it_and_checks_by_itself(
    stage: Stage, api: httpx.AsyncClient, tmp_path: Path
) -> None:
    await told(stage)
    notice = await announced(stage, api)
    await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
    await stage.reach(accepted=4 + 1, failed=1, in_doubt=1)
    content = (await report(stage, api)).content
    found = json.loads(content)
    assert found["format"] == "schakel-evidence/1"
    assert (found["objections"], found["standings"]) == ([OBJECTION], [STANDING])
    assert found["overrides"] == [{"person": "S. de Boer"}]
    assert [one["kind"] for one in found["notices"]] == ["change_announced", "change_withdrawn"]
    assert [one["sound"] for one in found["verification"]] == [True, True]
    assert set(found["levels"]) >= {"accepted_by_mail_server", "in_doubt", "seen_in_portal"}
    assert {row["notice_id"] for row in found["rows"]} >= {str(notice)}
    path = tmp_path / "report.json"
    path.write_bytes(content)
    assert check_file(path) == 0
    found["rows"][-1]["attempt"] += 1
    path.write_text(json.dumps(found))
    assert check_file(path) == 1


async def test_it_holds_the_words_in_which_each_was_told_with_nobody_in_them(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    await told(stage)
    found = (await report(stage, api)).json()["messages"]
    assert sum(one["recipients"] for one in found) == 4
    assert sorted((one["language"], one["authorisation"]) for one in found) == [
        ("en", "general"), ("nl", "general"), ("nl", "specific"),
    ]  # fmt: skip
    for one in found:
        assert "Ander boekhoudpakket" in one["text"] or "Another bookkeeping" in one["text"]
        assert "proef" not in one["text"].lower()
        assert "[personal link]" in one["text"] or "[persoonlijke link]" in one["text"]


async def test_the_table_says_of_everybody_how_far_the_proof_goes(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    await told(stage)
    answer = await report(stage, api, ".csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows: dict[str, dict[str, Any]] = {
        row["email"]: row for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    }
    assert len(rows) == 4
    first = rows["proef1@bakkerij.example"]
    assert (first["proof"], first["reply"]) == (
        "accepted_by_mail_server",
        "2.0.0 queued as 4711",
    )
    (taken,) = stage.sink.to("proef1@bakkerij.example")
    assert first["message_id"] == taken.message_id
    assert first["message_digest"] == hashlib.sha256(taken.data).hexdigest()
    assert first["happened"].startswith("queued 2026") or "queued " in first["happened"]
    assert (rows["proef2@bakkerij.example"]["state"], first["channel"]) == ("failed", "mail")
    assert rows["proef2@bakkerij.example"]["code"] == "550"
    assert rows["proef3@bakkerij.example"]["proof"] == "in_doubt"
    assert first["deadline_as_told"] == "2026-12-22"


async def test_of_a_change_that_nobody_was_told_of_there_is_no_report(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    for suffix in ("", ".csv"):
        answer = await api.get(f"/changes/{SUBJECT}/evidence{suffix}", headers=stage.token())
        assert (answer.status_code, answer.json()["detail"]) == (
            404,
            "Nobody was told of this change.",
        )


async def test_what_a_row_binds_stands_in_the_report_as_it_is_bound(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    await told(stage)
    found = (await report(stage, api)).json()
    (notice,) = found["notices"]
    previous = hashlib.sha256(
        b"schakel:evidence:1:" + bytes.fromhex(notice["notice_id"].replace("-", ""))
    ).hexdigest()
    names = ("at", "attempt", "commitment", "delivery_id", "details", "kind", "position")
    for row in found["rows"]:
        bound = {name: row[name] for name in names} | {"previous": previous}
        previous = hashlib.sha256(canonical(bound)).hexdigest()
        assert previous == row["digest"]
        opened = bytes.fromhex(row["salt"]) + canonical(row["payload"])
        assert hashlib.sha256(opened).hexdigest() == row["commitment"]
    assert (previous, len(found["rows"])) == (notice["head"], notice["length"])
