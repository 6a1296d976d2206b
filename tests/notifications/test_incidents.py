"""Word of a breach: what it says, stage by stage, to whom, and before whom."""

from typing import Any
from uuid import UUID, uuid5

import asyncpg
import pytest

from deploy.local.processes import free_port
from services.notifications.channels.mail.context import context, shape
from services.notifications.channels.mail.preview import preview
from services.notifications.channels.mail.wording import Prose, word
from services.notifications.commands.sweep import sweep
from services.notifications.domain.delivery import addressed, notice_id
from services.notifications.domain.facts import IncidentFacts, Words
from services.notifications.domain.message import about
from services.notifications.domain.notice import FactMissing, require_complete
from shared.database import tenant_transaction
from shared.events import (
    ChangePublished,
    ErasureOrdered,
    Event,
    IncidentClosed,
    IncidentRecipientAdded,
    IncidentReleased,
    IncidentUpdated,
)
from shared.text import Language, Text
from tests.notifications import samples
from tests.notifications.conftest import Stage, until
from tests.notifications.peers import Told
from tests.notifications.samples import SPACE, SUBJECT, TENANT
from tests.notifications.test_bounces import Post
from tests.notifications.test_message import body, parse
from tests.notifications.test_notice_routes import Client

STAGE = uuid5(SPACE, "stage 1")
INCIDENT = uuid5(SPACE, "incident")
NOTHING: dict[str, Any] = dict.fromkeys(
    ("began_at", "ended_at", "nature", "subjects", "subjects_number", "records", "records_number",
     "contact_point", "consequences", "measures")
)  # fmt: skip


def released(kind: Any = IncidentReleased, stage: UUID = STAGE, **more: Any) -> Event:
    event: Event = kind(tenant_id=TENANT, incident_id=INCIDENT, stage_id=stage, **more)
    return event


def shown(facts: IncidentFacts, **more: Any) -> str:
    words = preview(facts, addressed(samples.SUBJECT, "mail", samples.recipient(**more)))
    return f"{words.subject}\n{words.text}"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("stage", "number"), [("first", 1), ("update", 2), ("closing", 3)])
def test_every_stage_says_every_fact_that_the_law_asks(
    stage: str, number: int, language: str
) -> None:
    text = shown(samples.incident(stage=stage, number=number), language=language)
    told = samples.breach()
    for words in (told.nature, told.subjects, told.records, told.consequences, told.measures):
        assert words is not None
        assert words.say("nl" if language == "nl" else "en") in text
    for fact in ("250", "300", told.contact_point, told.title, "mail3", "22 november 2026"):
        assert str(fact).lower() in text.lower()
    assert "niet bekend" not in text
    assert "not known" not in text


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("stage", ["first", "update", "closing"])
@pytest.mark.parametrize("number", [1, 2])
def test_what_it_is_about_is_a_heading_of_its_own(
    stage: str, number: int, language: Language
) -> None:
    facts = samples.incident(stage=stage, number=number)
    form = shape(addressed(SUBJECT, "mail", samples.recipient(language=language)).terms)
    blocks = word("incident_notified", language, context(facts, form)).blocks
    prose = [one for one in blocks if isinstance(one, Prose)]
    assert ("heading", (facts.told.title,)) in [(one.kind, one.line) for one in prose]
    words = [piece for one in prose for piece in one.line if isinstance(piece, str)]
    assert not [one for one in words if any(mark in one for mark in ("# ", "| ", "-> ", "~ "))]


def test_who_reads_english_reads_what_happened_in_english_where_it_was_said() -> None:
    said = {"title_en": "Mailbox read from outside"}
    english = shown(samples.incident(**said), language="en")
    assert "Mailbox read from outside" in english
    assert "Postvak van buiten gelezen" not in english
    assert "Postvak van buiten gelezen" in shown(samples.incident(**said), language="nl")
    assert about(samples.incident(**said)) == Text(
        nl="Postvak van buiten gelezen", en="Mailbox read from outside"
    )


def test_what_nobody_knows_yet_is_said_to_be_so_in_the_row_and_in_a_sentence() -> None:
    text = shown(samples.incident(**NOTHING))
    assert text.count("nog niet bekend") == 9
    assert "Nog niet bekend: de aard van het datalek, om welke mensen" in text
    assert "not known yet" in shown(samples.incident(**NOTHING), language="en")


def test_a_number_that_can_not_be_known_is_explained_in_the_last_message() -> None:
    gone = {"subjects_number": None, "numbers_note": Words(nl="De logboeken ontbreken.")}
    text = shown(samples.incident(stage="closing", number=2, **gone))
    assert "niet te achterhalen" in text
    assert "De logboeken ontbreken." in text
    assert "Wat wij nog niet weten" not in text


