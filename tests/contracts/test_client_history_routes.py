"""What was known of a client on a day stays known, for whom it concerns, until it is erased."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from services.contracts.worker import erase_due
from tests.contracts.agreed import agreed
from tests.contracts.house import TERMS, House, Json, person
from tests.contracts.test_contact_routes import bakery, change, leave, named
from tests.contracts.test_register_entry_routes import request_of

LATER = timedelta(days=40)


async def renamed(house: House) -> tuple[Json, date]:
    """A bakery that took another name, whose Bram left, and the day before that."""
    client = await bakery(house)
    before = await house.today()
    await house.go_to(before + LATER)
    await change(house, f"/clients/{client['id']}", {"name": "Broodhuis", "dpo": "Fred G."})
    await leave(house, named(client, "Bram")["id"])
    return client, before


async def told(house: House, path: str, on: date, who: Any = None) -> Json:
    return await (who or house.owner).get(path, params={"on": str(on)})


async def test_a_client_is_shown_as_it_was_on_the_day(house: House) -> None:
    client, before = await renamed(house)
    path = f"/clients/{client['id']}"
    was = await told(house, path, before)
    assert was == client
    now = await told(house, path, await house.today())
    assert now == await house.owner.get(path)
    assert (now["name"], now["dpo"]) == ("Broodhuis", "Fred G.")
    assert [one["name"] for one in now["contacts"]] == ["Anna"]


async def test_there_is_no_client_before_it_came(house: House) -> None:
    client, before = await renamed(house)
    path = f"/clients/{client['id']}"
    await house.owner.get(path, params={"on": str(before - LATER)}, expect=404)
    await house.owner.get(path, params={"on": "gisteren"}, expect=400)


async def test_an_answer_for_a_day_is_no_state_to_edit(house: House) -> None:
    client, before = await renamed(house)
    headers = {"Authorization": f"Bearer {house.owner.token}"}
    answer = await house.client.get(
        f"/clients/{client['id']}", params={"on": str(before)}, headers=headers
    )
    assert "etag" not in answer.headers


async def test_who_left_is_shown_to_staff_alone(house: House) -> None:
    client, before = await renamed(house)
    path = f"/clients/{client['id']}"
    anna = house.contact(named(client, "Anna")["id"], client["id"])
    was = await told(house, path, before, anna)
    assert was["name"] == "Bakkerij"
    assert [one["name"] for one in was["contacts"]] == ["Anna"]
    seen = await told(house, path, before, house.staff("viewer"))
    assert [one["name"] for one in seen["contacts"]] == ["Anna", "Bram"]


async def test_a_reseller_sees_the_history_of_its_own_clients_alone(house: House) -> None:
    client, before = await renamed(house)
    made = [
        await house.owner.post("/resellers", {"name": name, "brand": name})
        for name in ("Haven", "Kade")
    ]
    people = [
        await house.owner.post(
            f"/resellers/{one['id']}/people",
            {"name": "Mila", "email": f"mila@{one['name']}.example", "language": "nl"},
        )
        for one in made
    ]
    path = f"/clients/{client['id']}"
    await house.owner.post(f"{path}/placements", {"reseller_id": made[0]["id"]})
    own, other = (
        house.reseller(who["id"], one["id"]) for who, one in zip(people, made, strict=True)
    )
    assert (await told(house, path, before, own))["name"] == "Bakkerij"
    await other.get(path, params={"on": str(before)}, expect=404)


async def test_another_provider_learns_nothing_of_a_day(house: House) -> None:
    client, before = await renamed(house)
    stranger = House(house.app, house.client, house.database)
    await stranger.service("portal").post(
        "/tenants", {"id": str(stranger.tenant), "slug": "ander", "name": "Ander"}
    )
    path = f"/clients/{client['id']}"
    await stranger.owner.get(path, params={"on": str(before)}, expect=404)


async def test_the_lists_of_a_day_name_who_it_was(house: House) -> None:
    client, before = await renamed(house)
    listed = await told(house, "/agreements", before)
    assert [one["client"] for one in listed["items"]] == ["Bakkerij"]
    record = await told(house, "/record-of-processing", before)
    assert [one["name"] for one in record["items"]] == ["Bakkerij"]
    assert [one["name"] for one in record["items"][0]["contacts"]] == ["Anna", "Bram"]
    held = await told(house, f"/clients/{client['id']}/processors", before)
    assert held["client"] == "Bakkerij"


async def test_an_answer_pack_names_both_parties_as_of_its_day(house: House) -> None:
    client, before = await renamed(house)
    asked = request_of({"client_id": client["id"]})
    made = await house.owner.post("/register-entries", asked)
    tenant = await house.client.get(
        "/tenant", headers={"Authorization": f"Bearer {house.owner.token}"}
    )
    await house.owner.ask(
        "PATCH", "/tenant", {"name": "Nieuwhost"}, headers={"If-Match": tenant.headers["etag"]}
    )
    pack = await told(house, f"/register-entries/{made['id']}/answer-pack", before)
    assert (pack["provider"]["name"], pack["overview"]["client"]) == ("Voorbeeldhost", "Bakkerij")


async def test_a_recipient_of_a_day_has_the_terms_of_it(house: House) -> None:
    agreement = await agreed(house)
    path = f"/products/{agreement.goods.product}/recipients"
    before = await house.today()
    await house.go_to(before + LATER)
    changed = await house.today()
    await agreement.propose(from_day=str(changed), terms=TERMS | {"notice_days": 60})
    await agreement.sign()
    page = await told(house, path, changed)
    assert [one["notice_days"] for one in page["items"]] == [60]
    page = await told(house, path, before)
    assert [one["notice_days"] for one in page["items"]] == [30]


async def test_taking_a_client_on_writes_no_history(house: House) -> None:
    await bakery(house)
    rows = await house.fetch(
        "SELECT FROM contracts.client_state UNION ALL SELECT FROM contracts.contact_state"
    )
    assert rows == []


async def test_the_service_can_not_rewrite_what_was(house: House) -> None:
    await renamed(house)
    for noun in ("client", "contact"):
        for statement, refusal in (
            (
                f"""UPDATE contracts.{noun}_state SET state = state || '{{"name": "x"}}'""",
                asyncpg.CheckViolationError,
            ),
            (f"UPDATE contracts.{noun}_state SET state = '{{}}'", asyncpg.CheckViolationError),
            (f"DELETE FROM contracts.{noun}_state", asyncpg.InsufficientPrivilegeError),
        ):
            connection = await asyncpg.connect(house.database.url("contracts"))
            async with connection.transaction():
                await connection.execute(
                    "SELECT set_config('app.tenant', $1, true)", str(house.tenant)
                )
                assert await connection.fetch(f"SELECT FROM contracts.{noun}_state")
                with pytest.raises(refusal):
                    async with connection.transaction():
                        await connection.execute(statement)
            await connection.close()


async def erase(house: House, client: Json) -> None:
    """Its agreement ended, an owner ordered it, and claims have lapsed."""
    await house.fetch(
        "INSERT INTO contracts.agreement_end (tenant_id, agreement_id, ends_on)"
        " VALUES ($1, $2, clock.today() - 1)",
        house.tenant,
        UUID(client["agreement"]["id"]),
    )
    await house.owner.post(f"/clients/{client['id']}/erasures")
    today = await house.today()
    await house.go_to(today.replace(year=today.year + 6, day=1))
    await erase_due(house.app.state.pool)


async def states(house: House) -> str:
    kept = await house.fetch(
        "SELECT state::text FROM contracts.contact_state UNION ALL SELECT state::text"
        " FROM contracts.client_state"
    )
    assert kept
    return " ".join(row["state"] for row in kept).lower()


async def test_who_is_erased_is_erased_on_every_day(house: House) -> None:
    client, before = await renamed(house)
    assert "bram" in await states(house)
    await erase(house, client)
    text = await states(house)
    assert not [word for word in ("bram", "anna", "bakkerij", "broodhuis", "fred") if word in text]
    was = await told(house, f"/clients/{client['id']}", before)
    assert [(one["name"], one["duties"]) for one in was["contacts"]] == [
        ("–", ["signatory", "notice"]),
        ("–", ["privacy"]),
    ]
    assert person("Bram")["email"] not in str(was)


async def test_nobody_rewrites_history_in_the_name_of_the_erased(house: House) -> None:
    client, before = await renamed(house)
    anna = named(client, "Anna")
    was = await told(house, f"/clients/{client['id']}", before)
    await change(house, f"/clients/{client['id']}", {"name": "–", "address": "Elders 1"})
    edit = {"name": "Zij niet", "email": f"{anna['id']}@erased.invalid"}
    await change(house, f"/contacts/{anna['id']}", edit)
    assert await told(house, f"/clients/{client['id']}", before) == was
