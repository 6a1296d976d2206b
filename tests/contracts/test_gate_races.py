"""Whatever comes at the same moment, no notice is lost and no gate opens wrongly."""

from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

import pytest

from services.contracts.worker import imports_of
from tests.contracts.house import House, Json, order
from tests.contracts.races import Answer, ask, race
from tests.contracts.running import CONTACTS, Running, announce, draft
from tests.contracts.tables import as_csv, row
from tests.contracts.test_concerned_routes import announce_two
from tests.contracts.test_import_routes import send

Two = tuple[Coroutine[Any, Any, Any], Coroutine[Any, Any, Any]]


def sorted_by(first_is_a: bool, a: Any, b: Any) -> Two:
    return (a, b) if first_is_a else (b, a)


async def drafted(house: House) -> tuple[Running, str]:
    """A second draft of the same clients, after the first was withdrawn."""
    running = await announce(house)
    await house.owner.post(f"{running.path}/withdrawals")
    change = await draft(house, running.goods)
    again = Running(house, running.goods, change, running.clients, running.published_on)
    return again, f"{again.path}/publications"


@pytest.mark.parametrize(("publish_first", "table"), [(True, "recipient"), (False, "contact")])
async def test_who_is_taken_on_while_a_change_is_published_is_told_once(
    house: House, publish_first: bool, table: str
) -> None:
    running, path = await drafted(house)
    publishing = ask(house.owner, path)
    joining = ask(house.owner, "/onboardings", order("Nieuw", contacts=CONTACTS))
    done = await race(house, table, *sorted_by(publish_first, publishing, joining))
    assert [one.status for one in done] == [201, 201]
    made = done[1 if publish_first else 0].body
    told = [one for one in await running.recipients() if one["client_id"] == made["client_id"]]
    assert len(told) == 1
    assert (await house.owner.get(running.path))["counts"]["agreements"] == 4


@pytest.mark.parametrize(("publish_first", "table"), [(True, "recipient"), (False, "agreement")])
async def test_who_is_imported_while_a_change_is_published_is_told_once(
    house: House, publish_first: bool, table: str
) -> None:
    running, path = await drafted(house)
    await send(house, as_csv(row(1), row(2)))
    publishing = ask(house.owner, path)
    importing = imports_of(house.app.state.pool)
    await race(house, table, *sorted_by(publish_first, publishing, importing))
    counts = (await house.owner.get(running.path))["counts"]
    assert (counts["agreements"], counts["recipients"]) == (5, 5)


@pytest.mark.parametrize(
    ("publish_first", "table"), [(True, "recipient"), (False, "agreement_product")]
)
async def test_who_takes_a_product_while_its_change_is_published_is_told_once(
    house: House, publish_first: bool, table: str
) -> None:
    first = await announce_two(house)
    await house.owner.post(f"{first.path}/withdrawals")
    mail = next(
        line["new"]["product_id"]
        for line in first.change["lines"]
        if line["new"]["product_id"] != first.goods.product
    )
    begins = [_alike(first, mail)]
    change = await draft(house, first.goods, ends=[], begins=begins)
    running = Running(house, first.goods, change, first.clients, first.published_on)
    publishing = ask(house.owner, f"{running.path}/publications")
    taking = ask(
        house.owner,
        f"/agreements/{first.clients['general']['agreement_id']}/amendments",
        {"begins": ["mail"]},
    )
    done = await race(house, table, *sorted_by(publish_first, publishing, taking))
    assert [one.status for one in done] == [201, 201]
    assert len(await running.recipients("general")) == 1


def _alike(running: Running, product: str) -> Json:
    new = running.change["lines"][0]["new"]
    kept = ("capacity", "purpose", "data_categories", "data_subjects", "location", "zone")
    party = {"subprocessor_id": running.goods.new_party, "product_id": product}
    return {name: new[name] for name in (*kept, "mechanism")} | party


async def free(house: House) -> Running:
    """Everybody was told, nobody objected, and the term of two is over."""
    running = await announce(house)
    await running.reach_all()
    await house.go_to(running.published_on + timedelta(days=31))
    return running


async def due(house: House) -> Running:
    """As ``free``, but one may still object: specific authorisation, approved."""
    running = await free(house)
    yes = await running.contact("specific", "signatory")
    await yes.post(f"{running.path}/approvals", {})
    return running


async def test_an_objection_before_the_wave_holds_and_one_after_it_is_too_late(
    house: House,
) -> None:
    running = await due(house)
    client = await running.contact("specific", "signatory")
    objecting = ask(client, f"{running.path}/objections", {"grounds": "nee"})
    activating = ask(house.owner, f"{running.path}/activations")
    no, wave = await race(house, "objection", objecting, activating)
    assert (no.status, wave.status) == (201, 201)
    assert (await running.standings())["specific"] == "objection_open"
    assert await running.names("specific") == ["Oude Wolk"]


async def test_a_wave_before_the_objection_has_let_the_change_hold(house: House) -> None:
    running = await due(house)
    client = await running.contact("specific", "signatory")
    objecting = ask(client, f"{running.path}/objections", {"grounds": "nee"})
    activating = ask(house.owner, f"{running.path}/activations")
    wave, no = await race(house, "activation", activating, objecting)
    assert (wave.status, no.code) == (201, "change-effective")
    assert await running.names("specific") == ["Nieuwe Wolk"]


