import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.contracts.commands.mend_drift import mend_drift
from shared.database import tenant_transaction
from tests.contracts.house import House, Json, Person, forgotten, order, person, stock

TWO = [person("Sien Signatory", "signatory"), person("Nora Notice", "notice")]


def signature(made: Json, **more: Any) -> Json:
    return {
        "version_id": made["version_id"],
        "digest": made["digest"],
        "typed_name": "Sien Signatory",
        "authority": True,
        "address": "192.0.2.7",
        "user_agent": "Browser/1",
        "sign_in_link_id": str(uuid4()),
    } | more


async def onboarded(house: House) -> tuple[Json, dict[str, Person]]:
    await stock(house)
    made = await house.owner.post("/onboardings", order("Bakkerij", contacts=TWO))
    client = await house.owner.get(f"/clients/{made['client_id']}")
    people = {
        one["duties"][0]: house.contact(one["id"], made["client_id"]) for one in client["contacts"]
    }
    return made, people


async def test_the_signatory_signs_the_digest_that_it_read(house: House) -> None:
    made, people = await onboarded(house)
    path = f"/agreements/{made['agreement_id']}"
    signed = await people["signatory"].post(f"{path}/signatures", signature(made))
    assert signed["digest"] == made["digest"]
    assert signed["method"] == "sign_in_link"
    assert (signed["address"], signed["user_agent"]) == ("192.0.2.7", "Browser/1")
    agreement = await people["signatory"].get(path)
    assert agreement["state"] == "in_force"
    assert agreement["signature"] == signed
    version = await house.service("documents").get(f"/versions/{made['version_id']}")
    assert version["signature"] == signed
    (event,) = await house.events("AgreementSigned")
    assert event["signature_id"] == signed["id"]


async def test_a_replayed_signature_changes_nothing(house: House) -> None:
    made, people = await onboarded(house)
    path = f"/agreements/{made['agreement_id']}/signatures"
    body = signature(made)
    await people["signatory"].post(path, body)
    problem = await people["signatory"].post(path, body, expect=409)
    assert problem["type"] == "urn:schakel:problem:already-signed"
    assert len(await house.events("AgreementSigned")) == 1


async def test_only_a_signatory_signs(house: House) -> None:
    made, people = await onboarded(house)
    path = f"/agreements/{made['agreement_id']}/signatures"
    problem = await people["notice"].post(path, signature(made), expect=403)
    assert problem["type"] == "urn:schakel:problem:not-signatory"
    await house.owner.post(path, signature(made), expect=403)
    await house.service("portal").post(path, signature(made), expect=403)


async def test_the_contact_of_another_client_finds_nothing(house: House) -> None:
    made, _ = await onboarded(house)
    other = await house.owner.post("/onboardings", order("Slagerij"))
    client = await house.owner.get(f"/clients/{other['client_id']}")
    stranger = house.contact(client["contacts"][0]["id"], other["client_id"])
    path = f"/agreements/{made['agreement_id']}"
    await stranger.get(path, expect=404)
    await stranger.get(f"{path}/versions/{made['version_id']}", expect=404)
    await stranger.get(f"/versions/{made['version_id']}", expect=404)
    await stranger.get(f"/clients/{made['client_id']}", expect=404)
    await stranger.get(f"/clients/{made['client_id']}/processors", expect=404)
    await stranger.post(f"{path}/signatures", signature(made), expect=404)


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"digest": "0" * 64}, 409, "digest-differs"),
        ({"digest": "xyz"}, 400, "request-invalid"),
        ({"version_id": str(uuid4())}, 404, "version-unknown"),
        ({"authority": False}, 400, "request-invalid"),
        ({"typed_name": "  "}, 400, "request-invalid"),
    ],
)
async def test_what_was_not_read_is_not_signed(
    house: House, wrong: Json, status: int, code: str
) -> None:
    made, people = await onboarded(house)
    problem = await people["signatory"].post(
        f"/agreements/{made['agreement_id']}/signatures", signature(made, **wrong), expect=status
    )
    assert problem["type"] == f"urn:schakel:problem:{code}"
    assert await house.events("AgreementSigned") == []


