"""What the service of notices reads, held against that service's own form."""

from services.notifications.domain.facts import RecipientPage
from tests.contracts.running import Running
from tests.contracts.test_objection_routes import decide, objected


async def test_the_recipients_of_a_change_come_in_its_form(running: Running) -> None:
    service = running.house.service("notifications")
    answer = await service.get(f"{running.path}/recipients")
    page = RecipientPage.model_validate(answer)
    assert page.notice.kind == "change_announced"
    (line,) = page.notice.lines
    assert (line.action, line.old and line.old.name, line.new and line.new.name) == (
        "replacement",
        "Oude Wolk",
        "Nieuwe Wolk",
    )
    assert {one.client for one in page.items} == {
        "Klant general",
        "Klant specific",
        "Klant mitigate",
    }
    assert {one.language for one in page.items} == {"nl"}
    assert all(one.deadline or one.earliest_deadline for one in page.items)


async def test_recipients_come_in_pages_and_one_by_one(running: Running) -> None:
    service = running.house.service("notifications")
    seen = []
    after = None
    while True:
        params = {"limit": 2} | ({"after": after} if after else {})
        page = await service.get(f"{running.path}/recipients", params=params)
        seen += [one["recipient_id"] for one in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 3
    one = await service.get(f"{running.path}/recipients", params={"recipient_id": seen[1]})
    assert [item["recipient_id"] for item in one["items"]] == [seen[1]]


async def test_a_version_is_told_to_the_contacts_with_its_duty(running: Running) -> None:
    service = running.house.service("notifications")
    path = f"/versions/{running.clients['general']['version_id']}/recipients"
    told = {}
    for kind in ("agreement_ready", "agreement_signed", "annex_renewed"):
        page = RecipientPage.model_validate(await service.get(path, params={"kind": kind}))
        assert page.notice.kind == kind
        told[kind] = [one.name for one in page.items]
    assert told == {
        "agreement_ready": ["Sien Signatory"],
        "agreement_signed": ["Pim Privacy", "Sien Signatory"],
        "annex_renewed": ["Nora Notice", "Pim Privacy"],
    }
    await service.get(path, params={"kind": "gossip"}, expect=400)


async def test_an_objection_and_its_decision_come_in_its_form(running: Running) -> None:
    service = running.house.service("notifications")
    objection = await objected(running)
    path = f"/objections/{objection['id']}/recipients"
    page = RecipientPage.model_validate(
        await service.get(path, params={"kind": "objection_received"})
    )
    assert [one.name for one in page.items] == ["Nora Notice"]
    await decide(running, objection, "alternative_offered")
    page = RecipientPage.model_validate(
        await service.get(path, params={"kind": "objection_decided"})
    )
    assert page.notice.kind == "objection_decided"
    assert page.notice.decision == "alternative_offered"
    assert page.notice.reason == "Wij hebben dit besproken."
