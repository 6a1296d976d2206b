"""Who was asked to sign and hasn't, is reminded once, after the days that the provider has set."""

from datetime import timedelta

import pytest

from services.contracts.commands import remind_signatories
from services.contracts.worker import check_transfers
from tests.contracts.agreed import Agreed, agreed, terms
from tests.contracts.house import House, Json, order, stock


async def offered(house: House, name: str = "Bakkerij") -> Json:
    return await house.owner.post("/onboardings", order(name))


async def go_on(house: House, days: int) -> None:
    """To the nightly round of that day."""
    await house.go_to(await house.today() + timedelta(days=days))
    await check_transfers(house.app.state.pool)


async def reminded(house: House) -> list[str]:
    return [one["version_id"] for one in await house.events("SigningReminded")]


async def recipients(house: House, version_id: str) -> list[str]:
    page = await house.service("notifications").get(
        f"/versions/{version_id}/recipients", params={"kind": "agreement_reminder"}
    )
    assert page["notice"]["kind"] == "agreement_reminder"
    return [one["name"] for one in page["items"]]


async def test_a_signatory_is_reminded_once_when_the_days_are_over(house: House) -> None:
    await stock(house)
    made = await offered(house)
    await go_on(house, 6)
    assert await reminded(house) == []
    await go_on(house, 1)
    assert await reminded(house) == [made["version_id"]]
    (event,) = await house.events("SigningReminded")
    assert event["client_id"] == made["client_id"]
    assert event["agreement_id"] == made["agreement_id"]
    assert await recipients(house, made["version_id"]) == ["Tess Bakkerij"]
    for _ in range(3):
        await go_on(house, 7)
    assert await reminded(house) == [made["version_id"]]


async def test_what_was_signed_meanwhile_reminds_nobody(house: House) -> None:
    standing = await agreed(house)
    await go_on(house, 8)
    assert await reminded(house) == []
    made = await offered(house, "Slagerij")
    await go_on(house, 7)
    assert await reminded(house) == [made["version_id"]]
    await Agreed(house, made, standing.goods).sign()
    assert await recipients(house, made["version_id"]) == [], "it was signed before it was sent"


async def test_a_proposal_is_an_offer_of_its_own(house: House) -> None:
    standing = await agreed(house)
    first = await standing.propose(terms=terms(notice_days=60))
    await go_on(house, 7)
    assert await reminded(house) == [first["version_id"]]
    await house.owner.post(f"{standing.path}/amendments/{first['id']}/withdrawals")
    assert await recipients(house, first["version_id"]) == []
    second = await standing.propose(terms=terms(notice_days=90))
    await go_on(house, 7)
    assert await reminded(house) == [first["version_id"], second["version_id"]]
    page = await house.service("notifications").get(
        f"/versions/{second['version_id']}/recipients", params={"kind": "agreement_reminder"}
    )
    assert page["notice"]["amendment"]["from_day"]


async def test_the_provider_sets_after_how_many_days(house: House) -> None:
    await stock(house)
    tenant = await house.owner.ask("GET", "/tenant")
    assert tenant["signing_reminder_days"] == 7
    await house.fetch(
        "UPDATE contracts.tenant SET signing_reminder_days = 3 WHERE tenant_id = $1", house.tenant
    )
    made = await offered(house)
    await go_on(house, 2)
    assert await reminded(house) == []
    await go_on(house, 1)
    assert await reminded(house) == [made["version_id"]]


async def test_nobody_is_reminded_of_the_distant_past(house: House) -> None:
    await stock(house)
    await offered(house)
    await go_on(house, 38)
    assert await reminded(house) == []


async def test_an_agreement_that_ended_unsigned_reminds_nobody(house: House) -> None:
    await stock(house)
    made = await offered(house)
    day = (await house.today() + timedelta(days=2)).isoformat()
    body = {"by": "client", "reason": "Stopt.", "ends_on": day}
    await house.owner.post(f"/agreements/{made['agreement_id']}/terminations", body)
    await go_on(house, 7)
    assert await reminded(house) == []


async def test_many_are_reminded_by_the_page(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remind_signatories, "MOST", 2)
    await stock(house)
    made = [await offered(house, f"Klant {number}") for number in range(5)]
    await go_on(house, 7)
    assert sorted(await reminded(house)) == sorted(one["version_id"] for one in made)
