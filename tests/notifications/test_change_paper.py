"""What documents prints of the evidence of a change, held against the report itself."""

import json
from typing import Any, get_args
from uuid import UUID

import httpx

from services.documents.domain.data_check import refuse_unlike
from services.notifications.domain import paper
from services.notifications.domain.evidence import Proof
from services.notifications.domain.explanation import LEVELS
from shared.events import ChangePublished
from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.peers import Told
from tests.notifications.samples import OTHER_TENANT, SUBJECT, TENANT
from tests.notifications.test_change_evidence import report
from tests.notifications.test_checks import api

__all__ = ["api"]

APPROVER = "00000000-0000-4000-8000-0000000000bb"
CLIENT = "00000000-0000-4000-8000-0000000000aa"
CHANGE = {
    "id": str(SUBJECT),
    "title": {"nl": "Ander boekhoudpakket", "en": "Another bookkeeping system"},
    "reason": None,
    "announced_for": "2026-12-31",
    "effective_on": "2027-02-01",
    "postponements": [
        {
            "effective_on": "2027-02-01",
            "reason": {"nl": "Later klaar.", "en": "Ready later."},
            "confirmed_at": "2026-11-23T09:00:00Z",
        },
        {
            "effective_on": "2027-03-01",
            "reason": {"nl": "Nog later.", "en": "Later still."},
            "confirmed_at": None,
        },
    ],
    "emergency": None,
    "published_at": "2026-11-22T09:30:00Z",
    "withdrawn_at": None,
}
DECISION = {"decision": "client_held_back", "reason": "Goed.", "decided_at": "2026-11-24T09:00:00Z"}
OBJECTION = {
    "client_id": CLIENT,
    "client": "Bakkerij Voorbeeld 1",
    "grounds": "Te ver weg.",
    "received_at": "2026-11-23T09:00:00Z",
    "late_after": None,
    "decisions": [DECISION],
}
OVERRIDE = {
    "person": "S. de Boer",
    "reason": "Failliet.",
    "overridden_at": "2026-11-24T09:00:00Z",
    "agreement_id": None,
}
WAVE = {
    "number": 1,
    "agreements": 2,
    "activated_by": None,
    "activated_at": "2027-02-01T09:00:00Z",
}

TERMS = {
    "authorisation": "general",
    "counted_from": "published",
    "day_kind": "calendar",
    "notice_days": 30,
    "objection_days": 14,
    "standing": "notice_running",
    "people": 3,
    "first_day": "2026-12-22",
    "last_day": "2026-12-24",
}
APPROVAL = {
    "client_id": APPROVER,
    "client": "Vervoer Voorbeeld",
    "agreement_id": APPROVER,
    "agreement_reference": "VWO-2026-0003",
    "approved_at": "2026-11-25T09:00:00Z",
    "approved_by": "staff",
}


async def told(stage: Stage, people: int) -> None:
    stage.sink.plan("proef2@bakkerij.example", "5xx")
    some = [samples.recipient(n) for n in range(1, people + 1)]
    some.sort(key=lambda one: one.recipient_id)
    stage.peers.told[SUBJECT] = Told(samples.change(), some)
    stage.peers.record = {
        str(SUBJECT): CHANGE,
        "gate": {"waves": [WAVE], "overrides": [OVERRIDE]},
        "objections": {"items": [OBJECTION], "next": None},
        "standings": {"counts": [TERMS], "approvals": [APPROVAL], "approved": 7},
        "listed": {"items": [], "next": None},
    }
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.start_worker()
    await stage.reach(accepted=people - 1, failed=1)


