"""What other systems may want to hear of is told as a fact where it becomes true."""

from typing import Any

from tests.contracts.agreed import agreed, terms
from tests.contracts.house import House, order, stock
from tests.contracts.test_leaving_routes import GOODBYE, object_as, running  # noqa: F401
from tests.contracts.test_objection_routes import decide
from tests.contracts.test_override_routes import announce_to
from tests.contracts.test_termination_routes import end


async def test_a_client_that_is_brought_in_is_told_once(house: House) -> None:
    await stock(house)
    key = {"Idempotency-Key": "order-1"}
    made = await house.owner.post("/onboardings", order("Bakkerij"), headers=key)
    await house.owner.post("/onboardings", order("Bakkerij"), headers=key)
    (event,) = await house.events("ClientOnboarded")
    assert event == {
        "tenant_id": str(house.tenant),
        "client_id": made["client_id"],
        "agreement_id": made["agreement_id"],
    }


async def test_terms_are_amended_once_the_client_said_yes_and_products_at_once(
    house: House,
) -> None:
    standing = await agreed(house)
    proposed = await standing.propose(terms=terms(objection_days=60))
    assert await house.events("AgreementAmended") == []
    await standing.sign()
    (event,) = await house.events("AgreementAmended")
    assert event["amendment_id"] == proposed["id"]
    assert event["client_id"] == standing.made["client_id"]
    recorded = await standing.propose(ends=["hosting"])
    assert (await house.events("AgreementAmended"))[1]["amendment_id"] == recorded["id"]


async def test_an_end_and_taking_it_back_are_told(house: House) -> None:
    standing = await agreed(house)
    day = (await house.today()).replace(year=2099).isoformat()
    ended = await end(standing, ends_on=day)
    path = f"{standing.path}/terminations/{ended['id']}/withdrawals"
    await house.owner.post(path, {"reason": "De klant blijft."})
    (event,) = await house.events("AgreementTerminated")
    assert event == {
        "tenant_id": str(house.tenant),
        "client_id": standing.made["client_id"],
        "agreement_id": standing.made["agreement_id"],
        "termination_id": ended["id"],
    }
    assert await house.events("AgreementTerminationWithdrawn") == [event]


async def test_who_leaves_over_a_change_is_told_as_an_end(running: Any) -> None:  # noqa: F811
    await object_as(running, "leaver")
    signatory = await running.contact("leaver", "signatory")
    await signatory.post(f"{running.path}/leavings", GOODBYE)
    objection = await object_as(running, "blocker")
    await decide(running, objection, "agreement_ended")
    told = await running.house.events("AgreementTerminated")
    assert len(told) == len({one["client_id"] for one in told}) == 2


async def test_an_approval_is_told(house: House) -> None:
    change = await announce_to(house, {"careful": {"authorisation": "specific"}})
    contact = await change.contact("careful", "notice")
    approval = await contact.post(f"{change.path}/approvals", {})
    (event,) = await house.events("ChangeApproved")
    assert event["approval_id"] == approval["id"]
    assert event["client_id"] == approval["client_id"]
    (told,) = (await house.owner.get(f"{change.path}/recipients"))["items"]
    assert (told["approved_at"], told["approved_by"]) == (approval["approved_at"], "contact")
