"""What the people of a client find in the portal, and what their opening it proves."""

from typing import Any
from uuid import UUID, uuid4

from litestar.testing import AsyncTestClient

from services.notifications.channels.portal.reading import read
from services.notifications.domain.delivery import NewDelivery, addressed, notice_id
from shared.events import ChangePublished, ChangeWithdrawn
from tests.acts import trail_of
from tests.notifications import samples
from tests.notifications.conftest import Stage
from tests.notifications.peers import Told
from tests.notifications.samples import EVERY_KIND, OTHER_TENANT, SUBJECT, TENANT

Client = AsyncTestClient[Any]
ONE, TWO = samples.recipient(1), samples.recipient(2)
THEIRS = f"/clients/{ONE.client_id}/messages"


def contact(stage: Stage, who: Any = ONE, **more: Any) -> dict[str, str]:
    known = {"kind": "contact", "role": None, "id": who.contact_id, "client_id": who.client_id}
    return stage.token(**(known | more))


async def told(stage: Stage, *people: Any) -> None:
    stage.peers.told[SUBJECT] = Told(samples.change(), list(people or (ONE, TWO)))
    await stage.tell(ChangePublished(tenant_id=TENANT, change_id=SUBJECT))
    await stage.start_worker()


async def inbox(api: Client, headers: dict[str, str], path: str = THEIRS, **asked: Any) -> Any:
    answer = await api.get(path, params=asked, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def first(stage: Stage, api: Client) -> str:
    (item,) = (await inbox(api, contact(stage)))["items"]
    return f"{THEIRS}/{item['id']}"


async def test_a_contact_finds_what_it_was_told_in_the_words_of_the_mail(
    stage: Stage, api: Client
) -> None:
    await told(stage)
    await stage.reach(accepted=2)
    found = await inbox(api, contact(stage))
    assert found["unread"] == 1
    (item,) = found["items"]
    assert (item["kind"], item["proof"]) == ("change_announced", "accepted_by_mail_server")
    assert item["about"]["nl"] == "Ander boekhoudpakket"
    text = await inbox(api, contact(stage), f"{THEIRS}/{item['id']}")
    assert text["subject"].startswith("Voorgenomen wijziging van subverwerkers per 31 december")
    assert text["path"] == f"/changes/{SUBJECT}/object"
    said = str(text["parts"])
    assert "Nieuwboek" in said
    assert ONE.agreement_reference in said
    assert "Wijziging bekijken of bezwaar maken" in said
    assert (await inbox(api, contact(stage)))["unread"] == 1, "asking for it is not opening it"


async def test_opening_it_and_taking_note_of_it_are_proven_once_each(
    stage: Stage, api: Client
) -> None:
    await told(stage)
    await stage.reach(accepted=2)
    message = await first(stage, api)
    for _ in range(2):
        answer = await api.post(f"{message}/views", headers=contact(stage))
        assert answer.status_code == 204, answer.text
    assert (await inbox(api, contact(stage)))["unread"] == 0
    (item,) = (await inbox(api, contact(stage)))["items"]
    assert item["proof"] == "seen_in_portal"
    assert item["acknowledged_at"] is None
    for _ in range(2):
        answer = await api.post(f"{message}/acknowledgements", headers=contact(stage))
        assert answer.status_code == 204, answer.text
    (item,) = (await inbox(api, contact(stage)))["items"]
    assert item["proof"] == "acknowledged"
    assert item["seen_at"]
    assert item["acknowledged_at"]
    kinds = [kind for _attempt, kind in await stage.evidence()]
    assert (kinds.count("seen"), kinds.count("acknowledged")) == (1, 1)
    notice = notice_id(TENANT, "change_announced", SUBJECT)
    report = (await api.get(f"/notices/{notice}/evidence", headers=stage.token())).json()
    assert report["verification"]["sound"]
    noted = next(row for row in report["rows"] if row["kind"] == "acknowledged")
    assert noted["payload"] == {"by": str(ONE.contact_id)}
    rows = (await api.get(f"/notices/{notice}/deliveries", headers=stage.token())).json()["items"]
    by_mail = {row["email"]: row for row in rows}
    assert by_mail[ONE.email]["proof"] == "acknowledged"
    assert by_mail[ONE.email]["reply"] == "2.0.0 queued as 4711", "what the mail server said stays"
    assert by_mail[TWO.email]["proof"] == "accepted_by_mail_server"
    trail = await trail_of(stage.database, TENANT)
    assert ("notifications", "confirm_message") in trail.operations


async def test_taking_note_without_having_opened_it_proves_both(stage: Stage, api: Client) -> None:
    await told(stage, ONE)
    await stage.reach(accepted=1)
    message = await first(stage, api)
    await api.post(f"{message}/acknowledgements", headers=contact(stage))
    kinds = [kind for _attempt, kind in await stage.evidence()]
    assert kinds[-2:] == ["seen", "acknowledged"]


async def test_whoever_no_mail_reached_is_reached_by_reading_it_here(
    stage: Stage, api: Client
) -> None:
    stage.sink.plan(ONE.email, "5xx")
    stage.sink.plan(TWO.email, "cut-after-dot")
    await told(stage)
    await stage.reach(failed=1, in_doubt=1)
    await api.post(f"{await first(stage, api)}/views", headers=contact(stage))
    assert await stage.states() == {"accepted": 1, "in_doubt": 1}
    reached = [one for news in await stage.news("DeliveriesAccepted") for one in news["deliveries"]]
    assert [one["recipient_id"] for one in reached] == [str(ONE.recipient_id)]


async def test_what_was_withdrawn_before_it_was_told_is_not_shown_any_more(
    stage: Stage, api: Client
) -> None:
    stage.sink.plan(ONE.email, "5xx")
    await told(stage)
    await stage.reach(accepted=1, failed=1)
    message = await first(stage, api)
    await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
    await stage.reach(accepted=2, failed=1)
    assert (await inbox(api, contact(stage))) == {"items": [], "next": None, "unread": 0}
    for noun in ("views", "acknowledgements"):
        answer = await api.post(f"{message}/{noun}", headers=contact(stage))
        assert answer.status_code == 404
    theirs = (await inbox(api, contact(stage, TWO), f"/clients/{TWO.client_id}/messages"))["items"]
    assert {item["kind"] for item in theirs} == {"change_withdrawn", "change_announced"}


async def test_who_read_it_here_alone_hears_that_it_was_withdrawn(
    stage: Stage, api: Client
) -> None:
    stage.sink.plan(ONE.email, "5xx", "5xx")
    await told(stage, ONE)
    await stage.reach(failed=1)
    await api.post(f"{await first(stage, api)}/views", headers=contact(stage))
    await stage.tell(ChangeWithdrawn(tenant_id=TENANT, change_id=SUBJECT))
    await stage.reach(accepted=1, failed=1)
    kinds = [item["kind"] for item in (await inbox(api, contact(stage)))["items"]]
    assert kinds == ["change_withdrawn", "change_announced"]


async def test_nobody_reads_or_acknowledges_what_is_anothers(stage: Stage, api: Client) -> None:
    await told(stage)
    await stage.reach(accepted=2)
    message = await first(stage, api)
    foreign = [
        contact(stage, TWO),
        contact(stage, ONE, id=TWO.contact_id),
        contact(stage, ONE, tenant_id=OTHER_TENANT),
    ]
    for headers in foreign:
        assert (await api.get(message, headers=headers)).status_code == 404
        for noun in ("views", "acknowledgements"):
            assert (await api.post(f"{message}/{noun}", headers=headers)).status_code == 404
    colleague = await api.get(THEIRS, headers=contact(stage, ONE, id=uuid4()))
    assert colleague.json()["items"] == []
    assert (await api.get(THEIRS, headers=contact(stage, TWO))).status_code == 404
    for headers in (stage.token(), reseller(stage, ONE.client_id)):
        for noun in ("views", "acknowledgements"):
            assert (await api.post(f"{message}/{noun}", headers=headers)).status_code == 403
    assert "seen" not in [kind for _attempt, kind in await stage.evidence()]


def reseller(stage: Stage, client_id: UUID | None) -> dict[str, str]:
    return stage.token(kind="reseller", role=None, reseller_id=uuid4(), client_id=client_id)


async def test_staff_and_the_reseller_of_a_client_read_what_all_its_people_were_told(
    stage: Stage, api: Client
) -> None:
    await told(stage, ONE, TWO.model_copy(update={"client_id": ONE.client_id}))
    await stage.reach(accepted=2)
    for headers in (stage.token(role="viewer"), reseller(stage, ONE.client_id)):
        found = await inbox(api, headers)
        assert {item["name"] for item in found["items"]} == {ONE.name, TWO.name}
        assert found["unread"] is None
        text = await inbox(api, headers, f"{THEIRS}/{found['items'][0]['id']}")
        assert text["parts"]
    assert (await api.get(THEIRS, headers=reseller(stage, TWO.client_id))).status_code == 404
    assert (await api.get(THEIRS, headers=reseller(stage, None))).status_code == 403


async def test_pages_follow_each_other_without_gap(stage: Stage, api: Client) -> None:
    people = [
        samples.recipient(number, client_id=ONE.client_id, contact_id=ONE.contact_id)
        for number in range(1, 6)
    ]
    await told(stage, *people)
    await stage.reach(accepted=5)
    after, seen = None, []
    for _ in range(4):
        asked = {"limit": 2} | ({"after": after} if after else {})
        found = await inbox(api, contact(stage), **asked)
        seen += [item["id"] for item in found["items"]]
        after = found["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 5


async def test_every_notice_to_a_client_can_be_read_with_all_its_values() -> None:
    for kind, facts in EVERY_KIND.items():
        if kind in ("sign_in", "webhook_halted", "upstream_expiring", "message_test"):
            continue
        if kind.startswith(("subscription_", "public_")):
            continue
        for language in ("nl", "en"):
            known = addressed(SUBJECT, "mail", samples.recipient(language=language))
            assert isinstance(known, NewDelivery)
            reading = read(kind, facts, known)
            assert reading.subject
            said = str(reading.parts)
            assert "Slot(" not in said
            assert "\ue000" not in said
            assert ONE.name in said
    company = addressed(SUBJECT, "mail", samples.recipient(client="Bakkerij B.V."))
    assert "van Bakkerij B.V. " in str(read("change_announced", samples.change(), company).parts)
