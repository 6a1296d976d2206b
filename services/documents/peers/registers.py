"""What documents asks of contracts for the documents that a provider makes of its record."""

from datetime import date
from typing import Any
from uuid import UUID

from services.documents.domain.record_content import RecordTold
from services.documents.domain.record_document import OwnKind, refuse_too_many
from shared.errors import Unavailable
from shared.http import Peer

Json = dict[str, Any]
_HEAD = ("on", "processor", "products", "transfers", "missing")
_PAGE = 200


async def read_record(contracts: Peer, tenant_id: UUID, kind: OwnKind, on: date) -> RecordTold:
    """As it stood on that day. ``Unavailable`` when it changed while it was read."""
    if kind == "processing-record":
        return await _with_controllers(contracts, tenant_id, on)
    head = await _asked(contracts, tenant_id, "/record-of-processing", on, limit=1)
    links = await _all(contracts, tenant_id, "/links", on, capacity="subprocessor")
    products = await _all(contracts, tenant_id, "/products", on)
    tenant = await contracts.ask("GET", "/tenant", tenant_id=tenant_id)
    return RecordTold(
        head=_head(head), links=tuple(links), products=tuple(products), eu_only=tenant["eu_only"]
    )


async def _with_controllers(contracts: Peer, tenant_id: UUID, on: date) -> RecordTold:
    first = await _asked(contracts, tenant_id, "/record-of-processing", on, limit=_PAGE)
    head, found, after = _head(first), list[Json](first["items"]), first["next"]
    while after:
        refuse_too_many(len(found))
        page = await _asked(
            contracts, tenant_id, "/record-of-processing", on, limit=_PAGE, after=after
        )
        if _head(page) != head:
            raise Unavailable("record-moved", "The record changed while it was read.")
        found += page["items"]
        after = page["next"]
    refuse_too_many(len(found))
    return RecordTold(head=head, controllers=tuple(found))


async def _all(contracts: Peer, tenant_id: UUID, path: str, on: date, **params: Any) -> list[Json]:
    found: list[Json] = []
    after: str | None = None
    while True:
        more = params | ({"after": after} if after else {})
        page = await _asked(contracts, tenant_id, path, on, limit=_PAGE, **more)
        found += page["items"]
        after = page["next"]
        if not after:
            return found


async def _asked(contracts: Peer, tenant_id: UUID, path: str, on: date, **params: Any) -> Json:
    answer: Json = await contracts.ask(
        "GET", path, tenant_id=tenant_id, params=params | {"on": on.isoformat()}
    )
    return answer


def _head(page: Json) -> Json:
    return {name: page[name] for name in _HEAD}
