"""The demonstration played whole on an instance of its own, whose clock it moves."""

import contextlib
import copy
import hashlib
import json
import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import asyncpg
import pypdf
import pytest

from deploy.demo.change import APPROVES, ENGLISH, NEW, OBJECTS, OLD, UNREACHABLE, UNTOUCHED
from deploy.demo.data import read
from deploy.demo.onboarding import SIGNER
from deploy.demo.run import STEPS, demonstrate, fresh, play
from deploy.demo.site import Site
from deploy.demo.stage import Stage, fetch
from deploy.demo.waiting import TooLate, until
from deploy.local.instance import Instance, running
from deploy.local.processes import free_port
from shared.migrate import SERVICES
from tests.journeys import oracle
from tests.journeys.clerk import reading_the_log
from tests.journeys.outcome import outcome
from tests.journeys.runner import command, settings_for

pytestmark = pytest.mark.xdist_group("instance")

HOSTING = ["DNN Consulting subprocessor", "Managed.com subprocessor", "SMTP.com subprocessor"]
SHOP = ["Exact Online subprocessor", "Mollie subprocessor"]
PAPERS = ["offered docx", "offered pdf"]
SIGNED = [*PAPERS, "signed docx", "signed pdf"]


def _client(*processors: str, changed: bool = True) -> dict[str, Any]:
    return {
        "versions": [(1, "onboarding", False), (2, "change", True)][: 1 + changed],
        "signed": True,
        "drift": False,
        "documents": [SIGNED, PAPERS][: 1 + changed],
        "processors": sorted(processors),
    }


RESULT = {
    "clients": {
        OBJECTS: _client(*HOSTING, *SHOP),
        APPROVES: _client(*SHOP),
        ENGLISH: _client(*SHOP),
        UNREACHABLE: _client(*HOSTING, *SHOP),
        UNTOUCHED: _client(*HOSTING, changed=False),
    },
    "told": {
        "agreement_ready accepted": 5,
        "agreement_ready notices": 5,
        "agreement_signed accepted": 9,
        "agreement_signed notices": 5,
        "annex_renewed accepted": 5,
        "annex_renewed failed": 1,
        "annex_renewed notices": 4,
        "change_announced accepted": 4,
        "change_announced failed": 1,
        "change_announced notices": 1,
        "change_effective accepted": 4,
        "change_effective notices": 2,
        "objection_decided accepted": 1,
        "objection_decided notices": 1,
        "objection_received accepted": 1,
        "objection_received notices": 1,
        "sign_in accepted": 1,
        "sign_in notices": 1,
    },
    "unfinished": [],
}


@pytest.fixture(scope="module")
async def moving(parts_folder: Path) -> AsyncIterator[Instance]:
    async with running(parts_folder / "moving") as found:
        yield found


@pytest.fixture(scope="module")
def place(moving: Instance) -> Site:
    return Site.at(moving.ports, moving.secrets.setup_token)


