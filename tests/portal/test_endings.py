"""Whoever is dismissed, demoted or revoked loses the tokens that are out, at every service."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from pydantic import SecretStr

from services.contracts.app import create_app as contracts
from services.contracts.settings import ContractsSettings
from services.documents.app import create_app as documents
from services.documents.settings import DocumentsSettings
from services.notifications.app import create_app as notifications
from services.notifications.settings import Settings as NotificationsSettings
from services.portal.store import people
from shared.database import connect, tenant_transaction
from shared.endings import AGE, Endings
from shared.errors import Unauthenticated
from tests.conftest import Database
from tests.portal.conftest import Portal
from tests.portal.test_oauth_routes import ask, make
from tests.rules.test_api_documents import MAIL, STORAGE, TOLD

READS = {
    "contracts": "/clients",
    "documents": "/renderings?version_id=019a0000-0000-7000-8000-000000000001",
    "notifications": "/notices",
}


def _app(name: str, database: Database, portal: Portal) -> Litestar:
    told = TOLD | {
        "database_url": SecretStr(database.url(name)),
        "public_keys": json.dumps({"portal": portal.public_key}),
    }
    if name == "contracts":
        return contracts(ContractsSettings(**told))
    if name == "documents":
        return documents(DocumentsSettings(**told, **STORAGE))
    return notifications(NotificationsSettings(**told, **MAIL))


@asynccontextmanager
async def _served(
    name: str, database: Database, portal: Portal
) -> AsyncIterator[httpx.AsyncClient]:
    served: Any = _app(name, database, portal)
    async with (
        connect(SecretStr(database.url(name)), size=2) as pool,
        httpx.AsyncClient(transport=httpx.ASGITransport(app=served), base_url="http://x") as client,
    ):
        served.state.pool = pool
        yield client


async def _status(client: httpx.AsyncClient, name: str, token: str) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {token}"}
    answer = await client.get(READS[name], headers=headers)
    return answer.status_code, answer.json().get("type", "") if answer.is_error else ""


async def _token(portal: Portal, role: str) -> tuple[str, UUID]:
    """What a member of staff keeps in a script, and who that is."""
    browser = await portal.staff(role=role)
    cookies = dict(browser.client.cookies)
    async with httpx.AsyncClient(base_url=portal.url, cookies=cookies) as client:
        token = (await client.post("/access-tokens")).json()["token"]
    found = portal.verifier("contracts").verify(token).id
    assert found is not None
    return token, found


@pytest.mark.parametrize("role", [None, "viewer"])
@pytest.mark.parametrize("name", READS)
async def test_a_token_ends_with_the_appointment_it_was_given_under(
    portal: Portal, database: Database, name: str, role: str | None
) -> None:
    token, staff_id = await _token(portal, "officer")
    async with _served(name, database, portal) as client:
        assert (await _status(client, name, token))[0] == 200
        async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
            owner = next(one for one in await people.members(connection) if one.role == "owner")
            await people.appoint(connection, staff_id, role, owner.id)
        await asyncio.sleep(AGE)
        status, code = await _status(client, name, token)
        assert (status, code) == (401, "urn:schakel:problem:token-ended")


@pytest.mark.parametrize("name", READS)
async def test_a_token_ends_with_its_integration(
    portal: Portal, database: Database, name: str
) -> None:
    browser = await portal.staff()
    made = await make(browser, "read")
    token = (await ask(portal, made)).json()["access_token"]
    async with _served(name, database, portal) as client:
        assert (await _status(client, name, token))[0] == 200
        page = await browser.open("/settings/integrations")
        path = f"/settings/integrations/{made['client_id']}"
        await browser.submit(page, f"{path}/revocations")
        await asyncio.sleep(AGE)
        assert (await _status(client, name, token))[0] == 401


async def test_what_did_not_end_is_asked_for_once_a_second(database: Database) -> None:
    moment = [0.0]
    endings = Endings(lambda: moment[0])
    async with connect(SecretStr(database.url("documents")), size=1) as pool:
        await endings.refuse_ended(pool, UUID(int=1))
    closed: Any = None
    await endings.refuse_ended(closed, UUID(int=1))
    await endings.refuse_ended(closed, None)
    moment[0] += AGE
    with pytest.raises(AttributeError):
        await endings.refuse_ended(closed, UUID(int=1))


async def test_an_ending_is_seen_whichever_tenant_it_is_of(database: Database) -> None:
    async with connect(SecretStr(database.url("portal")), size=1) as pool:
        async with tenant_transaction(pool, UUID(int=7)) as connection:
            await connection.execute(
                "INSERT INTO access.ending (grant_id) VALUES ($1)", UUID(int=1)
            )
    async with connect(SecretStr(database.url("contracts")), size=1) as pool:
        with pytest.raises(Unauthenticated):
            await Endings().refuse_ended(pool, UUID(int=1))
        await Endings().refuse_ended(pool, UUID(int=2))