async def test_an_old_version_is_not_signed_once_drift_was_mended(house: House) -> None:
    goods = await stock(house)
    made = await house.owner.post("/onboardings", order("Bakkerij", contacts=TWO))
    path = f"/agreements/{made['agreement_id']}"
    await house.owner.post(f"{path}/annexes", expect=409)
    await house.owner.post("/links", forgotten(goods.product, goods.new_party))
    (drifted,) = (await house.owner.get("/drift"))["items"]
    assert drifted["agreement_id"] == made["agreement_id"]
    annex = await house.owner.post(f"{path}/annexes")
    assert (await house.owner.get("/drift"))["items"] == []
    contacts = (await house.owner.get(f"/clients/{made['client_id']}"))["contacts"]
    signatory = next(one for one in contacts if "signatory" in one["duties"])
    person = house.contact(signatory["id"], made["client_id"])
    problem = await person.post(f"{path}/signatures", signature(made), expect=409)
    assert problem["type"] == "urn:schakel:problem:newer-version"
    assert problem["version_id"] == annex["id"]


async def test_a_signature_waits_for_an_annex_that_is_being_made(house: House) -> None:
    goods = await stock(house)
    made = await house.owner.post("/onboardings", order("Bakkerij", contacts=TWO))
    await house.owner.post("/links", forgotten(goods.product, goods.new_party))
    contacts = (await house.owner.get(f"/clients/{made['client_id']}"))["contacts"]
    signatory = next(one for one in contacts if "signatory" in one["duties"])
    signing = house.contact(signatory["id"], made["client_id"]).post(
        f"/agreements/{made['agreement_id']}/signatures", signature(made), expect=409
    )
    async with tenant_transaction(house.app.state.pool, house.tenant) as connection:
        await mend_drift(connection, house.tenant, UUID(made["agreement_id"]))
        task = asyncio.create_task(signing)
        async with asyncio.timeout(10):
            while not task.done() and not await waits_for_links(house):
                await asyncio.sleep(0.01)
    problem = await task
    assert problem["type"] == "urn:schakel:problem:newer-version"
    assert await house.events("AgreementSigned") == []


async def waits_for_links(house: House) -> bool:
    return bool(
        await house.fetch("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    )


async def test_the_database_refuses_to_alter_what_was_frozen_or_signed(house: House) -> None:
    made, people = await onboarded(house)
    await people["signatory"].post(
        f"/agreements/{made['agreement_id']}/signatures", signature(made)
    )
    for table in (
        "agreement_version", "signature", "publication", "activation", "objection",
        "agreement_terms", "amendment", "agreement_period", "termination",
    ):  # fmt: skip
        for verb in ("UPDATE", "DELETE"):
            (row,) = await house.fetch(
                "SELECT has_table_privilege('contracts', $1, $2) AS may", f"contracts.{table}", verb
            )
            assert not row["may"], (table, verb)


async def test_a_renewed_version_names_the_signature_that_the_agreement_bears(
    house: House,
) -> None:
    goods = await stock(house)
    made = await house.owner.post("/onboardings", order("Bakkerij", contacts=TWO))
    contacts = (await house.owner.get(f"/clients/{made['client_id']}"))["contacts"]
    signatory = next(one for one in contacts if "signatory" in one["duties"])
    path = f"/agreements/{made['agreement_id']}"
    signed = await house.contact(signatory["id"], made["client_id"]).post(
        f"{path}/signatures", signature(made)
    )
    await house.owner.post("/links", forgotten(goods.product, goods.new_party))
    annex = await house.owner.post(f"{path}/annexes")
    version = await house.service("documents").get(f"/versions/{annex['id']}")
    assert version["signature"] == signed
    assert version["version_id"] != signed["version_id"]