@pytest.fixture(scope="module")
async def played(place: Site, tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return await demonstrate(place, tmp_path_factory.mktemp("demo") / "out", "plain")


@pytest.fixture(scope="module")
async def report(played: Stage) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((played.out / "evidence-change_announced.json").read_text())
    return found


async def _result(stage: Stage) -> dict[str, Any]:
    """The outcome once it is what it should be, or what it is after a while."""
    found: dict[str, Any] = {}

    async def same() -> bool:
        nonlocal found
        found = await outcome(stage)
        return found == RESULT

    with contextlib.suppress(TooLate):
        await until("the result", same, seconds=90)
    return found


async def _frozen(stage: Stage, number: int) -> dict[str, Any]:
    """What contracts froze for the client whose papers were kept."""
    case = stage.cases[SIGNER]
    path = f"/agreements/{case.agreement_id}"
    versions = (await stage.contracts.get(path))["versions"]
    version = next(v for v in versions if v["number"] == number)
    found: dict[str, Any] = await stage.contracts.get(f"{path}/versions/{version['id']}")
    return found


async def test_it_ends_in_the_known_result(played: Stage) -> None:
    assert await _result(played) == RESULT


async def test_the_summary_is_complete(played: Stage) -> None:
    summary = json.loads((played.out / "summary.json").read_text())
    assert [step["step"] for step in summary["steps"]] == list(STEPS)
    assert all(step["seconds"] >= 0 and step["result"] for step in summary["steps"])
    assert (summary["ok"], summary["failure"], summary["stopped_before"]) == (True, None, None)
    assert summary["steps"][-1]["result"]["evidence"]["chain"]["sound"] is True


@pytest.mark.parametrize("kind", ["docx", "pdf"])
@pytest.mark.parametrize(
    ("name", "number", "there", "gone"),
    [
        ("agreement-before-offered", 1, OLD, NEW),
        ("agreement-before", 1, OLD, NEW),
        ("agreement-after", 2, NEW, OLD),
    ],
)
async def test_the_papers_say_what_was_frozen(
    played: Stage, name: str, number: int, there: str, gone: str, kind: str
) -> None:
    frozen = await _frozen(played, number)
    path = played.out / f"{name}.{kind}"
    text, annex = oracle.paper_text(path), oracle.annex_3(path)
    values = [value for value in oracle.printed(frozen["snapshot"], "nl") if value]
    assert len(values) > 80
    assert not [value for value in values if oracle.closed_up(value) not in text]
    assert frozen["digest"] in text
    assert oracle.closed_up(there) in annex
    assert oracle.closed_up(gone) not in annex
    assert ("ProefOndertekenaar" in text) == (name != "agreement-before-offered")


async def test_the_mails_tell_each_contact_what_changes_and_how_to_object(played: Stage) -> None:
    summary = json.loads((played.out / "summary.json").read_text())
    effective = next(s["result"]["effective_on"] for s in summary["steps"] if s["step"][0] == "e")
    for name, language, case, words in (
        ("koen", "nl", OBJECTS, ("bezwaar", "Nederland", "bewaren van de facturen")),
        ("fg", "nl", APPROVES, ("toestemming", "Nederland", "bewaren van de facturen")),
        ("flora", "en", ENGLISH, ("object", "the Netherlands", "keeping the invoices")),
    ):
        message = oracle.mail(played.out / f"mails/change-{name}.eml")
        text = oracle.body(message)
        assert played.cases[case].told in str(message["To"])
        assert message["Content-Language"] == language
        for word in (OLD, NEW, *words, oracle.in_words(effective, language), "/in/"):
            assert word in text, (name, word)
        assert NEW in oracle.body(message, "html")
    assert oracle.in_words(await _deadline(played, ENGLISH), "en") in text


async def _deadline(stage: Stage, external_id: str) -> str:
    page = await stage.contracts.get(f"/changes/{stage.change_id}/recipients")
    client = stage.cases[external_id].client_id
    return str(next(x["deadline"] for x in page["items"] if x["client_id"] == client))


async def test_the_evidence_holds_by_its_own_arithmetic(
    played: Stage, report: dict[str, Any]
) -> None:
    assert oracle.broken_rows(report) == []
    kinds = [row["kind"] for row in report["rows"]]
    assert kinds.count("queued") == 5
    assert kinds.count("accepted") == report["counts"]["accepted"] == 4
    assert kinds.count("refused") == report["counts"]["failed"] == 1
    replies = [row["details"]["code"] for row in report["rows"] if row["kind"] == "accepted"]
    assert replies == [250] * 4
    altered = copy.deepcopy(report)
    altered["rows"][9]["details"]["code"] = 550
    assert oracle.broken_rows(altered) == [10]
    altered = copy.deepcopy(report)
    altered["rows"][0]["payload"]["name"] = "Iemand Anders"
    assert oracle.broken_rows(altered) == [1]
    del (altered := copy.deepcopy(report))["rows"][4]
    assert oracle.broken_rows(altered)[0] == 5
    del (altered := copy.deepcopy(report))["rows"][-1]
    assert oracle.broken_rows(altered) == [len(kinds) - 1]


async def test_the_evidence_binds_the_very_bytes_that_arrived(
    played: Stage, report: dict[str, Any]
) -> None:
    opened = {
        row["details"]["message_id"]: row["payload"]["digest"]
        for row in report["rows"]
        if row["kind"] == "accepted"
    }
    names = ("change-koen", "change-fg", "change-flora", "change-second-contact")
    for path in (played.out / f"mails/{name}.eml" for name in names):
        message_id = str(oracle.mail(path)["Message-ID"])
        assert hashlib.sha256(oracle.as_sent(path)).hexdigest() == opened[message_id]


async def test_the_pdf_of_the_evidence_says_what_the_json_says(
    played: Stage, report: dict[str, Any]
) -> None:
    change_id = report["subject_id"]
    whole = await played.notifications.get(f"/changes/{change_id}/evidence")
    for language, broken in (("nl", "GESCHONDEN"), ("en", "BROKEN")):
        draft = {"kind": "evidence-report", "language": language, "change_id": change_id}
        made = await played.documents.post("/record-documents", draft)
        path = f"/record-documents/{made['id']}"

        async def ready(path: str = path) -> bool:
            return bool((await played.documents.get(path))["state"] == "complete")

        await until("the PDF of the evidence", ready, seconds=90)
        pdf = await fetch((await played.documents.get(f"{path}/link"))["url"])
        played.keep(f"evidence-report-{language}.pdf", pdf)
        pages = pypdf.PdfReader(BytesIO(pdf)).pages
        text = "".join("".join(page.extract_text() for page in pages).split())
        for notice in whole["notices"]:
            assert notice["head"] in text
        for row in whole["rows"]:
            assert row["payload"].get("digest", "") in text
            assert "".join(row["payload"].get("email", "").split()) in text
        for one in whole["objections"]:
            assert "".join(one["grounds"].split()) in text
        assert broken not in text


async def test_a_row_that_was_changed_behind_its_back_shows_in_the_report(
    played: Stage, moving: Instance, report: dict[str, Any]
) -> None:
    change = (
        "UPDATE notifications.evidence SET kind = $3"
        " WHERE notice_id = $1::text::uuid AND position = $2"
    )
    owner = await asyncpg.connect(moving.postgres.url("postgres"))
    path = f"/notices/{report['notice_id']}/evidence"
    await owner.execute(change, report["notice_id"], 10, "refused")
    try:
        found = await played.notifications.get(path)
    finally:
        await owner.execute(change, report["notice_id"], 10, report["rows"][9]["kind"])
        await owner.close()
    assert found["verification"]["sound"] is False
    assert "10" in found["verification"]["faults"][0]
    assert oracle.broken_rows(found) == [10]
    assert (await played.notifications.get(path))["verification"]["sound"] is True


async def test_every_mail_came_once(played: Stage) -> None:
    paths = sorted((played.out / "mails").glob("2*.eml"))
    identities = [str(oracle.mail(path)["Message-ID"]) for path in paths]
    assert len(identities) == len(set(identities)) >= 24


async def test_a_failing_step_ends_with_a_status_and_keeps_what_came_before(
    moving: Instance, tmp_path: Path
) -> None:
    portal = moving.url("portal")
    settings = settings_for(moving.folder, moving.ports | {"documents": free_port()})
    arguments = ("--at", portal, "--out", str(tmp_path / "out"))
    failing = await command("deploy.demo.run", *arguments, **settings)
    assert await failing.end() == 1
    summary = json.loads((tmp_path / "out/summary.json").read_text())
    assert [step["step"][0] for step in summary["steps"]] == ["a", "b"]
    assert (summary["ok"], summary["stopped_before"]) == (False, "c  render agreements")
    assert "ConnectError" in summary["failure"]


async def test_an_instance_that_is_not_there_is_told_in_one_line(
    moving: Instance, parts_folder: Path, tmp_path: Path
) -> None:
    address, nowhere = f"http://127.0.0.1:{free_port()}", parts_folder / "nowhere"
    for folder, told in (
        (moving.folder, f"Nothing answers at {address}."),
        (nowhere, f"Nothing was ever started in {nowhere}."),
    ):
        arguments = ("--at", address, "--out", str(tmp_path / "out"))
        failing = await command("deploy.demo.run", *arguments, SCHAKEL_DATA=str(folder))
        assert await failing.end() == 1
        assert failing.text == f"{told} Start it first: make run\n"


async def test_crashes_all_along_end_in_the_same_result(
    moving: Instance, place: Site, tmp_path: Path
) -> None:
    """After each step one service and two workers are killed, others each time."""
    stage, under_way = Stage(place, tmp_path), 0
    steps = 0
    async with reading_the_log(stage):
        async for _ in play(stage, fresh(read("de-kale-ict"), "chaos")):
            one, next_one = (SERVICES[(steps + more) % len(SERVICES)] for more in (0, 1))
            under_way += await _under_way(moving)
            for name in (victims := [f"{one} app", f"{one} worker", f"{next_one} worker"]):
                await moving.crash(name)
            for name in victims:
                await moving.restart(name)
            steps += 1
        assert steps == len(STEPS)
        assert under_way > 0
        assert await _result(stage) == RESULT
    await _assert_no_message_differs(stage)


async def _under_way(instance: Instance) -> int:
    """Documents to make, mails to send, facts to hear of."""
    superuser = await asyncpg.connect(instance.postgres.url("postgres"))
    count: int = await superuser.fetchval(
        "SELECT (SELECT count(*) FROM documents.rendering WHERE completed_at IS NULL)"
        " + (SELECT count(*) FROM notifications.standing WHERE state IN ('queued', 'sending'))"
        " + (SELECT count(*) FROM bus.delivery)"
    )
    await superuser.close()
    return count


async def _assert_no_message_differs(stage: Stage) -> None:
    """A mail may have come twice, and then it is the same one."""
    came: dict[str, set[str]] = {}
    for item in await stage.mailbox.listed():
        if "chaos" in item["to"]:
            content = await stage.mailbox.raw(item["id"])
            came.setdefault(item["message_id"], set()).add(
                re.sub(rb"\A.*?\r\nFrom:", b"", content, flags=re.DOTALL).hex()
            )
    assert len(came) == sum(n for what, n in RESULT["told"].items() if what.endswith("accepted"))
    assert all(len(contents) == 1 for contents in came.values())
