"""One caller can't crowd out the others."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

import pytest
from litestar import Litestar, get
from litestar.testing import AsyncTestClient
from pydantic import SecretStr

from shared.database import Pool, connect
from shared.identity import Actor, Signer, new_key
from shared.limits import Buckets, _network, forget_full
from shared.settings import Settings
from shared.web import create_litestar
from tests.conftest import Database

PRIVATE, PUBLIC = new_key()


async def taken(pool: Pool, buckets: Buckets, times: int, per_minute: int = 60) -> int:
    """How many of so many requests are let through."""
    return sum([(await buckets.take(pool, "a", per_minute)).allowed for _ in range(times)])


@pytest.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    async with connect(SecretStr(database.url("portal")), size=4) as found:
        yield found


async def test_a_bucket_empties_for_all_processes_together(pool: Pool) -> None:
    one, other = Buckets(), Buckets()
    assert await taken(pool, one, 30) + await taken(pool, other, 40) in (58, 59, 60, 61)
    assert not (await other.take(pool, "a", 60)).allowed
    assert (await other.take(pool, "b", 60)).allowed


async def test_a_bucket_fills_again_evenly_and_never_over(pool: Pool) -> None:
    assert await taken(pool, Buckets(), 12, per_minute=12) == 12
    refused = await Buckets().take(pool, "a", 12)
    assert (refused.allowed, refused.remaining) == (False, 0)
    assert refused.reset in (4, 5)
    await pool.execute("UPDATE access.bucket SET at = at - interval '10 seconds'")
    assert await taken(pool, Buckets(), 12, per_minute=12) == 2
    await pool.execute("UPDATE access.bucket SET at = at - interval '1 day'")
    assert await taken(pool, Buckets(), 30, per_minute=12) == 12


async def test_who_is_refused_costs_no_query_until_there_is_more(pool: Pool) -> None:
    moment = [0.0]
    buckets = Buckets(lambda: moment[0])
    assert await taken(pool, buckets, 3, per_minute=3) == 3
    assert not (await buckets.take(pool, "a", 3)).allowed
    nowhere: Any = None
    assert not (await buckets.take(nowhere, "a", 3)).allowed
    moment[0] += 20
    with pytest.raises(AttributeError):
        await buckets.take(nowhere, "a", 3)


async def test_a_large_limit_hardly_ever_asks_the_database(pool: Pool) -> None:
    buckets, nowhere = Buckets(), cast("Any", None)
    assert (await buckets.take(pool, "a", 3000)).allowed
    assert await taken(nowhere, buckets, 149, per_minute=3000) == 149


async def test_many_at_once_take_no_more_than_there_is(pool: Pool) -> None:
    async def ask() -> int:
        return await taken(pool, Buckets(), 5, per_minute=20)

    assert sum(await asyncio.gather(*(ask() for _ in range(8)))) in (20, 21)


async def test_a_bucket_that_is_full_again_is_forgotten(pool: Pool) -> None:
    await taken(pool, Buckets(), 1)
    await forget_full(pool)
    assert await pool.fetchval("SELECT count(*) FROM access.bucket") == 1
    await pool.execute("UPDATE access.bucket SET at = at - interval '3 minutes'")
    await forget_full(pool)
    assert await pool.fetchval("SELECT count(*) FROM access.bucket") == 0


@get("/pets")
async def pets() -> None: ...


@get("/open", exclude_from_auth=True)
async def read_open() -> None: ...


@get("/narrow", exclude_from_auth=True, per_minute=1)
async def enter() -> None: ...


@pytest.fixture
async def client(database: Database) -> AsyncIterator[AsyncTestClient[Litestar]]:
    settings = Settings(
        database_url=SecretStr("postgresql://nowhere"),
        port=1,
        signing_key=SecretStr(PRIVATE),
        public_keys=json.dumps(dict.fromkeys(("portal", "documents"), PUBLIC)),  # type: ignore[arg-type]
        rate_per_minute=3,
    )

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with connect(SecretStr(database.url("contracts")), size=2) as opened:
            app.state.pool = opened
            yield

    app = create_litestar("contracts", settings, [pets, read_open, enter], [lifespan])
    async with AsyncTestClient(app) as found:
        yield found


def token(**claims: Any) -> dict[str, str]:
    service = claims.get("service", "portal")
    actor = Actor(tenant_id=claims.pop("tenant_id", None) or uuid4(), **claims)
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


async def test_a_provider_is_counted_as_a_whole_too(client: AsyncTestClient[Litestar]) -> None:
    tenant = uuid4()
    crowd = [token(kind="staff", id=uuid4(), role="owner", tenant_id=tenant) for _ in range(14)]
    answers = [(await client.get("/pets", headers=one)).status_code for one in crowd]
    assert answers == [200] * 12 + [429] * 2
    other = token(kind="staff", id=uuid4(), role="owner")
    assert (await client.get("/pets", headers=other)).status_code == 200


async def test_a_door_has_a_limit_of_its_own(client: AsyncTestClient[Litestar]) -> None:
    answers = [(await client.get("/narrow")).status_code for _ in range(2)]
    assert answers == [200, 429]
    assert (await client.get("/open")).status_code == 200


@pytest.mark.parametrize(
    ("host", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_an_address_stands_for_its_network(host: str, network: str) -> None:
    assert _network(host) == network