def test_words_in_one_language_are_told_in_it_rather_than_not_at_all() -> None:
    assert "Iemand las mee." in shown(
        samples.incident(nature=Words(nl="Iemand las mee.")), language="en"
    )


def test_who_stands_in_for_a_breach_contact_is_told_that_and_nobody_else() -> None:
    assert "geen contactpersoon voor datalekken kennen" in shown(samples.incident(), stands_in=True)
    assert "geen contactpersoon" not in shown(samples.incident())


def test_a_breach_of_nothing_is_told_to_nobody() -> None:
    with pytest.raises(FactMissing):
        require_complete(samples.incident(products=()))
    require_complete(samples.incident(products=(), subprocessor="Wolk B.V."))


async def test_each_stage_is_a_notice_of_its_own_that_leads_to_the_client_page(
    stage: Stage,
) -> None:
    for number, (kind, event) in enumerate(
        (("first", IncidentReleased), ("update", IncidentUpdated), ("closing", IncidentClosed)), 1
    ):
        subject = uuid5(SPACE, f"stage {number}")
        facts = samples.incident(subject, kind, number)
        stage.peers.told[subject] = Told(facts, [samples.recipient(1), samples.recipient(2)])
        await stage.tell(released(event, subject))
        await stage.tell(released(event, subject))
    await stage.start_worker()
    await stage.reach(accepted=6)
    assert len(stage.sink.to("proef1@bakkerij.example")) == 3
    assert {link["path"] for link in stage.peers.links} == {"/incidents"}


async def test_who_is_added_is_told_of_that_stage_and_nobody_else_again(stage: Stage) -> None:
    late = samples.recipient(9)
    stage.peers.told[STAGE] = Told(samples.incident(STAGE), [samples.recipient(1)], [late])
    await stage.tell(released())
    await stage.start_worker()
    await stage.reach(accepted=1)
    await stage.tell(released(IncidentRecipientAdded, recipient_id=late.recipient_id))
    await stage.reach(accepted=2)
    assert [taken.recipient for taken in stage.sink.taken] == [
        "proef1@bakkerij.example",
        "proef9@bakkerij.example",
    ]


async def test_who_is_turned_to_next_reads_why_and_the_evidence_says_in_whose_place(
    stage: Stage,
) -> None:
    first = samples.recipient(1)
    next_one = samples.recipient(9, stands_in=True, instead_of=(first.recipient_id,))
    stage.peers.told[STAGE] = Told(samples.incident(STAGE), [first], [next_one])
    stage.sink.plan(first.email, "5xx")
    await stage.tell(released())
    await stage.start_worker()
    await stage.reach(failed=1)
    await stage.tell(released(IncidentRecipientAdded, recipient_id=next_one.recipient_id))
    await stage.reach(failed=1, accepted=1)
    (taken,) = stage.sink.taken
    assert (
        "geen contactpersoon voor datalekken kennen, of die niet met zekerheid konden bereiken"
        in body(parse(taken.data), "plain")
    )
    assert sorted(await stage.evidence()) == [
        (0, "escalated"), (0, "queued"), (0, "queued"), (1, "accepted"), (1, "refused"),
    ]  # fmt: skip


async def test_word_of_a_breach_overtakes_a_fan_out_that_runs(stage: Stage) -> None:
    """Forty a second leave, so that 1,600 take forty seconds; 800 of them wait at the mail server's
    door at any time, and the others behind those in the queue."""
    count = 1600
    stage.peers.page = 100
    stage.peers.told[SUBJECT] = Told(
        samples.change(), [samples.recipient(number) for number in range(1, count + 1)]
    )
    breach = [samples.recipient(number) for number in range(2001, 2004)]
    stage.peers.told[STAGE] = Told(samples.incident(STAGE), breach)
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.start_worker(SCHAKEL_SMTP_PER_SECOND="40")

    async def running() -> bool:
        return len(stage.sink.taken) >= 40 and sum((await stage.states()).values()) == count

    await until(running)
    before = len(stage.sink.taken)
    await stage.tell(released())
    wanted = {one.email for one in breach}

    async def arrived() -> bool:
        return wanted <= {taken.recipient for taken in stage.sink.taken}

    await until(arrived)
    assert len(stage.sink.taken) - before < 400


