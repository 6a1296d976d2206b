"""Who decides at a provider is told to the service that writes to them, and to nobody else."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from services.portal.store import people
from shared.database import tenant_transaction
from shared.identity import Actor, Signer
from tests.portal.conftest import NOTIFICATIONS, Portal


async def ask(portal: Portal, **actor: Any) -> httpx.Response:
    known = {"kind": "service", "service": "notifications", "tenant_id": portal.tenant_id}
    signer = Signer("notifications", SecretStr(NOTIFICATIONS[0]))
    token = signer.sign(Actor(**known | actor), "portal", timedelta(minutes=1))
    async with httpx.AsyncClient(base_url=portal.url) as client:
        return await client.get("/owners", headers={"Authorization": f"Bearer {token}"})


async def test_owners_and_officers_and_nobody_else_of_the_staff_are_told(portal: Portal) -> None:
    owner = await portal.provider()
    async with tenant_transaction(portal.pool, portal.tenant_id) as connection:
        rik = await people.add_staff(
            connection, email="rik@kale.example", name="Rik", language="en", role="officer"
        )
        await people.add_staff(
            connection, email="vic@kale.example", name="Vic", language="en", role="viewer"
        )
    answer = await ask(portal)
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "provider": "De Kale ICT",
        "url": portal.url,
        "owners": [
            {
                "id": str(owner.id),
                "name": "Els Prins",
                "email": "els@kale.example",
                "language": owner.language,
            }
        ],
        "officers": [
            {"id": str(rik.id), "name": "Rik", "email": "rik@kale.example", "language": "en"}
        ],
    }


@pytest.mark.parametrize("service", ["contracts", "documents"])
async def test_no_other_service_learns_who_they_are(portal: Portal, service: str) -> None:
    await portal.provider()
    answer = await ask(portal, service=service)
    assert answer.status_code in (401, 403)
