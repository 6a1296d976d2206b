"""The seal, its mandates and countersignatures over HTTP: who may what, of whom."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from cryptography.hazmat.primitives import hashes

from services.documents.commands.render_agreement import Workshop
from services.documents.store import mandates
from shared.database import Pool, tenant_transaction
from tests.conftest import Database
from tests.documents import authority, samples
from tests.documents.asking import Client, contact, reseller, service, staff
from tests.documents.authority import PASSWORD, certificate_of, rsa_key
from tests.documents.stand import Stand, rendered, tell
from tests.documents.test_rendering import announced

MANDATE = {
    "name": "Daan Directeur",
    "job_title": "directeur",
    "kinds": ["agreement", "own_paper"],
    "statement": "Het zegel mag voor ons medeondertekenen.",
}


async def post(client: Client, path: str, body: Any, actor: Any) -> Any:
    return await client.post(path, json.dumps(body), "application/json", actor)


async def hand_in(client: Client, actor: Any, **differing: str) -> Any:
    told = {"pkcs12": authority.pkcs12(), "password": PASSWORD} | differing
    return await post(client, "/seal/certificates", told, actor)


@pytest.mark.parametrize("role", ["owner", "officer", "viewer", "auditor"])
async def test_a_provider_without_a_certificate_has_one_that_says_it_is_self_made(
    role: str, client: Client, tenant_id: UUID
) -> None:
    told = (await client.get("/seal", staff(tenant_id, role))).json()
    assert told["certificate"]["self_made"]
    assert told["certificate"]["subject"] == "CN=Voorbeeldhost B.V."
    assert not told["runs_out"]
    assert (told["earlier"], told["authority"]) == ([], None)
    again = (await client.get("/seal", staff(tenant_id, role))).json()
    assert again == told


async def test_an_owner_hands_in_a_certificate_which_seals_from_then_on(
    client: Client, tenant_id: UUID
) -> None:
    owner = staff(tenant_id, "owner")
    former = (await client.get("/seal", owner)).json()["certificate"]
    near = certificate_of(rsa_key(), "Voorbeeldhost B.V.", -timedelta(days=1), timedelta(days=59))
    answer = await hand_in(client, owner, pkcs12=authority.pkcs12(near))
    assert answer.status_code == 201, answer.text
    told = (await client.get("/seal", owner)).json()
    assert told["certificate"] == answer.json()
    assert told["certificate"]["fingerprint"] == near.fingerprint(hashes.SHA256()).hex()
    assert not told["certificate"]["self_made"]
    assert told["runs_out"]
    assert told["earlier"] == [former]
    pem = (await client.get("/seal/certificate.pem", service("portal", tenant_id))).text
    assert pem.count("BEGIN CERTIFICATE") == 2


async def test_one_that_a_provider_made_itself_is_not_shown_as_vouched_for(
    client: Client, tenant_id: UUID
) -> None:
    own = authority.certificate_of(rsa_key(), "Voorbeeldhost", issued_by="Voorbeeldhost")
    owner = staff(tenant_id, "owner")
    answer = await hand_in(client, owner, pkcs12=authority.pkcs12(own))
    assert answer.json()["self_made"]
    assert (await client.get("/seal", owner)).json()["certificate"]["self_made"]


async def test_neither_key_nor_password_is_given_back_or_kept(
    client: Client, tenant_id: UUID, database: Database
) -> None:
    owner = staff(tenant_id, "owner")
    answer = await hand_in(client, owner)
    shown = answer.text + (await client.get("/seal", owner)).text
    assert PASSWORD not in shown
    connection = await asyncpg.connect(database.url("postgres"))
    dump = ""
    for table in ("seal_certificate", "seal_key", "act", "act_personal"):
        where = await connection.fetchval(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relname = $1 LIMIT 1", table
        )
        if where:
            dump += str(await connection.fetch(f"SELECT t::text FROM {where} t"))
    await connection.close()
    # The end of it; its beginning is the public part.
    private = authority.der(rsa_key())[-60:]
    assert PASSWORD not in dump
    assert private.hex() not in dump
    assert base64.b64encode(private)[:40].decode() not in dump


async def test_the_same_certificate_is_taken_once(client: Client, tenant_id: UUID) -> None:
    told = authority.pkcs12()
    owner = staff(tenant_id, "owner")
    assert (await hand_in(client, owner, pkcs12=told)).status_code == 201
    again = await hand_in(client, owner, pkcs12=told)
    assert again.status_code == 409
    assert again.json()["type"].endswith("certificate-known")


@pytest.mark.parametrize(
    ("differing", "field", "code"),
    [
        ({"password": "anders"}, "password", "certificate-password-wrong"),
        ({"pkcs12": "geen"}, "pkcs12", "certificate-unreadable"),
        ({"pkcs12": ""}, "pkcs12", "too_short"),
        ({"pkcs12": "A" * 300_000}, "pkcs12", "too_long"),
    ],
)
async def test_a_file_that_is_no_certificate_is_refused_at_its_field(
    differing: dict[str, str], field: str, code: str, client: Client, tenant_id: UUID
) -> None:
    answer = await hand_in(client, staff(tenant_id, "owner"), **differing)
    assert answer.status_code == 400
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [(field, code)]
    assert PASSWORD not in answer.text


@pytest.mark.parametrize("role", ["officer", "viewer", "auditor"])
async def test_nobody_but_an_owner_hands_in_a_certificate_or_gives_a_mandate(
    role: str, client: Client, tenant_id: UUID
) -> None:
    actor = staff(tenant_id, role)
    assert (await hand_in(client, actor)).status_code == 403
    assert (await post(client, "/mandates", MANDATE, actor)).status_code == 403
    path = f"/mandates/{uuid4()}/withdrawals"
    assert (await post(client, path, {}, actor)).status_code == 403


async def test_a_client_and_a_reseller_see_no_mandate_and_may_have_the_public_certificate(
    client: Client, tenant_id: UUID
) -> None:
    for actor in (contact(tenant_id, uuid4()), reseller(tenant_id, uuid4())):
        assert (await client.get("/mandates", actor)).status_code == 403
        assert (await client.get("/seal", actor)).status_code == 403
        assert (await client.get("/seal/certificate.pem", actor)).status_code == 200


async def test_the_key_of_a_seal_can_not_be_read_for_another_tenant(
    client: Client, tenant_id: UUID, pool: Pool
) -> None:
    await hand_in(client, staff(tenant_id, "owner"))
    count = "SELECT count(*) FROM documents.seal_key"
    async with tenant_transaction(pool, tenant_id) as connection:
        assert await connection.fetchval(count) == 1
    async with tenant_transaction(pool, uuid4()) as connection:
        assert await connection.fetchval(count) == 0
    async with pool.acquire() as connection:
        assert await connection.fetchval(count) == 0


async def test_another_provider_has_another_certificate_and_sees_no_mandate(
    client: Client, tenant_id: UUID
) -> None:
    owner, other = staff(tenant_id, "owner"), staff(uuid4(), "owner")
    await hand_in(client, owner)
    given = (await post(client, "/mandates", MANDATE, owner)).json()
    assert (await client.get("/seal", other)).json()["certificate"]["self_made"]
    assert (await client.get("/mandates", other)).json() == {"items": [], "next": None}
    path = f"/mandates/{given['id']}/withdrawals"
    assert (await post(client, path, {}, other)).status_code == 404
    assert (await post(client, path, {}, owner)).status_code == 201


async def test_a_mandate_is_given_listed_and_withdrawn_once(
    client: Client, tenant_id: UUID
) -> None:
    owner = staff(tenant_id, "owner")
    first = (await post(client, "/mandates", MANDATE, owner)).json()
    second = (await post(client, "/mandates", MANDATE, owner)).json()
    assert (first["given_by"], first["withdrawn_at"]) == (str(owner.id), None)
    page = (await client.get("/mandates?limit=1", staff(tenant_id, "viewer"))).json()
    assert [one["id"] for one in page["items"]] == [second["id"]]
    rest = (await client.get(f"/mandates?after={page['next']}", owner)).json()
    assert [one["id"] for one in rest["items"]] == [first["id"]]
    path = f"/mandates/{first['id']}/withdrawals"
    assert (await post(client, path, {}, owner)).json()["withdrawn_at"]
    again = await post(client, path, {}, owner)
    assert (again.status_code, again.json()["type"]) == (
        409,
        "urn:schakel:problem:mandate-withdrawn",
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"job_title": "a\nb"}, "job_title"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["alles"]}, "kinds.0"),
        ({"statement": ""}, "statement"),
        ({"valid_until": "2020-01-01"}, "valid_until"),
        ({"more": 1}, "more"),
    ],
)
async def test_a_mandate_that_says_too_little_is_refused_at_its_field(
    wrong: dict[str, Any], field: str, client: Client, tenant_id: UUID
) -> None:
    answer = await post(client, "/mandates", MANDATE | wrong, staff(tenant_id, "owner"))
    assert answer.status_code == 400
    assert field in [one["field"] for one in answer.json()["errors"]]


async def test_staff_countersign_by_hand_and_the_document_follows(
    client: Client,
    workshop: Workshop,
    stand: Stand,
    bus: Pool,
    tenant_id: UUID,
    database: Database,
) -> None:
    told = stand.add(tenant_id, samples.general_nl(), signed=True)
    await tell(bus, told.signed)
    await rendered(workshop)
    officer = staff(tenant_id)
    draft = {"version_id": str(told.version_id), "name": "Ella Functionaris", "job_title": "FG"}
    assert (
        await post(client, "/countersignatures", draft, staff(tenant_id, "viewer"))
    ).status_code == 403
    answer = await post(client, "/countersignatures", draft, officer)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["mandate_id"], answer.json()["given_by"]) == (None, str(officer.id))
    again = await post(client, "/countersignatures", draft, officer)
    assert again.json()["type"].endswith("countersigned-already")
    made = await rendered(workshop)
    names = {one.file_name for one in made if one.variant == "countersigned"}
    assert names == {
        "VWO-2026-0001-v1-medeondertekend.docx",
        "VWO-2026-0001-v1-medeondertekend.pdf",
    }
    await rendered(workshop)
    (event,) = await announced(database, "AgreementCountersigned")
    assert event == {
        "tenant_id": str(tenant_id),
        "agreement_id": str(told.agreement_id),
        "version_id": str(told.version_id),
        "client_id": str(told.client_id),
    }
    assert {one["variant"] for one in await announced(database)} == {"signed"}
    path = f"/countersignatures?version_id={told.version_id}"
    own = contact(tenant_id, told.client_id)
    assert [one["id"] for one in (await client.get(path, own)).json()] == [answer.json()["id"]]
    assert (await client.get(path, contact(tenant_id, uuid4()))).json() == []
    assert (await client.get(path, staff(uuid4()))).json() == []


async def test_what_nobody_signed_is_not_countersigned(
    client: Client, stand: Stand, tenant_id: UUID
) -> None:
    told = stand.add(tenant_id, samples.general_nl())
    draft = {"version_id": str(told.version_id), "name": "Ella", "job_title": "FG"}
    answer = await post(client, "/countersignatures", draft, staff(tenant_id))
    assert answer.json()["type"].endswith("signature-missing")
    unknown = draft | {"version_id": str(uuid4())}
    assert (await post(client, "/countersignatures", unknown, staff(tenant_id))).status_code == 404
    assert (await post(client, "/countersignatures", draft, staff(uuid4()))).status_code == 404


async def test_a_mandate_holds_up_to_its_last_day(
    client: Client, tenant_id: UUID, pool: Pool
) -> None:
    today = datetime.now(ZoneInfo("Europe/Amsterdam")).date()
    owner = staff(tenant_id, "owner")
    await post(client, "/mandates", MANDATE | {"valid_until": today.isoformat()}, owner)
    async with tenant_transaction(pool, tenant_id) as connection:
        assert await mandates.in_force(connection, "agreement")
        assert await mandates.in_force(connection, "amendment") is None