async def test_what_a_crash_left_of_it_comes_back_in_its_own_lane(stage: Stage) -> None:
    stage.peers.told[STAGE] = Told(samples.incident(STAGE), [samples.recipient(1)])
    stage.peers.told[SUBJECT] = Told(samples.change(), [samples.recipient(2)])
    await stage.sink.stop()
    await stage.tell(released())
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    worker = await stage.start_worker()
    await stage.reach(queued=2)
    await worker.kill()
    admin = await asyncpg.connect(stage.database.url("postgres"))
    try:
        await admin.execute("DELETE FROM notifications.pgqueuer")
        await sweep(stage.pool)
        jobs = await admin.fetch("SELECT entrypoint FROM notifications.pgqueuer")
    finally:
        await admin.close()
    assert sorted(job["entrypoint"] for job in jobs) == ["send", "send_first"]


async def test_an_erasure_leaves_what_many_were_told(stage: Stage) -> None:
    gone = samples.recipient(1)
    stage.peers.told[STAGE] = Told(samples.incident(STAGE), [gone, samples.recipient(2)])
    await stage.tell(released())
    await stage.start_worker()
    await stage.reach(accepted=2)
    await stage.tell(
        ErasureOrdered(tenant_id=TENANT, client_id=gone.client_id, categories=["notices"], files=[])
    )
    await until(lambda: stage.news("ErasureDone"))
    async with tenant_transaction(stage.pool, TENANT) as connection:
        facts = await connection.fetchval("SELECT facts FROM notifications.notice")
    assert IncidentFacts.model_validate(facts) == samples.incident(STAGE)


async def test_staff_reads_the_text_before_and_the_progress_after(
    stage: Stage, api: Client
) -> None:
    facts = samples.incident(STAGE, **NOTHING)
    page = {
        "notice": facts.model_dump(mode="json"),
        "items": [samples.recipient(1, stands_in=True).model_dump(mode="json")],
        "next": None,
    }
    shown_now = await api.post("/previews", json=page, headers=stage.token(role="officer"))
    assert shown_now.status_code == 200, shown_now.text
    assert "nog niet bekend" in shown_now.json()[0]["text"]
    stage.peers.told[STAGE] = Told(facts, [samples.recipient(1)])
    await stage.tell(released())
    await stage.start_worker()
    await stage.reach(accepted=1)
    listed = await api.get(
        "/notices", params={"subject_id": str(STAGE)}, headers=stage.token(role="auditor")
    )
    (notice,) = listed.json()["items"]
    assert (notice["kind"], notice["counts"]) == ("incident_notified", {"accepted": 1})
    assert notice["id"] == str(notice_id(TENANT, "incident_notified", STAGE))


def test_without_a_contact_point_it_is_where_answers_arrive() -> None:
    facts = samples.incident(contact_point=None)
    row = next(line for line in shown(facts).splitlines() if "Contactpunt" in line)
    assert str(facts.provider.email) in row
    silent = facts.model_copy(
        update={"provider": facts.provider.model_copy(update={"email": None})}
    )
    row = next(line for line in shown(silent).splitlines() if "Contactpunt" in line)
    assert "nog niet bekend" in row


async def test_contracts_hears_how_the_message_of_a_stage_fared(stage: Stage) -> None:
    one, two, three = (samples.recipient(number) for number in (1, 2, 3))
    facts = samples.incident(STAGE, "first", 1)
    stage.peers.told[STAGE] = Told(facts, [one, two, three])
    stage.sink.plan(two.email, "5xx")
    stage.sink.plan(three.email, "cut-after-dot")
    await stage.tell(released())
    await stage.start_worker()
    await stage.reach(accepted=1, failed=1, in_doubt=1)
    news = await stage.news("IncidentDeliveriesSettled")
    assert {item["level"]: item["deliveries"][0]["recipient_id"] for item in news} == {
        "accepted": str(one.recipient_id),
        "failed": str(two.recipient_id),
        "in_doubt": str(three.recipient_id),
    }
    assert {(item["incident_id"], item["stage_id"]) for item in news} == {
        (str(facts.incident_id), str(STAGE))
    }
    assert await stage.news("DeliveriesAccepted") == []


async def test_contracts_hears_what_was_reported_delivered_and_what_came_back(
    stage: Stage,
) -> None:
    one = samples.recipient(1)
    stage.peers.told[STAGE] = Told(samples.incident(STAGE, "first", 1), [one])
    port = free_port()
    await stage.tell(released())
    await stage.start_worker(SCHAKEL_BOUNCE_PORT=str(port))
    await stage.reach(accepted=1)
    post = Post(stage, port)
    for action in ("delivered", "delayed", "failed"):
        assert post.report(action)[0] == 250
    news = await stage.news("IncidentDeliveriesSettled")
    assert [item["level"] for item in news] == ["accepted", "delivered", "failed"]
    assert {item["deliveries"][0]["recipient_id"] for item in news} == {str(one.recipient_id)}
