"""What the service of notices reads, held against that service's own form."""

from datetime import timedelta
from uuid import UUID, uuid4

from services.notifications.domain.facts import RecipientPage
from tests.contracts.agreed import later
from tests.contracts.house import TERMS
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
    both = "agreement_countersigned"
    for kind in ("agreement_ready", "agreement_signed", both, "annex_renewed"):
        page = RecipientPage.model_validate(await service.get(path, params={"kind": kind}))
        assert page.notice.kind == kind
        told[kind] = [one.name for one in page.items]
    assert told == {
        "agreement_ready": ["Sien Signatory"],
        "agreement_signed": ["Pim Privacy", "Sien Signatory"],
        "agreement_countersigned": ["Pim Privacy", "Sien Signatory"],
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


async def test_a_proposal_says_what_it_changes_and_from_when(running: Running) -> None:
    house, made = running.house, running.clients["general"]
    today = await house.today()
    path = f"/agreements/{made['agreement_id']}/amendments"
    proposal = {
        "terms": TERMS | {"notice_days": 60},
        "from_day": later(today, 9),
        "reason": "Langer.",
    }
    version = (await house.owner.post(path, proposal))["version_id"]
    service = house.service("notifications")
    answer = await service.get(
        f"/versions/{version}/recipients", params={"kind": "amendment_ready"}
    )
    page = RecipientPage.model_validate(answer)
    assert [one.name for one in page.items] == ["Sien Signatory"]
    assert page.notice.kind == "amendment_ready"
    assert page.notice.amendment
    said = page.notice.amendment
    assert (str(said.from_day), said.reason, said.begins) == (later(today, 9), "Langer.", ())


async def test_an_end_is_told_to_who_signs_and_who_gets_notices(running: Running) -> None:
    house, made = running.house, running.clients["general"]
    today, service = await house.today(), house.service("notifications")
    end = {
        "by": "client",
        "reason": "De klant stapt over.",
        "ends_on": later(today, 9),
        "end_choice": "return",
        "data_by": later(today, 20),
    }
    path = f"/agreements/{made['agreement_id']}/terminations"
    ended = await house.owner.post(path, end)

    async def told(kind: str) -> RecipientPage:
        path = f"/terminations/{ended['id']}/recipients"
        return RecipientPage.model_validate(await service.get(path, params={"kind": kind}))

    page = await told("agreement_ending")
    assert [one.name for one in page.items] == ["Nora Notice", "Sien Signatory"]
    assert page.notice.kind == "agreement_ending"
    assert (page.notice.end_choice, str(page.notice.data_by)) == ("return", later(today, 20))
    assert [one.en for one in page.notice.products] == ["hosting"]
    assert (await told("ending_withdrawn")).items == ()
    await house.owner.post(f"{path}/{ended['id']}/withdrawals", {"reason": "Blijft toch."})
    assert (await told("agreement_ending")).items == ()
    page = await told("ending_withdrawn")
    assert len(page.items) == 2
    assert page.notice.kind == "ending_withdrawn"
    assert page.notice.reason == "Blijft toch."


async def test_nobody_but_the_service_of_notices_reads_who_is_told_of_an_end(
    running: Running,
) -> None:
    house, made = running.house, running.clients["general"]
    end = {"by": "client", "reason": "x", "ends_on": later(await house.today(), 9)}
    path = f"/agreements/{made['agreement_id']}/terminations"
    ended = await house.owner.post(path, end)
    path = f"/terminations/{ended['id']}/recipients?kind=agreement_ending"
    await house.owner.get(path, expect=403)
    await house.service("documents").get(path, expect=403)
    await house.service("notifications", uuid4()).get(path, expect=404)


async def test_the_register_of_ends_holds_to_what_the_client_was_told(running: Running) -> None:
    house, made = running.house, running.clients["general"]
    today = await house.today()
    end = {"by": "client", "reason": "x", "ends_on": str(today), "end_choice": "return"}
    path = f"/agreements/{made['agreement_id']}/terminations"
    early = end | {"data_by": later(today, -1)}
    problem = await house.owner.post(path, early, expect=400)
    assert problem["type"] == "urn:schakel:problem:data-before-end"
    ended = await house.owner.post(path, end)
    assert ended["data_by"] == later(today, 30)
    (waiting,) = (await house.owner.get("/unfinished-endings"))["items"]
    assert (waiting["end_choice"], waiting["due_on"]) == ("return", later(today, 30))


async def test_who_was_told_of_a_change_is_told_in_which_wave_it_took_effect(
    running: Running,
) -> None:
    house = running.house
    service = house.service("notifications")
    await running.reach_all()
    day = running.published_on + timedelta(days=31)
    await house.go_to(day)
    await house.owner.post(f"{running.path}/activations")
    (live,) = await house.events("ChangeWentLive")
    path = f"/waves/{live['wave_id']}/recipients"
    page = RecipientPage.model_validate(await service.get(path))
    assert (page.notice.kind, page.notice.subject_id) == ("change_effective", UUID(live["wave_id"]))
    assert page.notice.effective_on == day
    assert {one.client for one in page.items} == {"Klant general", "Klant mitigate"}
    assert page.next is None
    seen, after = [], None
    for _ in range(4):
        params = {"limit": 1} | ({"after": after} if after else {})
        part = await service.get(path, params=params)
        seen += [one["client"] for one in part["items"]]
        after = part["next"]
        if after is None:
            break
    assert sorted(seen) == ["Klant general", "Klant mitigate"]
    yes = await running.contact("specific", "signatory")
    await yes.post(f"{running.path}/approvals", {})
    later = day + timedelta(days=3)
    await house.go_to(later)
    await house.owner.post(f"{running.path}/activations")
    second = (await house.events("ChangeWentLive"))[1]
    page = RecipientPage.model_validate(await service.get(f"/waves/{second['wave_id']}/recipients"))
    assert [one.client for one in page.items] == ["Klant specific"]
    assert page.notice.effective_on == later


async def test_who_could_not_be_told_or_left_since_hears_of_no_effect(running: Running) -> None:
    house = running.house
    await running.reach_all()
    await house.go_to(running.published_on + timedelta(days=31))
    await house.owner.post(f"{running.path}/activations")
    (live,) = await house.events("ChangeWentLive")
    ended = running.clients["general"]["agreement_id"]
    body = {"by": "client", "reason": "Stopt.", "ends_on": str(await house.today())}
    await house.owner.post(f"/agreements/{ended}/terminations", body)
    await house.fetch(
        "INSERT INTO contracts.outcome (tenant_id, recipient_id, outcome, at, notice_id)"
        " SELECT r.tenant_id, r.id, 'failed', now() + interval '99 days', gen_random_uuid()"
        " FROM contracts.recipient r WHERE r.client_id = $1::uuid",
        running.clients["mitigate"]["client_id"],
    )
    service = house.service("notifications")
    page = await service.get(f"/waves/{live['wave_id']}/recipients")
    assert (page["items"], page["next"]) == ([], None)
    await service.get(f"/waves/{uuid4()}/recipients", expect=404)
