"""Every operation of every service, asked as everybody there is: whom it refuses stands in
docs/access.md, row by row."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import SecretStr

from services.contracts.app import create_app as contracts
from services.contracts.settings import ContractsSettings
from services.documents.app import create_app as documents
from services.documents.settings import DocumentsSettings
from services.notifications.app import create_app as notifications
from services.notifications.settings import Settings as NotificationsSettings
from shared.database import connect
from shared.identity import Actor, Signer
from shared.openapi import operation_id, operations_of
from tests.conftest import Database
from tests.contracts.house import KEYS
from tests.contracts.test_contracts_access import _with_ids
from tests.rules.test_access_table import written
from tests.rules.test_api_documents import MAIL, STORAGE, TOLD

TENANT = UUID(int=5)
SOME = {"tenant_id": TENANT, "id": uuid4()}
PEOPLE: dict[str, dict[str, Any]] = {
    **{role: SOME | {"kind": "staff", "role": role} for role in
       ("owner", "officer", "viewer", "auditor")},
    "reseller": SOME | {"kind": "reseller", "reseller_id": uuid4()},
    "contact": SOME | {"kind": "contact", "client_id": uuid4()},
    **{f"scope {scope}": SOME | {"kind": "application", "scopes": (scope,)} for scope in
       ("read", "write", "onboard")},
    **{name: {"tenant_id": TENANT, "kind": "service", "service": name} for name in KEYS},
}  # fmt: skip
STANDS_FOR = {"scope read": "viewer", "scope write": "officer", "scope onboard": "onboard"}


def _app(name: str, database: Database) -> Any:
    told = TOLD | {
        "database_url": SecretStr(database.url(name)),
        "public_keys": json.dumps({who: public for who, (_, public) in KEYS.items()}),
        "rate_per_minute": 0,
    }
    if name == "contracts":
        return contracts(ContractsSettings(**told, demo=True))
    if name == "documents":
        return documents(DocumentsSettings(**told, **STORAGE))
    return notifications(NotificationsSettings(**told, **MAIL))


def _token(who: str, audience: str) -> str:
    issuer = who if who in KEYS else "portal"
    signer = Signer(issuer, SecretStr(KEYS[issuer][0]))
    return signer.sign(Actor(**PEOPLE[who]), audience, timedelta(minutes=5))


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("name", ["contracts", "documents", "notifications"])
async def test_an_operation_refuses_exactly_those_whom_the_page_does_not_name(
    database: Database, name: str, who: str
) -> None:
    """A wrong body and ids of nothing: who may ask is told so, who may not is told just that."""
    app, page, wrong = _app(name, database), written(name), {}
    capacity = STANDS_FOR.get(who, who)
    headers = {"Authorization": f"Bearer {_token(who, name)}"}
    async with (
        connect(SecretStr(database.url(name)), size=2) as pool,
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app, raise_app_exceptions=False), base_url="http://x"
        ) as client,
    ):
        app.state.pool = pool
        for one in operations_of(app):
            answer = await client.request(
                one.method, _with_ids(one.path), headers=headers, json=[] if one.body else None
            )
            forbidden = answer.status_code == 403 and "role-forbids" in answer.text
            may = not page[operation_id(one.handler)].isdisjoint({"anybody", capacity})
            if forbidden == may:
                wrong[operation_id(one.handler)] = answer.status_code
    assert wrong == {}
