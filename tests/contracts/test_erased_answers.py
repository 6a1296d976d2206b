"""What was answered under an Idempotency-Key goes at once with the client of whom it tells; the key
stays taken, so that nothing is done a second time."""

from uuid import UUID

from tests.contracts.house import House, Json, order, person, stock
from tests.contracts.test_contracts_tenancy import neighbour
from tests.contracts.test_register_entry_routes import a_client

KEY = {"Idempotency-Key": "bestelling-van-Quispel"}
ORDER = order("Eenmanszaak Quispel")
CONTACT = person("Otto Quispel", "privacy")


async def _taken_on(house: House) -> Json:
    await stock(house)
    made = await house.owner.post("/onboardings", ORDER, headers=KEY)
    path = f"/clients/{made['client_id']}/contacts"
    await house.owner.post(path, CONTACT, headers={"Idempotency-Key": "contact"})
    return made


async def _leave(house: House, made: Json) -> Json:
    """It ended yesterday, and its data were ordered to go."""
    await house.fetch(
        "INSERT INTO contracts.agreement_end (tenant_id, agreement_id, ends_on)"
        " VALUES ($1, $2, clock.today() - 1)",
        house.tenant,
        UUID(made["agreement_id"]),
    )
    path = f"/clients/{made['client_id']}"
    before = _answers(await house.owner.get(f"{path}/erasure"))
    assert (before["state"], before["because"]) == ("may_go", "no_purpose_left")
    plan = await house.owner.post(f"{path}/erasures", headers={"Idempotency-Key": "erasure"})
    after = _answers(plan)
    assert (after["state"], after["erased_rows"]) == ("erased", before["rows"])
    return plan


def _answers(plan: Json) -> Json:
    (line,) = [line for line in plan["lines"] if line["category"] == "answers"]
    return line


async def _kept(house: House) -> str:
    return str(await house.fetch("SELECT * FROM contracts.idempotency"))


async def test_what_was_answered_of_a_client_goes_at_once_with_it(house: House) -> None:
    made = await _taken_on(house)
    assert "Otto Quispel" in await _kept(house)
    await _leave(house, made)
    assert "Quispel" not in await _kept(house)
    assert _answers(await house.owner.get(f"/clients/{made['client_id']}/erasure"))["rows"] == 0


async def test_a_key_whose_answer_was_erased_does_nothing_a_second_time(house: House) -> None:
    made = await _taken_on(house)
    await _leave(house, made)
    for body in (ORDER, order("Iemand anders")):
        refused = await house.owner.post("/onboardings", body, headers=KEY, expect=409)
        assert refused["type"] == "urn:schakel:problem:answer-erased"
        assert "Quispel" not in str(refused)
    path = f"/clients/{made['client_id']}/contacts"
    await house.owner.post(path, CONTACT, headers={"Idempotency-Key": "contact"}, expect=409)
    assert len((await house.owner.get("/clients"))["items"]) == 1
    assert len(await house.fetch("SELECT FROM contracts.contact")) == 2


async def test_the_order_to_erase_sent_again_is_told_what_it_was_told(house: House) -> None:
    made = await _taken_on(house)
    plan = await _leave(house, made)
    path = f"/clients/{made['client_id']}/erasures"
    assert await house.owner.post(path, headers={"Idempotency-Key": "erasure"}) == plan


async def test_what_a_key_says_itself_is_not_kept(house: House) -> None:
    await stock(house)
    await house.owner.post("/resellers", {"name": "Haven", "brand": "H"}, headers=KEY)
    assert "Quispel" not in await _kept(house)


async def test_what_was_answered_of_others_is_said_again_as_before(house: House) -> None:
    made = await _taken_on(house)
    other = {"Idempotency-Key": "bestelling-2"}
    stays = await house.owner.post("/onboardings", order("Bakkerij"), headers=other)
    next_door = await neighbour(house)
    theirs = await next_door.owner.post("/onboardings", ORDER, headers=KEY)
    await _leave(house, made)
    assert await house.owner.post("/onboardings", order("Bakkerij"), headers=other) == stays
    assert await next_door.owner.post("/onboardings", ORDER, headers=KEY) == theirs


async def test_an_answer_that_names_its_client_in_the_path_alone_goes_too(house: House) -> None:
    made = await _taken_on(house)
    agreement = await house.owner.get(f"/agreements/{made['agreement_id']}")
    terms = agreement["terms"] | {"notice_days": agreement["terms"]["notice_days"] + 1}
    path = f"/agreements/{made['agreement_id']}/amendment-previews"
    key = {"Idempotency-Key": "preview"}
    seen = await house.owner.post(path, {"terms": terms}, headers=key, expect=200)
    assert "Quispel" in str(seen)
    await _leave(house, made)
    await house.owner.post(path, {"terms": terms}, headers=key, expect=409)


async def test_a_request_whose_person_was_erased_is_not_recorded_again(house: House) -> None:
    made = await a_client(house)
    body = {
        "facts": {
            "kind": "subject_request", "client_id": made["client_id"], "right": "access",
            "person": {"name": "Jan Quispel", "contact": "jan@quispel.example"},
            "outcome": "answered", "answered_on": str(await house.today()), "answer": "Gestuurd.",
        }
    }  # fmt: skip
    entry = await house.owner.post("/register-entries", body, headers=KEY)
    await house.owner.post(f"/register-entries/{entry['id']}/erasures")
    assert "Quispel" not in await _kept(house)
    await house.owner.post("/register-entries", body, headers=KEY, expect=409)
    assert len((await house.owner.get("/register-entries"))["items"]) == 1
