"""Deliveries in doubt, settled by the log of the mail server."""

import asyncio
import io
import sys
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from services.notifications import reconcile
from services.notifications.channels.mail.addresses import return_path
from services.notifications.commands.reconcile import Given, Reconciled
from services.notifications.commands.settle_delivery import release_as
from services.notifications.domain.facts import Kind
from services.notifications.store import notices
from shared.database import tenant_transaction
from shared.events import ChangeWithdrawn
from tests.acts import trail_of
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.samples import SUBJECT, TENANT
from tests.notifications.test_notice_routes import ONE, Client, notice_id, told

TWO = "proef2@bakkerij.example"


def line(said: str, **ago: float) -> str:
    at = datetime.now(UTC) - timedelta(**ago)
    return f"{at.isoformat()} mail postfix/{said}"


def taken(sender: str, queue_id: str) -> str:
    return line(f"qmgr[9]: {queue_id}: from=<{sender}>, size=1, nrcpt=1 (queue active)")


def log(stage: Stage, *recipients: str, start: str | None = None) -> list[str]:
    """What Postfix would log of all that the sink took for these, from before until now."""
    lines = [start or line("smtpd[8]: connect from app[127.0.0.1]", hours=1)]
    for number, item in enumerate(stage.sink.taken):
        if item.recipient in recipients:
            lines.append(taken(item.sender, f"4F2A1{number}A"))
    return [*lines, line("smtpd[8]: disconnect from app[127.0.0.1]")]


def handed_in(lines: list[str]) -> dict[str, Any]:
    return {"lines": lines, "server_waits_seconds": 0}


def counts(**known: int) -> dict[str, int]:
    return Reconciled(**known).model_dump()


async def in_doubt(stage: Stage) -> None:
    """One that was taken, one that was not, and one that nobody doubts."""
    stage.sink.plan(ONE, "cut-after-dot")
    stage.sink.plan(TWO, "cut-after-dot")
    await told(stage, 3)
    await stage.reach(accepted=1, in_doubt=2)


async def test_what_the_log_names_is_accepted_and_what_it_lacks_is_sent_once_more(
    stage: Stage, api: Client
) -> None:
    await in_doubt(stage)
    lines = log(stage, ONE, "proef3@bakkerij.example")
    answer = await api.post("/reconciliations", json=handed_in(lines), headers=stage.token())
    assert (answer.status_code, answer.json()) == (200, counts(confirmed=1, released=1))
    await stage.reach(accepted=3)
    assert [len(stage.sink.to(who)) for who in (ONE, TWO)] == [1, 2]
    report = await api.get(
        f"/notices/{await notice_id(stage, api)}/evidence", headers=stage.token()
    )
    rows = {row["kind"]: row for row in report.json()["rows"]}
    assert rows["confirmed"]["details"]["reason"] == "in-mail-log"
    assert rows["confirmed"]["details"]["queue_id"] in rows["confirmed"]["payload"]["line"]
    assert rows["confirmed"]["payload"]["line"] in lines
    assert rows["released"]["details"] == {"reason": "not-in-mail-log"}
    assert report.json()["verification"]["sound"]
    assert (await trail_of(stage.database, TENANT)).operations == [
        ("notifications", "settle_doubts")
    ]
    told_of = await stage.news("DeliveriesAccepted")
    assert sum(len(event["deliveries"]) for event in told_of) == 3


async def test_the_same_log_again_changes_nothing(stage: Stage, api: Client) -> None:
    await in_doubt(stage)
    lines = log(stage, ONE, TWO, "proef3@bakkerij.example")
    first = await api.post("/reconciliations", json=handed_in(lines), headers=stage.token())
    assert first.json() == counts(confirmed=2)
    again = await api.post("/reconciliations", json=handed_in(lines), headers=stage.token())
    assert again.json() == counts()
    assert (await stage.evidence()).count((1, "confirmed")) == 2


async def test_a_log_that_may_lack_something_releases_nobody(stage: Stage, api: Client) -> None:
    await in_doubt(stage)
    late = line("smtpd[8]: connect from app[127.0.0.1]")
    for lines, why in (
        (log(stage, ONE, "proef3@bakkerij.example", start=late), "uncovered"),
        (log(stage, ONE), "incomplete"),
    ):
        answer = await api.post("/reconciliations", json=handed_in(lines), headers=stage.token())
        assert answer.json()[why] >= 1
        assert answer.json()["released"] == 0
    waits = {"lines": log(stage, "proef3@bakkerij.example"), "server_waits_seconds": 600}
    answer = await api.post("/reconciliations", json=waits, headers=stage.token())
    assert answer.json() == counts(uncovered=1)
    await stage.reach(accepted=2, in_doubt=1)


