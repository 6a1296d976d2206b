"""What the reports of a change say of somebody who got a letter instead."""

import csv
import io
from typing import Any

from services.documents.domain.data_check import refuse_unlike
from tests.notifications.conftest import Stage
from tests.notifications.samples import SUBJECT
from tests.notifications.test_change_paper import api, printed
from tests.notifications.test_change_paper import told as told_of_change
from tests.notifications.test_notice_routes import Client, notice_id
from tests.notifications.test_unreached import TWO, ask, made, post, today

__all__ = ["api"]


async def posted(stage: Stage, api: Client) -> str:
    """A letter to whom no mail reached; the day on which staff says that it was posted."""
    await told_of_change(stage, 3)
    stage.peers.addresses[TWO.client_id] = "Dorpsstraat 1, 9000 AA Voorbeelddam"
    assert (await ask(stage, api, await notice_id(stage, api))).status_code == 202
    letter, day = await made(stage, api), await today(stage)
    assert (await post(stage, api, letter["id"], day)).status_code == 201
    return day.isoformat()


async def lines(stage: Stage, api: Client) -> dict[str, dict[str, Any]]:
    answer = await api.get(f"/changes/{SUBJECT}/evidence.csv", headers=stage.token())
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return {row["email"]: row for row in rows}


async def test_paper_and_table_say_on_which_day_a_letter_was_posted(
    stage: Stage, api: Client
) -> None:
    day = await posted(stage, api)
    data = (await printed(stage, api))["data"]
    refuse_unlike("evidence-report", data)
    first, *others = data["recipients"]
    assert (first["email"], first["proof"], first["posted_on"]) == (TWO.email, "failed", day)
    assert {one["posted_on"] for one in others} == {None}
    (notice,) = data["notices"]
    assert (notice["posted"], notice["failed"], notice["accepted"]) == (1, 1, 2)
    assert notice["total"] == 3
    said = {email: row["letter_posted_on"] for email, row in (await lines(stage, api)).items()}
    assert said.pop(TWO.email) == day
    assert set(said.values()) == {""}


async def test_the_digest_of_a_letter_is_not_taken_for_that_of_the_message(
    stage: Stage, api: Client
) -> None:
    await posted(stage, api)
    letter = (await api.get("/letters", headers=stage.token())).json()["items"][0]["digest"]
    assert (await lines(stage, api))[TWO.email]["message_digest"] != letter
    data = (await printed(stage, api))["data"]
    assert data["recipients"][0]["message_digest"] != letter
