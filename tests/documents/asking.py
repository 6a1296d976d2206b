"""Asks documents over HTTP, as whoever is named."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from litestar import Litestar
from litestar.testing import AsyncTestClient
from pydantic import SecretStr

from shared.identity import Actor, Signer
from tests.documents.stand import Stand


@dataclass(frozen=True)
class Client:
    http: AsyncTestClient[Litestar]
    stand: Stand

    async def get(self, path: str, actor: Actor | None) -> Any:
        return await self.http.get(path, headers=self._headers(actor))

    async def post(self, path: str, body: Any, media_type: str, actor: Actor | None) -> Any:
        headers = self._headers(actor) | {"content-type": media_type}
        return await self.http.post(path, content=body, headers=headers)

    def _headers(self, actor: Actor | None) -> dict[str, str]:
        if actor is None:
            return {}
        issuer = actor.service or "portal"
        signer = Signer(issuer, SecretStr(self.stand.keys[issuer][0]))
        token = signer.sign(actor, "documents", timedelta(minutes=1))
        return {"authorization": f"Bearer {token}"}


def staff(tenant_id: UUID, role: Any = "officer") -> Actor:
    return Actor(kind="staff", tenant_id=tenant_id, id=uuid4(), role=role)


def contact(tenant_id: UUID, client_id: UUID | None) -> Actor:
    return Actor(kind="contact", tenant_id=tenant_id, id=uuid4(), client_id=client_id)


def reseller(tenant_id: UUID, client_id: UUID | None) -> Actor:
    """As the portal signs for one client, once contracts has shown that it is theirs."""
    return Actor(
        kind="reseller",
        tenant_id=tenant_id,
        id=uuid4(),
        reseller_id=uuid4(),
        client_id=client_id,
    )


def service(name: str, tenant_id: UUID) -> Actor:
    return Actor(kind="service", tenant_id=tenant_id, service=name)
