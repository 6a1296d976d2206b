"""Questions to the other services on behalf of the reader, and their refusals kept whole."""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from services.portal.domain.problem import PartDown, PartSlow, Refusal
from services.portal.domain.reader import Reader
from services.portal.settings import PortalSettings
from shared.identity import Actor, Signer

PROXY_LIFETIME = timedelta(seconds=60)
# A workbook of a million lines is made before its first byte is sent, and recipients by the hundred
# thousand are frozen before the answer.
PATIENCE = httpx.Timeout(20, read=600)


class Part:
    """One other service, asked as one actor."""

    def __init__(
        self,
        name: str,
        url: str,
        signer: Signer,
        client: httpx.AsyncClient,
        actor: Actor | None,
        token: str | None = None,
    ) -> None:
        self.name, self._url = name, url.rstrip("/")
        self._signer, self._client, self._actor, self._token = signer, client, actor, token

    async def get(self, path: str, **params: Any) -> Any:
        asked = {key: str(value) for key, value in params.items() if value not in (None, "")}
        return await self._ask("GET", path, params=asked)

    async def post(
        self,
        path: str,
        body: Any = None,
        key: str | None = None,
        seen: str | None = None,
        **more: Any,
    ) -> Any:
        """``key`` is an idempotency key, ``seen`` the tag of the state that this is based on."""
        headers = {"Idempotency-Key": key} if key else {}
        headers |= {"If-Match": seen} if seen else {}
        return await self._ask(
            "POST", path, json={} if body is None else body, headers=headers, **more
        )

    async def hand_in(self, path: str, content: bytes, media_type: str, **params: str) -> Any:
        """Bytes as they are."""
        headers = {"Content-Type": media_type}
        return await self._ask("POST", path, content=content, headers=headers, params=params)

    async def read(self, path: str) -> tuple[Any, str]:
        """A record and the tag of the state that was read."""
        response = await self._send("GET", path)
        return response.json(), response.headers.get("etag", "")

    async def patch(self, path: str, body: Any, seen: str) -> Any:
        """``seen``: the tag of the state on which the edit is based."""
        return await self._ask("PATCH", path, json=body, headers={"If-Match": seen})

    async def raw(self, path: str, **params: Any) -> httpx.Response:
        """The answer as it came, for what is passed on to the browser."""
        asked = {key: str(value) for key, value in params.items() if value not in (None, "")}
        # Without any, the query that the path itself may hold stands.
        return await self._send("GET", path, params=asked or None)

    async def post_raw(self, path: str, body: Any) -> httpx.Response:
        """The answer to a question with a body as it came."""
        return await self._send("POST", path, json=body)

    async def stream(self, path: str, **params: Any) -> tuple[str, AsyncIterator[bytes]]:
        """The kind of a file and its bytes as they come, however many; making it may take long."""
        asked = {key: str(value) for key, value in params.items() if value not in (None, "")}
        request = self._client.build_request(
            "GET", self._url + path, params=asked, headers=self._signed(), timeout=PATIENCE
        )
        try:
            response = await self._client.send(request, stream=True)
        except httpx.TransportError as error:
            raise PartDown(self.name) from error
        if response.is_success:
            return response.headers["content-type"], _chunks(response)
        await response.aread()
        raise self._refused(response)

    async def _ask(self, method: str, path: str, **more: Any) -> Any:
        response = await self._send(method, path, **more)
        return response.json() if response.content else None

    async def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = dict(more.pop("headers", {})) | self._signed()
        try:
            response = await self._client.request(method, self._url + path, headers=headers, **more)
        except httpx.ReadTimeout as error:
            raise PartSlow(self.name) from error
        except httpx.TransportError as error:
            raise PartDown(self.name) from error
        if response.is_success:
            return response
        raise self._refused(response)

    def _signed(self) -> dict[str, str]:
        if self._token:
            return {"Authorization": f"Bearer {self._token}"}
        if self._actor is None:
            return {}
        token = self._signer.sign(self._actor, self.name, PROXY_LIFETIME)
        return {"Authorization": f"Bearer {token}"}

    def _refused(self, response: httpx.Response) -> Exception:
        if response.status_code >= 500:
            return PartDown(self.name)
        try:
            problem = response.json()
        except ValueError:
            return PartDown(self.name)
        if not isinstance(problem, Mapping):
            return PartDown(self.name)
        return Refusal.model_validate({**problem, "status": response.status_code}).error()


async def _chunks(response: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.aiter_bytes():
            yield chunk
    finally:
        await response.aclose()


class Peers:
    """Ways to the other services for the actors of one request."""

    def __init__(self, settings: PortalSettings, client: httpx.AsyncClient) -> None:
        self._signer = Signer("portal", settings.signing_key)
        self._client = client
        self._urls = {
            "contracts": settings.contracts_url,
            "documents": settings.documents_url,
            "notifications": settings.notifications_url,
        }

    def part(self, name: str, actor: Actor | None) -> Part:
        return Part(name, self._urls[name], self._signer, self._client, actor)

    def as_reader(self, name: str, reader: Reader) -> Part:
        return self.part(name, actor_of(reader))

    def about_client(self, name: str, reader: Reader, client_id: UUID) -> Part:
        """Contracts has shown that this reader may see the client: who serves several speaks for
        this one alone."""
        actor = actor_of(reader)
        if reader.kind == "reseller":
            actor = actor.model_copy(update={"client_id": client_id})
        return self.part(name, actor)

    def with_token(self, name: str, token: str) -> Part:
        """In the name of whoever asks the portal, with the token that they sent."""
        return Part(name, self._urls[name], self._signer, self._client, None, token)

    def as_portal(self, name: str, tenant_id: Any) -> Part:
        actor = Actor(kind="service", tenant_id=tenant_id, service="portal")
        return self.part(name, actor)

    def access_token(self, reader: Reader, lifetime: timedelta) -> str:
        """A token with which staff may call the public APIs of all services."""
        # It will be used from anywhere.
        kept = {"address": None, "grant": reader.appointment_id}
        return self.public_token(actor_of(reader).model_copy(update=kept), lifetime)

    def public_token(self, actor: Actor, lifetime: timedelta) -> str:
        return self._signer.sign(actor, [*self._urls, "portal"], lifetime)


def actor_of(reader: Reader) -> Actor:
    return Actor(
        kind=reader.kind,
        tenant_id=reader.tenant_id,
        id=reader.id,
        role=reader.role,
        client_id=reader.client_id,
        reseller_id=reader.reseller_id,
        address=reader.address,
    )
