"""Calls to the other services: HTTP with a signed token, and a clear error when one is down."""

from typing import Any
from uuid import UUID

import httpx

from shared.errors import DomainError, Missing, Unavailable
from shared.identity import Signer


class Peer:
    """Another service, addressed as this one."""

    def __init__(self, name: str, url: str, signer: Signer, client: httpx.AsyncClient) -> None:
        self._name, self._url, self._signer, self._client = name, url.rstrip("/"), signer, client

    async def ask(
        self,
        method: str,
        path: str,
        *,
        tenant_id: UUID | None,
        json: Any = None,
        params: dict[str, Any] | None = None,
    ) -> Any:
        """The decoded answer. ``Unavailable`` when the peer can't be reached or fails (5xx);
        ``Missing`` on 404; any other refusal as ``DomainError`` with the peer's own code."""
        token = self._signer.as_service(tenant_id, self._name)
        try:
            response = await self._client.request(
                method,
                self._url + path,
                json=json,
                params=params,
                headers={"Authorization": f"Bearer {token}"},
            )
        except httpx.TransportError as error:
            raise Unavailable(
                "peer-unavailable", f"The {self._name} service can't be reached now."
            ) from error
        if response.is_success:
            return response.json() if response.content else None
        raise self._refusal(response)

    def _refusal(self, response: httpx.Response) -> DomainError:
        if response.status_code >= 500:
            return Unavailable(
                "peer-unavailable", f"The {self._name} service failed ({response.status_code})."
            )
        kind = Missing if response.status_code == 404 else DomainError
        try:
            problem = response.json()
            return kind(problem["type"].rpartition(":")[2], problem["detail"])
        except (ValueError, KeyError, TypeError):
            return kind(
                "peer-refused", f"The {self._name} service refused ({response.status_code})."
            )