@pytest.mark.parametrize(
    ("activate_first", "table", "expected"),
    [
        (True, "wave", ["change-not-withdrawable", None]),
        (False, "withdrawal", ["change-not-running", None]),
    ],
)
async def test_a_change_is_withdrawn_or_holds_and_never_both(
    house: House, activate_first: bool, table: str, expected: list[str | None]
) -> None:
    running = await free(house)
    activating = ask(house.owner, f"{running.path}/activations")
    withdrawing = ask(house.owner, f"{running.path}/withdrawals")
    done = await race(house, table, *sorted_by(activate_first, activating, withdrawing))
    assert sorted((one.code for one in done), key=str, reverse=True) == sorted(
        expected, key=str, reverse=True
    )
    holds = await running.names("general") == ["Nieuwe Wolk"]
    assert holds == activate_first


async def test_of_two_activations_one_moves_everybody_once(house: House) -> None:
    running = await free(house)
    waves = [ask(house.owner, f"{running.path}/activations") for _ in range(2)]
    done = await race(house, "wave", *waves)
    assert [one.code for one in done] == [None, "change-protected"]
    gate = await house.owner.get(f"{running.path}/gate")
    assert [one["agreements"] for one in gate["waves"]] == [2]


@pytest.mark.parametrize(("approve_first", "table"), [(True, "approval"), (False, "withdrawal")])
async def test_a_yes_and_a_withdrawal_at_once_both_end_well(
    house: House, approve_first: bool, table: str
) -> None:
    running = await free(house)
    client = await running.contact("specific", "signatory")
    approving = ask(client, f"{running.path}/approvals", {})
    withdrawing = ask(house.owner, f"{running.path}/withdrawals")
    done = await race(house, table, *sorted_by(approve_first, approving, withdrawing))
    codes = [None, None] if approve_first else [None, "change-withdrawn"]
    assert [one.code for one in done] == codes
    assert (await house.owner.get(running.path))["state"] == "withdrawn"


async def test_two_yeses_at_once_are_one(house: House) -> None:
    running = await free(house)
    client = await running.contact("specific", "signatory")
    yeses = [ask(client, f"{running.path}/approvals", {}) for _ in range(2)]
    done = await race(house, "approval", *yeses)
    assert [one.code for one in done] == [None, "already-approved"]


async def test_two_noes_at_once_are_one(running: Running) -> None:
    client = await running.contact("general", "signatory")
    noes = [ask(client, f"{running.path}/objections", {"grounds": "nee"}) for _ in range(2)]
    done = await race(running.house, "objection", *noes)
    assert [one.code for one in done] == [None, "objection-stands"]


async def ending(running: Running) -> Two:
    """Staff end the agreement over the objection, and by a termination of its own."""
    owner, made = running.house.owner, running.clients["general"]
    client = await running.contact("general", "signatory")
    no = await client.post(f"{running.path}/objections", {"grounds": "nee"})
    decision = {"decision": "agreement_ended", "reason": "zo niet"}
    today = (await running.house.today()).isoformat()
    body = {"by": "client", "reason": "weg", "ends_on": today}
    return (
        ask(owner, f"/objections/{no['id']}/decisions", decision),
        ask(owner, f"/agreements/{made['agreement_id']}/terminations", body),
    )


@pytest.mark.parametrize(
    ("decide_first", "codes"),
    [(True, [None, "agreement-ended"]), (False, [None, "objection-settled"])],
)
@pytest.mark.parametrize("table", ["termination", "agreement_end"])
async def test_an_agreement_that_is_ended_twice_at_once_ends_once(
    running: Running, decide_first: bool, codes: list[str | None], table: str
) -> None:
    both = await ending(running)
    done: tuple[Answer, Answer] = await race(running.house, table, *sorted_by(decide_first, *both))
    assert [one.code for one in done] == codes
    ends = await running.house.fetch("SELECT count(*) AS ended FROM contracts.agreement_end")
    assert ends[0]["ended"] == 1


@pytest.mark.parametrize(("settle_first", "table"), [(True, "outcome"), (False, "objection")])
async def test_a_late_bounce_and_an_objection_at_once_both_count(
    running: Running, settle_first: bool, table: str
) -> None:
    await running.reach_all()
    client = await running.contact("general", "signatory")
    objecting = ask(client, f"{running.path}/objections", {"grounds": "nee"})
    bouncing = running.settle("failed", *await running.recipients("general"))
    await race(running.house, table, *sorted_by(settle_first, bouncing, objecting))
    assert (await running.standings())["general"] == "objection_open"
    assert len(await running.house.events("RecipientAdded")) == 1


async def test_a_bounce_before_the_wave_holds_that_client_back(house: House) -> None:
    running = await free(house)
    bouncing = running.settle("failed", *await running.recipients("general"))
    activating = ask(house.owner, f"{running.path}/activations")
    _, wave = await race(house, "outcome", bouncing, activating)
    assert wave.body["agreements"] == 1
    assert await running.names("general") == ["Oude Wolk"]
    assert await running.names("mitigate") == ["Nieuwe Wolk"]
