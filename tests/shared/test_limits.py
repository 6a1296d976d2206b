"""One caller can't crowd out the others."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from litestar import Litestar, get
from litestar.testing import AsyncTestClient
from pydantic import SecretStr

from shared.identity import Actor, Signer, new_key
from shared.limits import Buckets
from shared.settings import Settings
from shared.web import create_litestar

PRIVATE, PUBLIC = new_key()


def test_a_bucket_empties_and_fills_again_evenly() -> None:
    moment = [0.0]
    buckets = Buckets(60, lambda: moment[0])
    assert all(buckets.take("a").allowed for _ in range(60))
    refused = buckets.take("a")
    assert (refused.allowed, refused.remaining, refused.reset) == (False, 0, 1)
    assert buckets.take("b").allowed
    moment[0] += 2
    assert [buckets.take("a").allowed for _ in range(3)] == [True, True, False]


@get("/pets")
async def pets() -> None: ...


@get("/open", exclude_from_auth=True)
async def read_open() -> None: ...


@pytest.fixture
async def client() -> AsyncIterator[AsyncTestClient[Litestar]]:
    settings = Settings(
        database_url=SecretStr("postgresql://nowhere"),
        port=1,
        signing_key=SecretStr(PRIVATE),
        public_keys=json.dumps(dict.fromkeys(("portal", "documents"), PUBLIC)),  # type: ignore[arg-type]
        rate_per_minute=3,
    )

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        yield

    app = create_litestar("contracts", settings, [pets, read_open], [lifespan])
    async with AsyncTestClient(app) as found:
        yield found


def token(**claims: Any) -> dict[str, str]:
    service = claims.get("service", "portal")
    actor = Actor(tenant_id=uuid4(), **claims)
    signed = Signer(service, SecretStr(PRIVATE)).sign(actor, "contracts", timedelta(minutes=1))
    return {"Authorization": f"Bearer {signed}"}


async def test_who_asks_too_often_is_told_when_to_come_back(
    client: AsyncTestClient[Litestar],
) -> None:
    eager = token(kind="staff", id=uuid4(), role="owner")
    answers = [await client.get("/pets", headers=eager) for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[0].headers["ratelimit-remaining"] == "2"
    assert answers[3].json()["type"].endswith("rate-exceeded")
    assert int(answers[3].headers["retry-after"]) == 20
    calm = token(kind="staff", id=uuid4(), role="owner")
    assert (await client.get("/pets", headers=calm)).status_code == 200


async def test_services_and_the_document_are_not_counted(client: AsyncTestClient[Litestar]) -> None:
    peer = token(kind="service", service="documents")
    assert {(await client.get("/pets", headers=peer)).status_code for _ in range(9)} == {200}
    assert {(await client.get("/docs/openapi.json")).status_code for _ in range(9)} == {200}


async def test_the_public_is_counted_by_address(client: AsyncTestClient[Litestar]) -> None:
    answers = [(await client.get("/open")).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 429, 429]
