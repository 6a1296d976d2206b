"""A stand-in for contracts: it serves versions over HTTP to whoever shows a token of documents."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, parse_qsl
from uuid import UUID, uuid4

import rfc8785
import uvicorn

from deploy.local.processes import free_port
from services.documents.commands.render_agreement import Workshop
from services.documents.commands.request_rendering import on_frozen, on_signed
from services.documents.commands.work_on_rendering import work_on_rendering
from services.documents.domain.rendering import Document
from services.documents.store import documents, work
from shared.database import Pool, tenant_transaction
from shared.events import AgreementSigned, AgreementVersionFrozen
from shared.identity import Verifier, new_key
from shared.outbox import Consumer, append
from tests.documents import samples


class Stand:
    def __init__(self) -> None:
        self.keys = {
            name: new_key() for name in ("portal", "documents", "contracts", "notifications")
        }
        self.versions: dict[tuple[str, str], dict[str, Any]] = {}
        self.answers: dict[str, Any] = {}
        # Of a provider, what else is answered at a path with its query.
        self.told: dict[tuple[str, str], Any] = {}
        # Of a provider, what is answered at a path as the query asks.
        self.asked: dict[tuple[UUID, str], Callable[[dict[str, str]], Any]] = {}
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._verifier = Verifier("contracts", self.public_keys)

    @property
    def public_keys(self) -> dict[str, str]:
        return {name: public for name, (_, public) in self.keys.items()}

    def add(
        self,
        tenant_id: UUID,
        snapshot: samples.Snapshot,
        *,
        signed: bool = False,
        cause: str = "onboarding",
    ) -> "Told":
        """A version with this snapshot, and what contracts would tell of it."""
        told = Told(tenant_id)
        signature = None
        if signed:
            extra = {"id": str(uuid4()), "version_id": str(told.version_id)}
            extra |= {"user_agent": "Proefbrowser/7"}
            signature = samples.signature_of(snapshot) | extra | {"contact_id": str(uuid4())}
        self.versions[str(tenant_id), str(told.version_id)] = {
            "version_id": str(told.version_id),
            "agreement_id": str(told.agreement_id),
            "client_id": str(told.client_id),
            "language": snapshot["agreement"]["language"],
            "cause": cause,
            "digest": samples.digest_of(snapshot),
            "canonical": rfc8785.dumps(snapshot).decode(),
            "signature": signature,
        }
        return told

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Stand"]:
        server = uvicorn.Server(
            uvicorn.Config(
                self._answer, port=self.port, log_level="error", lifespan="off", interface="asgi3"
            )
        )
        # In a thread: a test client holds up the loop until what it asked is answered.
        serving = Thread(target=server.run, daemon=True)
        serving.start()
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            yield self
        finally:
            server.should_exit = True
            await asyncio.to_thread(serving.join)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        token = dict(scope["headers"])[b"authorization"].decode().removeprefix("Bearer ")
        actor = self._verifier.verify(token)
        assert actor.service == "documents"
        query = scope["query_string"].decode()
        answer = self.asked.get((actor.tenant, scope["path"]))
        asked = scope["path"] + (f"?{query}" if query else "")
        tenant_id = str(actor.tenant_id)
        found = answer(dict(parse_qsl(query))) if answer else self.told.get((tenant_id, asked))
        found = found or self._found(tenant_id, scope["path"])
        if scope["path"] == "/versions":
            found = self._found_together(tenant_id, parse_qs(query)["id"])
        status, body = (404, None) if found is None else (200, json.dumps(found).encode())
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body or b"{}"})

    def _found_together(self, tenant_id: str, ids: list[str]) -> Any:
        assert len(ids) <= 100
        there = [self.versions[key] for one in ids if (key := (tenant_id, one)) in self.versions]
        return {"items": there} if there else None

    def _found(self, tenant_id: str, path: str) -> Any:
        if path == "/tenant":
            return {"name": "Voorbeeldhost", "legal_name": "Voorbeeldhost B.V."}
        if path in self.answers:
            return self.answers[path]
        return self.versions.get((tenant_id, path.rpartition("/")[2]))


class Told:
    """The identifiers of one agreement version, and its events."""

    def __init__(self, tenant_id: UUID) -> None:
        self.tenant_id = tenant_id
        self.agreement_id, self.version_id, self.client_id = uuid4(), uuid4(), uuid4()

    @property
    def frozen(self) -> AgreementVersionFrozen:
        return AgreementVersionFrozen(**self._names(), cause="onboarding")

    def frozen_by(self, change_id: UUID) -> AgreementVersionFrozen:
        return AgreementVersionFrozen(**self._names(), cause="change", change_id=change_id)

    @property
    def signed(self) -> AgreementSigned:
        return AgreementSigned(**self._names(), signature_id=uuid4())

    def _names(self) -> dict[str, UUID]:
        return {
            "tenant_id": self.tenant_id,
            "agreement_id": self.agreement_id,
            "version_id": self.version_id,
            "client_id": self.client_id,
        }


async def tell(bus: Pool, event: AgreementVersionFrozen | AgreementSigned) -> None:
    async with tenant_transaction(bus, event.tenant_id) as connection:
        await append(connection, event)


async def hear(pool: Pool) -> int:
    """Handle every event that is due; how many those were."""
    consumer = Consumer(pool, {AgreementVersionFrozen: on_frozen, AgreementSigned: on_signed})
    heard = 0
    while await consumer.take_one():
        heard += 1
    return heard


async def queued(pool: Pool) -> list[tuple[UUID, UUID]]:
    """Tenant and rendering of every job that waits."""
    rows = await pool.fetch("SELECT payload FROM documents.pgqueuer WHERE entrypoint = 'render'")
    return [work.read(row["payload"]) for row in rows]


async def rendered(shop: Workshop) -> list[Document]:
    """Hear what is due, make one attempt at each job, and give what is stored by then."""
    await hear(shop.pool)
    stored: list[Document] = []
    for tenant_id, rendering_id in await queued(shop.pool):
        await work_on_rendering(shop, tenant_id, rendering_id)
        async with tenant_transaction(shop.pool, tenant_id) as connection:
            stored += (await documents.of_rendering(connection, rendering_id)).values()
    return stored