async def printed(stage: Stage, api: httpx.AsyncClient, language: str = "nl") -> dict[str, Any]:
    headers = stage.token(kind="service", service="documents", role=None, id=None)
    path = f"/changes/{SUBJECT}/evidence-paper?language={language}"
    answer = await api.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_paper_says_what_the_report_says_in_the_names_that_documents_prints(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    await told(stage, 3)
    whole = (await report(stage, api)).json()
    for language, title in CHANGE["title"].items():  # type: ignore[attr-defined]
        found = await printed(stage, api, language)
        data = found["data"]
        refuse_unlike("evidence-report", data)
        assert data["change"]["title"] == title
        (notice,), (stated,) = data["notices"], whole["notices"]
        for name in ("head", "created_at"):
            assert notice[name] == stated[name]
        assert notice["rows"] == stated["length"] == len(whole["rows"])
        assert (notice["sound"], notice["accepted"], notice["failed"]) == (True, 2, 1)
        (words,), (told_in,) = data["messages"], whole["messages"]
        assert words["subject"] == told_in["subject"]
        assert words["text"] == [line for line in told_in["text"].splitlines() if line.strip()]
        assert data["lines"][0]["new"]["data_categories"]


async def test_who_was_not_reached_comes_first_and_every_answer_is_there(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    await told(stage, 3)
    found = await printed(stage, api)
    data = found["data"]
    first, *others = data["recipients"]
    assert (first["email"], first["proof"]) == ("proef2@bakkerij.example", "failed")
    assert first["queued_at"] <= first["missed_at"] <= data["made_at"]
    assert {one["missed_at"] for one in others} == {None}
    assert {one["proof"] for one in others} == {"accepted_by_mail_server"}
    assert all(one["queued_at"] and one["at"] and one["message_digest"] for one in others)
    assert data["whole"]["complete"] is False, "six approvals are in the files alone"
    (kept,) = data["objections"]
    assert (kept["grounds"], kept["decisions"][0]["reason"]) == ("Te ver weg.", "Goed.")
    assert data["overrides"][0]["everybody"] is True
    (wave,) = data["waves"]
    assert wave == {"at": WAVE["activated_at"], "agreements": 2, "by_staff": False}
    (dated,) = data["standings"]
    assert (dated["people"], dated["first_day"], dated["last_day"]) == (
        3,
        "2026-12-22",
        "2026-12-24",
    )
    assert CLIENT in found["client_ids"]
    assert {str(samples.recipient(n).client_id) for n in (1, 2, 3)} < set(found["client_ids"])


async def test_whatever_is_left_to_the_files_is_counted(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    people = paper.MOST_PEOPLE + 20
    await told(stage, people)
    data = (await printed(stage, api))["data"]
    assert len(data["recipients"]) == paper.MOST_PEOPLE
    assert data["recipients"][0]["proof"] == "failed"
    assert data["whole"]["total"] == people
    assert data["whole"]["people_left_out"] == 20
    assert data["whole"]["complete"] is False
    (notice,) = data["notices"]
    assert notice["total"] == people


async def test_nobody_told_and_another_provider_look_the_same(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    await told(stage, 2)
    headers = {
        tenant: stage.token(
            kind="service", service="documents", role=None, id=None, tenant_id=tenant
        )
        for tenant in (TENANT, OTHER_TENANT)
    }
    path = "/changes/{}/evidence-paper?language=nl"
    hidden = await api.get(path.format(SUBJECT), headers=headers[OTHER_TENANT])
    absent = await api.get(path.format(UUID(int=9)), headers=headers[TENANT])
    assert hidden.status_code == absent.status_code == 404
    assert hidden.json() == absent.json()
    assert json.dumps(hidden.json()).count("Nobody was told") == 1


async def test_later_days_and_approvals_are_there_as_far_as_they_hold(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    await told(stage, 3)
    found = await printed(stage, api)
    data = found["data"]
    assert (data["change"]["announced_for"], data["change"]["effective_on"]) == (
        "2026-12-31",
        "2027-02-01",
    )
    (later,) = data["postponements"]
    assert (later["effective_on"], later["reason"]) == ("2027-02-01", "Later klaar.")
    (yes,) = data["approvals"]
    assert (yes["client"], yes["reference"], yes["by"]) == (
        "Vervoer Voorbeeld",
        "VWO-2026-0003",
        "staff",
    )
    assert APPROVER in found["client_ids"]
    assert data["approvals_left_out"] == 6


def test_every_level_of_proof_is_explained() -> None:
    assert set(LEVELS) == set(get_args(Proof))
