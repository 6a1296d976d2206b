"""Where a running installation answers, and the tokens that open its public APIs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from deploy.demo.mailbox import Mailbox


def legal_day(clock: Mapping[str, Any]) -> date:
    """The day in the Netherlands, by what contracts says of its clock."""
    now = datetime.fromisoformat(clock["now"])
    return now.astimezone(ZoneInfo("Europe/Amsterdam")).date()


@dataclass(frozen=True)
class Site:
    """Addresses of one installation; ``setup_token`` allows to add a provider."""

    portal: str
    contracts: str
    documents: str
    notifications: str
    mail: str
    setup_token: str

    @classmethod
    def at(cls, ports: Mapping[str, int], setup_token: str) -> "Site":
        """On this machine, at these ports by part."""
        parts = ("portal", "contracts", "documents", "notifications", "mail")
        addresses = {part: f"http://127.0.0.1:{ports[part]}" for part in parts}
        return cls(**addresses, setup_token=setup_token)

    @property
    def mailbox(self) -> Mailbox:
        return Mailbox(self.mail)


class Refused(Exception):
    """An API said no; ``problem`` is its problem document (RFC 9457)."""

    def __init__(self, method: str, address: str, answer: httpx.Response) -> None:
        self.status = answer.status_code
        self.problem: dict[str, Any] = (
            answer.json() if "json" in answer.headers.get("content-type", "") else {}
        )
        detail = self.problem.get("detail") or answer.text[:300]
        super().__init__(f"{method} {address} answered {answer.status_code}: {detail}")


class Api:
    """One public API, used with an access token."""

    def __init__(self, url: str, token: str) -> None:
        self._client = httpx.AsyncClient(
            base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60
        )

    async def get(self, path: str, **parameters: Any) -> Any:
        return await self._ask("GET", path, params=parameters)

    async def all(self, path: str, **parameters: Any) -> list[Any]:
        """Every item of a list, page after page."""
        answer = await self.get(path, limit=1000, **parameters)
        found: list[Any] = answer["items"]
        while answer["next"]:
            answer = await self.get(path, limit=1000, after=answer["next"], **parameters)
            found += answer["items"]
        return found

    async def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        """``key`` goes as Idempotency-Key: the same call again gives the same answer."""
        headers = {"Idempotency-Key": key} if key else {}
        return await self._ask("POST", path, json=body or {}, headers=headers)

    async def text(self, path: str) -> str:
        answer = await self._client.get(path)
        if answer.is_error:
            raise Refused("GET", path, answer)
        return answer.text

    async def _ask(self, method: str, path: str, **more: Any) -> Any:
        answer = await self._client.request(method, path, **more)
        if answer.is_error:
            raise Refused(method, path, answer)
        return answer.json() if answer.content else None

    async def close(self) -> None:
        await self._client.aclose()
