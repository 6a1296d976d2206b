"""A call to another service: signed, and a clear error when that one is down or refuses."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr

from deploy.local.processes import free_port
from shared.errors import DomainError, Missing, Unavailable
from shared.http import Peer
from shared.identity import Signer, Verifier, new_key

PRIVATE, PUBLIC = new_key()
SIGNER = Signer("documents", SecretStr(PRIVATE))


@asynccontextmanager
async def _answering(status: int, body: str, seen: list[str]) -> AsyncIterator[str]:
    """A server on this machine that keeps the request and gives one prepared answer."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.fixture
async def peer_at() -> AsyncIterator[Callable[[str], Peer]]:
    async with httpx.AsyncClient() as client:
        yield lambda url: Peer("contracts", url, SIGNER, client)


async def test_a_call_carries_a_token_for_that_service_and_that_tenant(
    peer_at: Callable[[str], Peer],
) -> None:
    tenant, seen = uuid4(), list[str]()
    async with _answering(200, '{"name": "Bes"}', seen) as url:
        assert await peer_at(url).ask("GET", "/pets", tenant_id=tenant) == {"name": "Bes"}
    token = seen[0].partition("Bearer ")[2].split("\r\n")[0]
    actor = Verifier("contracts", {"documents": PUBLIC}).verify(token)
    assert (actor.service, actor.tenant) == ("documents", tenant)


async def test_a_peer_that_is_down_is_unavailable(peer_at: Callable[[str], Peer]) -> None:
    with pytest.raises(Unavailable):
        await peer_at(f"http://127.0.0.1:{free_port()}").ask("GET", "/pets", tenant_id=None)


@pytest.mark.parametrize(
    ("status", "kind"), [(500, Unavailable), (503, Unavailable), (404, Missing), (409, DomainError)]
)
async def test_a_refusal_keeps_the_code_of_the_peer(
    peer_at: Callable[[str], Peer], status: int, kind: type[DomainError]
) -> None:
    problem = json.dumps({"type": "urn:schakel:problem:pet-asleep", "detail": "It sleeps."})
    async with _answering(status, problem, []) as url:
        with pytest.raises(kind) as caught:
            await peer_at(url).ask("GET", "/pets", tenant_id=None)
    assert caught.value.code == ("peer-unavailable" if status >= 500 else "pet-asleep")


async def test_a_refusal_that_is_no_problem_document_is_told_all_the_same(
    peer_at: Callable[[str], Peer],
) -> None:
    async with _answering(403, "go away", []) as url:
        with pytest.raises(DomainError) as caught:
            await peer_at(url).ask("GET", "/pets", tenant_id=None)
    assert caught.value.code == "peer-refused"


async def test_a_call_leaves_nothing_of_its_address_in_a_log(
    peer_at: Callable[[str], Peer], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    async with _answering(200, "{}", []) as url:
        await peer_at(url).ask(
            "GET", "/people", tenant_id=None, params={"email": "bes@huis.example"}
        )
    assert "huis" not in caplog.text
