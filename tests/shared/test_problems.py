"""Every refusal is problem+json that names the field and the way out."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from litestar import Litestar, get, post
from litestar.params import FromQuery, JSONBody
from litestar.testing import AsyncTestClient
from pydantic import BaseModel, ConfigDict, SecretStr

from shared import errors
from shared.database import connect
from shared.identity import Actor, Signer, new_key
from shared.settings import Settings
from shared.text import Text
from shared.web import ActorRequest, create_litestar, only
from tests.conftest import Database

PRIVATE, PUBLIC = new_key()


class Pet(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Text
    legs: int


@post("/pets", guards=[only("officer")])
async def keep(data: JSONBody[Pet], request: ActorRequest) -> dict[str, Any]:
    if data.legs == 5:
        raise errors.Conflict("legs-odd", "A pet has an even number.", field="legs", most=4)
    await request.app.state.pool.execute("SELECT $1::jsonb", data)
    return {"tenant": str(request.user.tenant)}


@get("/pets")
async def find(name: FromQuery[str], request: ActorRequest) -> None:
    await request.app.state.pool.execute("SELECT $1::text", name)


@get("/broken")
async def broken() -> None:
    raise ZeroDivisionError("secret detail")


@pytest.fixture
async def client(database: Database) -> AsyncIterator[AsyncTestClient[Litestar]]:
    settings = Settings(
        database_url=SecretStr(database.url("contracts")),
        port=1,
        signing_key=SecretStr(PRIVATE),
        public_keys=json.dumps(dict.fromkeys(("portal", "contracts"), PUBLIC)),  # type: ignore[arg-type]
    )

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with connect(settings.database_url) as pool:
            app.state.pool = pool
            yield

    app = create_litestar("contracts", settings, [keep, find, broken], [lifespan])
    async with AsyncTestClient(app) as found:
        yield found


def _headers(
    role: str = "officer", *, service: str = "portal", seconds: int = 60
) -> dict[str, str]:
    actor = Actor(kind="staff", tenant_id=uuid4(), id=uuid4(), role=role)  # type: ignore[arg-type]
    token = Signer(service, SecretStr(PRIVATE)).sign(actor, "contracts", timedelta(seconds=seconds))
    return {"Authorization": f"Bearer {token}"}


PET = {"name": {"nl": "Bes", "en": "Bes"}, "legs": 4}


async def test_a_good_call_is_answered(client: AsyncTestClient[Litestar]) -> None:
    assert (await client.post("/pets", json=PET, headers=_headers())).status_code == 201
    assert (await client.get("/health")).json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (PET | {"colour": "blue"}, "colour"),
        (PET | {"legs": "many"}, "legs"),
        (PET | {"name": {"nl": "Bes"}}, "name.en"),
        ({}, "legs"),
    ],
)
async def test_a_mistake_in_the_body_is_named_by_its_field(
    client: AsyncTestClient[Litestar], body: dict[str, Any], field: str
) -> None:
    answer = await client.post("/pets", json=body, headers=_headers())
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert field in [item["field"] for item in answer.json()["errors"]]


async def test_a_body_that_is_no_json_is_a_clear_problem(client: AsyncTestClient[Litestar]) -> None:
    answer = await client.post("/pets", content=b"{", headers=_headers())
    assert answer.status_code == 400
    assert answer.json()["type"].startswith("urn:schakel:problem:")


async def test_a_character_that_can_not_be_stored_is_a_mistake_of_the_caller(
    client: AsyncTestClient[Litestar],
) -> None:
    body = {"name": {"nl": "Bes\0", "en": "Bes"}, "legs": 4}
    for answer in (
        await client.post("/pets", json=body, headers=_headers()),
        await client.get("/pets", params={"name": "Bes\0"}, headers=_headers()),
    ):
        assert answer.status_code == 400
        assert answer.json()["type"] == "urn:schakel:problem:character-refused"


async def test_a_domain_error_keeps_its_code_field_and_extra(
    client: AsyncTestClient[Litestar],
) -> None:
    answer = await client.post("/pets", json=PET | {"legs": 5}, headers=_headers())
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["type"] == "urn:schakel:problem:legs-odd"
    assert problem["most"] == 4
    assert problem["errors"][0]["field"] == "legs"


async def test_an_unexpected_failure_tells_nothing_of_its_inside(
    client: AsyncTestClient[Litestar],
) -> None:
    answer = await client.get("/broken", headers=_headers())
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")


async def test_a_missing_expired_or_forged_token_is_refused(
    client: AsyncTestClient[Litestar],
) -> None:
    forged = Signer("portal", SecretStr(new_key()[0])).sign(
        Actor(kind="staff", tenant_id=uuid4(), id=uuid4(), role="owner"),
        "contracts",
        timedelta(hours=1),
    )
    for headers in (
        {},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": f"Bearer {forged}"},
        _headers(seconds=-1),
    ):
        answer = await client.post("/pets", json=PET, headers=headers)
        assert answer.status_code == 401


async def test_only_the_portal_speaks_for_people(client: AsyncTestClient[Litestar]) -> None:
    answer = await client.post("/pets", json=PET, headers=_headers(service="contracts"))
    assert answer.status_code == 401


async def test_a_role_that_may_only_read_can_not_write(client: AsyncTestClient[Litestar]) -> None:
    answer = await client.post("/pets", json=PET, headers=_headers("viewer"))
    assert answer.status_code == 403


async def test_the_documentation_comes_whole_from_this_server(
    client: AsyncTestClient[Litestar],
) -> None:
    page = await client.get("/docs")
    assert page.status_code == 200
    assert "/docs/files/swagger-ui-bundle.js" in page.text
    assert 'src="http' not in page.text
    assert 'href="http' not in page.text
    script = await client.get("/docs/files/swagger-ui-bundle.js")
    assert script.status_code == 200
    assert len(script.content) > 1_000_000