async def test_what_was_withdrawn_in_the_meantime_is_not_sent_after_all(
    stage: Stage, api: Client
) -> None:
    await in_doubt(stage)
    await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
    await stage.reach(accepted=4, in_doubt=2)
    notice = next(
        item["id"]
        for item in (await api.get("/notices", headers=stage.token())).json()["items"]
        if item["kind"] == "change_announced"
    )
    rows = (await api.get(f"/notices/{notice}/deliveries", headers=stage.token())).json()["items"]
    ids = {row["email"]: row["id"] for row in rows}
    by_hand = await api.post(
        f"/deliveries/{ids[ONE]}/settlements",
        json={"outcome": "resend", "reason": "postfix log, 10:31"},
        headers=stage.token(),
    )
    assert by_hand.status_code == 204
    lines = [line("smtpd[8]: connect from a[::1]", hours=1)]
    lines += [taken(item.sender, "4F2A11A") for item in stage.sink.to("proef3@bakkerij.example")]
    lines.append(line("smtpd[8]: disconnect from a[::1]"))
    answer = await api.post("/reconciliations", json=handed_in(lines), headers=stage.token())
    assert answer.json() == counts(stopped=1)
    await stage.reach(accepted=4, stopped=2)


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        ("change_announced", "stopped"),
        ("public_announced", "stopped"),
        ("change_effective", "stopped"),
        ("agreement_reminder", "stopped"),
        ("change_withdrawn", "released"),
        ("public_withdrawn", "released"),
        ("agreement_ready", "released"),
    ],
)
async def test_only_what_still_has_to_be_told_is_sent_again(
    stage: Stage, kind: Kind, becomes: str
) -> None:
    subject, notice = uuid4(), uuid4()
    change = SUBJECT if kind.startswith(("change", "public")) else None
    async with tenant_transaction(stage.pool, TENANT) as connection:
        await notices.add(connection, notice, kind, subject, change)
        await notices.withdraw(connection, SUBJECT)
        await notices.sign(connection, subject)
        found = await notices.get(connection, notice)
        assert await release_as(connection, found) == becomes


async def test_no_log_of_another_tenant_settles_anything(stage: Stage, api: Client) -> None:
    await in_doubt(stage)
    other = stage.token(tenant_id=samples.OTHER_TENANT)
    lines = log(stage, ONE, TWO, "proef3@bakkerij.example")
    answer = await api.post("/reconciliations", json=handed_in(lines), headers=other)
    assert answer.json() == counts()
    await stage.reach(accepted=1, in_doubt=2)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"lines": []}, "lines"),
        ({"lines": ["x"], "zone": "Mars/Olympus"}, "zone"),
        ({"lines": ["x"], "server_waits_seconds": -1}, "server_waits_seconds"),
        ({"lines": ["x", "{"]}, "lines.1"),
    ],
)
async def test_a_log_that_says_nothing_is_refused(
    body: dict[str, Any], field: str, stage: Stage, api: Client
) -> None:
    answer = await api.post("/reconciliations", json=body, headers=stage.token())
    assert answer.status_code == 400
    assert field in answer.text


async def test_an_administrator_settles_for_every_provider_at_once(stage: Stage) -> None:
    await in_doubt(stage)
    lines = log(stage, ONE, "proef3@bakkerij.example")
    given = Given([*lines, "no line of a log", ""], None, timedelta(0))
    assert await reconcile.run(stage.settings(), given) == Reconciled(confirmed=1, released=1)
    await stage.reach(accepted=3)

    async def sent() -> bool:
        return len(stage.sink.to(TWO)) == 2

    await until(sent)


async def test_the_command_says_what_is_left(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await in_doubt(stage)
    path = return_path(stage.settings())
    for name, value in stage.environment().items():
        monkeypatch.setenv(name, value)
    raw = taken(path.of(uuid4()), "4F2A11A").encode() + b"\n\xff\xfe\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    monkeypatch.setattr(sys, "argv", ["reconcile"])
    found = await asyncio.to_thread(reconcile.main)
    assert found == 1
    assert "2  still in doubt: the log doesn't show the whole time" in capsys.readouterr().out


async def test_what_a_form_sends_is_read_and_refused_at_its_field(
    stage: Stage, api: Client
) -> None:
    form = {"lines": [line("smtpd[8]: connect")], "zone": None, "server_waits_seconds": "600"}
    answer = await api.post("/reconciliations", json=form, headers=stage.token())
    assert (answer.status_code, answer.json()) == (200, counts())
    for wrong, field, code in (
        ({"zone": "Mars"}, "zone", "value_error"),
        ({"server_waits_seconds": ""}, "server_waits_seconds", "int_parsing"),
        ({"server_waits_seconds": "-1"}, "server_waits_seconds", "greater_than_equal"),
        ({"lines": ["x", "{"]}, "lines.1", "log-line-unreadable"),
        ({"lines": [""] * 400_001}, "lines", "too_long"),
    ):
        answer = await api.post("/reconciliations", json=form | wrong, headers=stage.token())
        assert answer.status_code == 400
        (found,) = answer.json()["errors"]
        assert (found["field"], found["code"]) == (field, code)


async def test_a_log_of_a_hundred_and_fifty_thousand_lines_is_taken(
    stage: Stage, api: Client
) -> None:
    said = line("smtp[8]: 4F2A11A: to=<a@b.example>, relay=mx.b.example[192.0.2.1]:25, status=sent")
    form = {"lines": [said] * 150_000}
    answer = await api.post("/reconciliations", json=form, headers=stage.token())
    assert (answer.status_code, answer.json()) == (200, counts())
