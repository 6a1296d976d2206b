"""Whether evidence is whole: by the API, by the command, and of a report without either."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.notifications.app import create_app
from services.notifications.check import check_file
from services.notifications.domain.report_file import Malformed, Members
from shared.events import ChangePublished, ChangeWithdrawn
from shared.http import Peer
from shared.identity import Signer
from tests.notifications import samples
from tests.notifications.conftest import ROOT, Stage
from tests.notifications.peers import Told
from tests.notifications.samples import SUBJECT, TENANT


@pytest.fixture
async def api(stage: Stage) -> AsyncIterator[httpx.AsyncClient]:
    """In this loop, where the peers answer as well."""
    settings = stage.settings()
    served: Any = create_app(settings)
    signer = Signer("notifications", settings.signing_key)
    async with (
        httpx.AsyncClient() as peers,
        httpx.AsyncClient(
            transport=httpx.ASGITransport(served), base_url="http://notifications"
        ) as client,
    ):
        served.state.pool = stage.pool
        served.state.contracts = Peer("contracts", settings.contracts_url, signer, peers)
        yield client


async def told(stage: Stage, count: int = 3) -> None:
    stage.sink.plan("proef2@bakkerij.example", "5xx")
    people = sorted(
        (samples.recipient(number) for number in range(1, count + 1)),
        key=lambda one: one.recipient_id,
    )
    stage.peers.told[SUBJECT] = Told(samples.change(), people)
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.start_worker()
    await stage.reach(accepted=count - 1, failed=1)


async def announced(stage: Stage, api: httpx.AsyncClient) -> UUID:
    answer = await api.get("/notices", params={"subject_id": str(SUBJECT)}, headers=stage.token())
    found = [item["id"] for item in answer.json()["items"] if item["kind"] == "change_announced"]
    return UUID(found[0])


async def checked(stage: Stage, api: httpx.AsyncClient) -> dict[str, Any]:
    path = f"/notices/{await announced(stage, api)}/check"
    answer = await api.get(path, headers=stage.token())
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def command(stage: Stage, *arguments: str, bare: bool = False) -> tuple[int, str]:
    """Exit status and what a person reads; ``bare``: nothing of the instance is known to it."""
    known = {} if bare else stage.environment()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.notifications.check", *arguments),
        cwd=ROOT,
        env=known | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode is not None
    return process.returncode, said.decode()


async def test_a_whole_notice_is_proven_by_the_api_and_by_the_command(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    await told(stage)
    found = await checked(stage, api)
    assert found["sound"], found["faults"]
    assert found["account"] == {
        "recipients": 3, "delivered": 2, "unreached": 1, "in_doubt": 0, "waiting": 0, "stopped": 0,
    }  # fmt: skip
    assert found["list"] == {"recipients": 3, "untold": 0, "unlisted": 0}
    status, said = await command(stage, "--change", str(SUBJECT))
    assert status == 0, said
    assert "3 recipients = 2 delivered + 1 unreached + 0 in doubt + 0 waiting + 0 stopped" in said
    assert "3 on the list that was frozen with the change" in said
    assert "1 notices checked, 0 broken." in said
    assert (await command(stage))[0] == 0


async def test_somebody_whom_the_frozen_list_names_and_nobody_told_is_found(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    await told(stage)
    people = stage.peers.told[SUBJECT].recipients
    forgotten = samples.recipient(9)
    people.append(forgotten)
    people.sort(key=lambda one: one.recipient_id)
    found = await checked(stage, api)
    assert found["faults"] == ["1 of the frozen list have no delivery"]
    people.remove(forgotten)
    people.pop(0)
    found = await checked(stage, api)
    assert found["faults"] == ["1 deliveries are to nobody on the frozen list"]
    assert (await command(stage, "--change", str(SUBJECT)))[0] == 1


async def test_whom_a_withdrawal_kept_from_being_told_is_no_fault(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    await told(stage)
    stage.peers.told[SUBJECT].recipients.append(samples.recipient(9))
    stage.peers.told[SUBJECT].recipients.sort(key=lambda one: one.recipient_id)
    notice = await announced(stage, api)
    await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
    await stage.reach(accepted=4, failed=1)
    answer = await api.get(f"/notices/{notice}/check", headers=stage.token())
    assert (answer.json()["sound"], answer.json()["list"]["untold"]) == (True, 1)


async def test_a_delivery_that_is_taken_out_of_the_record_is_found(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    await told(stage)
    await stage.owner.execute("ALTER TABLE notifications.delivery NO FORCE ROW LEVEL SECURITY")
    await stage.owner.execute("ALTER TABLE notifications.chunk NO FORCE ROW LEVEL SECURITY")
    await stage.owner.execute("UPDATE notifications.delivery SET state = NULL")
    found = await checked(stage, api)
    assert found["sound"] is False
    assert "unreached: 1 by the chain, 0 by the record beside it" in found["faults"]


async def test_a_report_is_proven_by_its_file_alone(
    stage: Stage, api: httpx.AsyncClient, tmp_path: Path
) -> None:
    await told(stage)
    notice = await announced(stage, api)
    report = await api.get(f"/notices/{notice}/evidence", headers=stage.token())
    path = tmp_path / "report.json"
    path.write_bytes(report.content)
    status, said = await command(stage, "--file", str(path), bare=True)
    assert status == 0, said
    assert "3 recipients = 2 delivered + 1 unreached" in said
    # However somebody wrote it down anew, as long as it says the same.
    path.write_text(json.dumps(report.json(), indent=3, sort_keys=True))
    assert (await command(stage, "--file", str(path), bare=True))[0] == 0


CHANGES: list[tuple[str, Callable[[dict[str, Any]], Any], int]] = [
    ("a row in the middle gone", lambda report: report["rows"].pop(1), 1),
    ("the last row gone", lambda report: report["rows"].pop(), 1),
    ("another address", lambda report: report["rows"][0]["payload"].update(email="x@x.example"), 1),
    ("another outcome", lambda report: report["rows"][-1].update(kind="stopped"), 1),
    ("another count", lambda report: report["counts"].update(accepted=9), 1),
    ("another end", lambda report: report.update(head="00" * 32), 1),
    ("another notice", lambda report: report.update(notice_id=str(uuid4())), 1),
    ("no end", lambda report: report.pop("head"), 2),
    ("an invented word", lambda report: report["rows"][0].update(kind="invented"), 2),
    ("a digest that is none", lambda report: report["rows"][0].update(digest="no hex"), 2),
]


async def test_whatever_was_changed_in_a_report_is_found(
    stage: Stage, api: httpx.AsyncClient, tmp_path: Path
) -> None:
    await told(stage)
    notice = await announced(stage, api)
    content = (await api.get(f"/notices/{notice}/evidence", headers=stage.token())).content
    path = tmp_path / "report.json"
    path.write_bytes(content)
    assert check_file(path) == 0
    found = {}
    for name, change, _ in CHANGES:
        report = json.loads(content)
        change(report)
        path.write_text(json.dumps(report))
        found[name] = check_file(path)
    assert found == {name: status for name, _, status in CHANGES}


async def test_what_can_not_be_seen_is_said(stage: Stage, tmp_path: Path) -> None:
    assert (await command(stage, "--file", str(tmp_path / "nowhere.json"), bare=True))[0] == 2
    path = tmp_path / "half.json"
    path.write_text('{"rows": [{"position": 1}')
    assert (await command(stage, "--file", str(path), bare=True))[0] == 2
    status, said = await command(stage, "--change", str(uuid4()))
    assert (status, "There is no notice" in said) == (2, True)
    await told(stage)
    stage.peers.down = True
    status, said = await command(stage)
    assert (status, "contracts service failed" in said) == (2, True)


class Slow:
    """A file that comes by three characters at a time."""

    def __init__(self, text: str) -> None:
        self._text = text

    def read(self, _: int) -> str:
        piece, self._text = self._text[:3], self._text[3:]
        return piece


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"rows": [{"a": 1234567}, {"b": [1, 2]}], "x": 123456, "y": -1.5e10, "z": None},
        {"rows": [], "name": 'J. "de" Proef \\ ]}', "deep": {"rows": [{"no": []}]}},
    ],
    ids=["empty", "numbers", "hostile"],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_report_is_read_by_pieces_of_any_size(value: dict[str, Any], indent: int | None) -> None:
    found: dict[str, Any] = {name: [] for name, item in value.items() if isinstance(item, list)}
    for name, item in Members(Slow(json.dumps(value, indent=indent))):
        if name in found:
            found[name].append(item)
        else:
            found[name] = item
    assert found == value


@pytest.mark.parametrize(
    "text", ["", "[]", '{"a" 1}', '{"a": 1', '{"a": [1, 2', '{"a": 1} x', '{"a":1,"a":1}', "{1:2}"]
)
def test_what_is_no_whole_report_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        list(Members(Slow(text)))
