"""What contracts knows of a change, for a report: what was intended, and what each client said."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from shared.http import Peer

_PAGE = 500


class Record:
    """One change of one provider. ``Missing`` when there is none, ``Unavailable`` while contracts
    is."""

    def __init__(self, contracts: Peer, tenant_id: UUID, change_id: UUID) -> None:
        self._contracts, self._tenant_id = contracts, tenant_id
        self._path = f"/changes/{change_id}"

    async def stated(self) -> dict[str, Any]:
        """Provider, change, since when it holds for how many agreements, and who let it hold before
        its term for what reason."""
        gate = await self._ask(f"{self._path}/gate")
        return {
            "provider": await self._ask("/tenant"),
            "change": await self._ask(self._path),
            "waves": gate["waves"],
            "overrides": gate["overrides"],
        }

    async def counted(self) -> Any:
        """How many people stand where by their terms, and the first approvals: one question,
        however many were told."""
        return await self._ask(f"{self._path}/standings")

    def objections(self) -> AsyncIterator[Any]:
        """With the decisions on them, the first received first."""
        return self._pages(f"{self._path}/objections", {})

    def standings(self) -> AsyncIterator[Any]:
        """Of each recipient the terms of its agreement, its last day to object and where it
        stands."""
        return self._pages(f"{self._path}/recipients", {"standing": "true"})

    async def _pages(self, path: str, asked: dict[str, str]) -> AsyncIterator[Any]:
        asked = asked | {"limit": str(_PAGE)}
        while True:
            page = await self._ask(path, asked)
            for item in page["items"]:
                yield item
            if page["next"] is None:
                return
            asked["after"] = page["next"]

    async def _ask(self, path: str, params: dict[str, str] | None = None) -> Any:
        return await self._contracts.ask("GET", path, tenant_id=self._tenant_id, params=params)
