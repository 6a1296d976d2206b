"""What is wrong with evidence is told by a code, and in the language of whoever reads it."""

import re
from typing import get_args
from uuid import UUID

import httpx

from services.notifications.domain.fault import Code, Count, fault, sentences
from tests.notifications.conftest import Stage
from tests.notifications.test_change_evidence import report
from tests.notifications.test_change_paper import printed, told
from tests.notifications.test_checks import api, checked

__all__ = ["api"]


async def _altered(stage: Stage) -> None:
    await told(stage, 2)
    await stage.owner.execute("ALTER TABLE notifications.evidence NO FORCE ROW LEVEL SECURITY")
    await stage.owner.execute(
        "UPDATE notifications.evidence SET kind = 'refused' WHERE kind = 'accepted'"
    )


async def test_the_check_and_the_report_tell_each_fault_by_its_code_beside_its_sentence(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    await _altered(stage)
    for found in (await checked(stage, api), (await report(stage, api)).json()["verification"][0]):
        assert [one["code"] for one in found["findings"]] == [
            "row-altered", "count-differs", "count-differs",
        ]  # fmt: skip
        assert found["faults"] == [one["detail"]["en"] for one in found["findings"]]
        row, delivered, unreached = found["findings"]
        assert row["detail"]["nl"] == f"rij {row['number']} is veranderd"
        assert (delivered["count"], delivered["number"], delivered["other"]) == ("delivered", 0, 1)
        assert unreached["detail"]["nl"].startswith("niet bereikt: 2 volgens de keten, 1")


async def test_the_paper_tells_the_faults_in_its_own_language(
    stage: Stage, api: httpx.AsyncClient
) -> None:
    await _altered(stage)
    for language, words in (("nl", "is veranderd"), ("en", "was altered")):
        data = (await printed(stage, api, language))["data"]
        assert data["whole"]["sound"] is False
        (notice,) = data["notices"]
        assert notice["sound"] is False
        assert notice["faults"][0].endswith(words)


def test_every_fault_has_a_sentence_of_its_own_in_both_languages() -> None:
    told = [
        fault(code, 7, 8, count)
        for code in get_args(Code)
        for count in (get_args(Count) if code == "count-differs" else (None,))
    ]
    for language in ("nl", "en"):
        said = [one.detail.say(language) for one in told]
        assert len(set(said)) == len(told)
        assert all("7" in one and not re.search(r"[{}]|None", one) for one in said)
    assert not any("_" in one.detail.nl for one in told)
    assert sentences(told[:1]) == ("row 7 is missing",)


async def test_whom_nobody_told_is_found_by_a_code(stage: Stage, api: httpx.AsyncClient) -> None:
    await told(stage, 3)
    people = stage.peers.told[UUID(str(next(iter(stage.peers.told))))].recipients
    people.pop(0)
    (found,) = (await checked(stage, api))["findings"]
    assert (found["code"], found["number"]) == ("recipient-unlisted", 1)
