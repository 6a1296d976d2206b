"""Who was not reached, what comes next, and the letters that go there instead."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.documents.domain.data_check import refuse_unlike
from services.notifications.channels.mail.preview import preview
from services.notifications.domain.delivery import addressed
from services.notifications.domain.letter import Letter, address_lines, content, refuse_posting
from services.notifications.domain.letter import Told as LetterTold
from services.notifications.domain.unreached import Try, what_next
from shared.database import tenant_transaction
from shared.errors import Invalid
from shared.events import ChangeWithdrawn, ErasureOrdered, IncidentReleased, RecipientAdded
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.samples import SUBJECT, TENANT
from tests.notifications.test_notice_routes import Client, notice_id, told

TWO = samples.recipient(2)
PROVIDER: dict[str, Any] = {"name": "Voorbeeldhost B.V.", "email": "post@voorbeeldhost.example"}


def a_try(state: Any) -> Try:
    return Try(
        id=uuid4(), contact_id=uuid4(), name="J.", email="j@x.example", state=state, attempts=1,
        code=None, reason=None, reply=None, at=None, escalation=False,
    )  # fmt: skip


async def listed(stage: Stage, api: Client, **params: str) -> list[dict[str, Any]]:
    answer = await api.get("/unreached", params=params, headers=stage.token())
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def refused(stage: Stage, api: Client) -> UUID:
    """Of three clients the second has an address that does not exist."""
    stage.sink.plan(TWO.email, "5xx")
    await told(stage)
    await stage.reach(accepted=2, failed=1)
    return await notice_id(stage, api)


async def ask(stage: Stage, api: Client, notice: UUID, client_id: UUID = TWO.client_id) -> Any:
    body = {"items": [{"notice_id": str(notice), "client_id": str(client_id)}]}
    return await api.post("/letters", json=body, headers=stage.token())


async def made(stage: Stage, api: Client) -> Any:
    async def there() -> Any:
        (one,) = (await api.get("/letters", headers=stage.token())).json()["items"]
        assert not one["problem"], one
        return one if one["document_id"] else None

    return await until(there)


async def post(stage: Stage, api: Client, letter: str, day: date) -> Any:
    body = {"letter_ids": [letter], "posted_on": day.isoformat()}
    return await api.post("/postings", json=body, headers=stage.token())


async def today(stage: Stage) -> date:
    async with tenant_transaction(stage.pool, TENANT) as connection:
        day: date = await connection.fetchval("SELECT clock.today()")
    return day


def test_what_comes_next_follows_from_what_was_tried() -> None:
    assert what_next("change_announced", [a_try("failed")], None) == "ask_letter"
    assert what_next("agreement_ready", [a_try("failed")], None) == "correct_address"
    assert what_next("change_announced", [a_try("failed"), a_try("in_doubt")], None) == "check_log"
    both = [a_try("in_doubt"), a_try("queued")]
    assert what_next("incident_notified", both, None) == "being_told"


async def test_who_was_not_reached_is_listed_with_what_the_mail_server_said(
    stage: Stage, api: Client
) -> None:
    stage.sink.plan(samples.recipient(3).email, "cut-after-dot")
    await refused_and_cut(stage)
    found = {row["client"]: row for row in await listed(stage, api)}
    assert set(found) == {TWO.client, samples.recipient(3).client}
    row = found[TWO.client]
    assert (row["kind"], row["subject_id"]) == ("change_announced", str(SUBJECT))
    assert (row["change_id"], row["incident_id"]) == (str(SUBJECT), None)
    assert (row["next_step"], row["reference"]) == ("ask_letter", "VWO-2026-0002")
    assert row["title"]["nl"] == "Ander boekhoudpakket"
    (tried,) = row["tries"]
    assert (tried["email"], tried["state"], tried["code"]) == (TWO.email, "failed", 550)
    assert tried["reply"]
    assert found[samples.recipient(3).client]["next_step"] == "check_log"


async def refused_and_cut(stage: Stage) -> None:
    stage.sink.plan(TWO.email, "5xx")
    await told(stage)
    await stage.reach(accepted=1, failed=1, in_doubt=1)


async def test_the_list_goes_by_pages_and_by_client(stage: Stage, api: Client) -> None:
    for number in (1, 2, 3):
        stage.sink.plan(samples.recipient(number).email, "5xx")
    await told(stage)
    await stage.reach(failed=3)
    first = await api.get("/unreached", params={"limit": "2"}, headers=stage.token())
    page = first.json()
    rest = await listed(stage, api, after=page["next"])
    assert len(page["items"]) == 2
    assert len({row["client_id"] for row in page["items"] + rest}) == 3
    (one,) = await listed(stage, api, client_id=str(TWO.client_id))
    assert one["client"] == TWO.client
    odd = await api.get("/unreached", params={"after": "x"}, headers=stage.token())
    assert odd.json()["type"].endswith("page-unknown")


async def test_who_is_reached_by_another_person_is_gone_from_the_list(
    stage: Stage, api: Client
) -> None:
    await refused(stage, api)
    second = samples.recipient(9, client_id=TWO.client_id, client=TWO.client)
    stage.peers.told[SUBJECT].added.append(second)
    await stage.tell(
        RecipientAdded(tenant_id=TENANT, change_id=SUBJECT, recipient_id=second.recipient_id)
    )
    await stage.reach(accepted=3, failed=1)
    assert await listed(stage, api) == []


async def test_of_a_withdrawn_change_nobody_has_to_be_told(stage: Stage, api: Client) -> None:
    await refused(stage, api)
    assert len(await listed(stage, api)) == 1
    await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))

    async def empty() -> bool:
        return await listed(stage, api) == []

    await until(empty)


async def test_a_letter_is_made_once_and_its_posting_stands_in_the_chain(
    stage: Stage, api: Client
) -> None:
    notice = await refused(stage, api)
    stage.peers.addresses[TWO.client_id] = "Dorpsstraat 1, 9000 AA Voorbeelddam"
    for _ in range(2):
        assert (await ask(stage, api, notice)).status_code == 202
    letter = await made(stage, api)
    assert len(stage.peers.letters) == 1
    (asked,) = stage.peers.letters.values()
    lines = ["Bakkerij Voorbeeld", f"t.a.v. {TWO.name}", "Dorpsstraat 1", "9000 AA Voorbeelddam"]
    assert asked["data"]["letter"]["address_lines"] == letter["address_lines"] == lines
    assert asked["data"]["answer"]["days"] == 30
    assert (await listed(stage, api))[0]["next_step"] == "post_letter"
    sheet = await api.get("/letters.csv", params={"posted": "false"}, headers=stage.token())
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    assert rows[1][1] == "VWO-2026-0002"
    assert rows[1][4:8] == lines
    day = await today(stage)
    assert (await post(stage, api, letter["id"], day)).status_code == 201
    assert (await listed(stage, api))[0]["next_step"] == "posted"
    report = (await api.get(f"/notices/{notice}/evidence", headers=stage.token())).json()
    assert report["verification"]["sound"]
    (row,) = [row for row in report["rows"] if row["kind"] == "posted"]
    assert row["details"]["posted_on"] == day.isoformat()
    assert row["details"]["digest"] == "ab" * 32
    assert row["payload"]["address_lines"] == lines
    assert report["counts"] == {"accepted": 2, "failed": 1}, "paper is no mail that was accepted"


async def test_a_letter_is_there_to_be_posted_once_its_files_are(stage: Stage, api: Client) -> None:
    notice = await refused(stage, api)
    stage.peers.addresses[TWO.client_id] = "Dorpsstraat 1, 9000 AA Voorbeelddam"
    stage.peers.pressed["state"] = "waiting"
    await ask(stage, api, notice)

    async def asked() -> bool:
        return bool(stage.peers.letters)

    await until(asked)
    (waiting,) = (await api.get("/letters", headers=stage.token())).json()["items"]
    assert (waiting["document_id"], waiting["problem"]) == (None, None)
    early = await post(stage, api, waiting["id"], await today(stage))
    assert early.json()["type"].endswith("letter-unfinished")
    assert (await listed(stage, api))[0]["next_step"] == "letter_made"
    stage.peers.pressed |= {"state": "failing", "problem": "storage-down", "detail": "No room."}

    async def problem() -> Any:
        (one,) = (await api.get("/letters", headers=stage.token())).json()["items"]
        return one["problem"]

    assert (await until(problem))["code"] == "storage-down"


async def test_bad_postings_are_refused_whole(stage: Stage, api: Client) -> None:
    notice = await refused(stage, api)
    await ask(stage, api, notice)
    (waiting,) = (await api.get("/letters", headers=stage.token())).json()["items"]
    day = await today(stage)
    early = await post(stage, api, waiting["id"], day)
    assert early.json()["type"].endswith("letter-unfinished")
    stage.peers.addresses[TWO.client_id] = "Dorpsstraat 1, 9000 AA Voorbeelddam"

    async def problem() -> Any:
        (one,) = (await api.get("/letters", headers=stage.token())).json()["items"]
        return one["problem"] or one["document_id"]

    await until(problem)
    assert (await post(stage, api, str(uuid4()), day)).status_code == 404
    for wrong in (day + timedelta(days=1), day - timedelta(days=1)):
        answer = await post(stage, api, waiting["id"], wrong)
        assert answer.status_code in (400, 409), answer.text


async def test_a_client_that_was_reached_gets_no_letter(stage: Stage, api: Client) -> None:
    notice = await refused(stage, api)
    answer = await ask(stage, api, notice, samples.recipient(1).client_id)
    assert answer.status_code == 409
    assert answer.json()["type"].endswith("client-reached")


async def test_without_an_address_the_letter_waits_and_says_why(stage: Stage, api: Client) -> None:
    notice = await refused(stage, api)
    await ask(stage, api, notice)

    async def problem() -> Any:
        (one,) = (await api.get("/letters", headers=stage.token())).json()["items"]
        return one["problem"]

    assert (await until(problem))["code"] == "client-address-missing"
    assert stage.peers.letters == {}


async def test_what_a_letter_prints_is_forgotten_with_its_client(stage: Stage, api: Client) -> None:
    notice = await refused(stage, api)
    stage.peers.addresses[TWO.client_id] = "Dorpsstraat 1, 9000 AA Voorbeelddam"
    await ask(stage, api, notice)
    await made(stage, api)
    order = ErasureOrdered(
        tenant_id=TENANT, client_id=TWO.client_id, categories=["notices"], files=[]
    )
    await stage.tell(order)
    await until(lambda: stage.news("ErasureDone"))
    (letter,) = (await api.get("/letters", headers=stage.token())).json()["items"]
    assert letter["address_lines"] == []
    assert await listed(stage, api) == []
    async with tenant_transaction(stage.pool, TENANT) as connection:
        assert await connection.fetchval("SELECT count(told) FROM notifications.letter") == 0


async def test_a_breach_that_reached_nobody_is_listed_and_written_on_paper(
    stage: Stage, api: Client
) -> None:
    one = samples.recipient(1)
    stage.sink.plan(one.email, "5xx")
    stage.peers.told[SUBJECT] = Told(samples.incident(), [one])
    stage.peers.addresses[one.client_id] = "Dorpsstraat 1, 9000 AA Voorbeelddam"
    await stage.tell(IncidentReleased(tenant_id=TENANT, incident_id=SUBJECT, stage_id=SUBJECT))
    await stage.start_worker()
    await stage.reach(failed=1)
    (row,) = await listed(stage, api)
    assert (row["kind"], row["next_step"]) == ("incident_notified", "ask_letter")
    assert (row["change_id"], row["incident_id"]) == (None, str(samples.incident().incident_id))
    answer = await ask(stage, api, UUID(row["notice_id"]), one.client_id)
    assert answer.status_code == 202
    await made(stage, api)
    (asked,) = stage.peers.letters.values()
    assert asked["kind"] == "breach-letter"
    assert asked["data"]["breach"]["people"] == 250
    (letter,) = (await api.get("/letters", headers=stage.token())).json()["items"]
    day = await today(stage)
    assert (await post(stage, api, letter["id"], day)).status_code == 201
    posted = (await stage.news("IncidentDeliveriesSettled"))[-1]
    assert (posted["level"], posted["stage_id"]) == ("posted", str(SUBJECT))
    (fared,) = posted["deliveries"]
    assert fared["recipient_id"] == str(one.recipient_id)
    assert fared["posted_on"] == day.isoformat()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "facts", [samples.change(), samples.incident(), samples.incident(stage="closing")]
)
def test_what_a_letter_prints_is_what_its_template_asks(facts: Any, language: Any) -> None:
    told = LetterTold(
        facts=facts,
        recipient=samples.recipient(language=language, deadline=None),
        provider=PROVIDER,
        client={"name": "Bakkerij", "address": "Dorpsstraat 1, Gent", "country": "BE"},
        on=date(2026, 11, 22),
    )
    asked = content(told)
    refuse_unlike(asked["kind"], asked["data"])
    assert (
        asked["data"]["letter"]["address_lines"][-1] == {"nl": "BELGIË", "en": "BELGIUM"}[language]
    )


@pytest.mark.parametrize(
    ("country", "home", "language", "last"),
    [
        ("DE", "NL", "nl", "DUITSLAND"),
        ("DE", None, "en", "GERMANY"),
        ("NL", "BE", "nl", "NEDERLAND"),
        ("NL", "NL", "en", "1234 AB Voorbeelddam"),
        ("BE", "BE", "nl", "1234 AB Voorbeelddam"),
        (None, "BE", "nl", "1234 AB Voorbeelddam"),
        ("XX", "NL", "nl", "XX"),
    ],
)
def test_abroad_the_address_ends_with_the_name_of_the_country(
    country: str | None, home: str | None, language: Any, last: str
) -> None:
    client = {"name": "B.", "address": "Kade 1, 1234 AB Voorbeelddam", "country": country}
    assert address_lines(client, "J.", language, home)[-1] == last


def test_an_address_of_many_parts_still_fits_the_window() -> None:
    client = {"name": "B.", "address": "a, b, c, d, e", "country": "NL"}
    assert address_lines(client, "J.", "en") == ("B.", "attn. J.", "a", "b", "c, d, e")
    with pytest.raises(Invalid):
        address_lines({"name": "B.", "address": " , "}, "J.", "nl")


async def test_who_is_told_in_the_place_of_others_reads_so_and_the_chain_says_of_whom(
    stage: Stage, api: Client
) -> None:
    notice = await refused(stage, api)
    stage.sink.plan("wim@bakkerij.example", "5xx")
    second = samples.recipient(
        9, client_id=TWO.client_id, client=TWO.client, email="wim@bakkerij.example",
        instead_of=(TWO.recipient_id,),
    )  # fmt: skip
    stage.peers.told[SUBJECT].added.append(second)
    await stage.tell(
        RecipientAdded(tenant_id=TENANT, change_id=SUBJECT, recipient_id=second.recipient_id)
    )
    await stage.reach(accepted=2, failed=2)
    (row,) = await listed(stage, api)
    assert [one["escalation"] for one in row["tries"]] == [False, True]
    report = (await api.get(f"/notices/{notice}/evidence", headers=stage.token())).json()
    (said,) = [one for one in report["rows"] if one["kind"] == "escalated"]
    assert said["delivery_id"] == row["tries"][1]["id"]
    assert said["details"] == {"instead_of": [row["tries"][0]["id"]]}
    assert report["verification"]["sound"]


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "U ontvangt dit bericht omdat"), ("en", "have not been able")]
)
def test_a_second_contact_reads_why_it_is_told(language: Any, words: str) -> None:
    for instead_of in ((), (TWO.recipient_id,)):
        who = samples.recipient(language=language, instead_of=instead_of)
        shown = preview(samples.change(), addressed(SUBJECT, "mail", who))
        assert (words in shown.text) == bool(instead_of)
        assert "Ander boekhoudpakket" in shown.text or "Another bookkeeping" in shown.text


def test_a_letter_asked_for_after_midnight_is_posted_on_that_day_at_the_earliest() -> None:
    asked = Letter(
        id=SUBJECT,
        notice_id=SUBJECT,
        client_id=SUBJECT,
        requested_at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC),
        address_lines=("Bakkerij Voorbeeld",),
        problem=None,
        document_id=SUBJECT,
        digest="ab" * 32,
        posted_on=None,
        recorded_at=None,
    )
    today = date(2026, 11, 23)
    refuse_posting(asked, today, today)
    with pytest.raises(Invalid):
        refuse_posting(asked, date(2026, 11, 22), today)
