"""The text of a notice, read before anybody is told."""

from typing import Any

from litestar.testing import AsyncTestClient

from services.notifications.channels.mail.preview import preview
from services.notifications.domain.delivery import addressed
from services.notifications.domain.facts import RecipientPage
from shared.text import Text
from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.test_message import body, compose, parse

Client = AsyncTestClient[Any]
URGENT = Text(nl="De leverancier stopt.", en="The supplier stops.")


def words(emergency: Text | None = None, **more: Any) -> str:
    recipient = samples.recipient(**more)
    facts = samples.change(emergency=emergency)
    return preview(facts, addressed(samples.SUBJECT, "mail", recipient)).text


def test_the_preview_is_the_text_that_will_be_sent_but_for_the_link() -> None:
    delivery = samples.delivery("change_announced")
    shown = preview(samples.change(), delivery).text
    sent = body(parse(compose("change_announced", "https://x.example/in/t")), "plain")
    assert shown.replace("[persoonlijke link]", "https://x.example/in/t") == (
        sent.replace("\r\n", "\n").strip()
    )


def test_an_emergency_is_told_as_one_only_where_the_agreement_has_the_clause() -> None:
    with_clause = words(URGENT, emergency_clause=True)
    assert "De leverancier stopt." in with_clause
    assert "Zolang op uw bezwaar" not in with_clause
    assert "The supplier stops." in words(URGENT, emergency_clause=True, language="en")
    for plain in (
        words(URGENT),
        words(None, emergency_clause=True),
        words(URGENT, emergency_clause=True, authorisation="specific"),
    ):
        assert "Spoed" not in plain


async def test_staff_read_the_text_per_recipient_and_nothing_is_kept(
    stage: Stage, api: Client
) -> None:
    page = RecipientPage(
        notice=samples.change(),
        items=(samples.recipient(), samples.recipient(language="en")),
        next=None,
    )
    answer = await api.post("/previews", json=page.model_dump(mode="json"), headers=stage.token())
    assert answer.status_code == 200, answer.text
    dutch, english = answer.json()
    assert dutch["subject"].startswith("Voorgenomen wijziging")
    assert english["subject"].startswith("Intended change")
    assert "Nieuwboek" in english["text"]
    listed = await api.get("/notices", headers=stage.token())
    assert listed.json()["items"] == []


async def test_a_fact_that_is_missing_is_named_before_anybody_is_told(
    stage: Stage, api: Client
) -> None:
    facts = samples.change(effective_on=None)
    page = RecipientPage(notice=facts, items=(samples.recipient(),), next=None)
    answer = await api.post("/previews", json=page.model_dump(mode="json"), headers=stage.token())
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "effective_on"
