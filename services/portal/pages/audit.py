"""Who did what: for owners and auditors."""

from typing import Any

from litestar import get
from litestar.response import Template

from services.portal.domain.problem import Refused
from services.portal.operations import operations
from services.portal.pages.access import Auditor, ThePeers, ThePool
from services.portal.pages.reply import page, trouble_of
from services.portal.peers import acts as peer
from services.portal.session import PageRequest
from services.portal.store import applications, people
from shared.database import Pool, tenant_transaction

FILTERS = ("operation", "actor_id", "target_id", "from", "until", "status", "after")


@get("/settings/audit")
async def list_acts(
    request: PageRequest, auditor: Auditor, peers: ThePeers, pool: ThePool
) -> Template:
    asked: dict[str, Any] = {
        name: value.strip() for name in FILTERS if (value := request.query_params.get(name))
    }
    part = peers.as_reader("contracts", auditor)
    try:
        found, trouble = await peer.acts(part, **asked), None
    except Refused as error:
        found, trouble = await peer.acts(part), trouble_of(error)
    return page(
        "staff/audit.html",
        trouble.status if trouble else 200,
        found=found,
        values=asked,
        names=await _names(pool, auditor.tenant_id),
        operations=operations(),
        trouble=trouble,
    )


@get("/settings/audit/check")
async def check_acts(auditor: Auditor, peers: ThePeers) -> Template:
    return page(
        "staff/audit_check.html", check=await peer.check(peers.as_reader("contracts", auditor))
    )


async def _names(pool: Pool, tenant_id: Any) -> dict[Any, str]:
    """Of who still works here, and of integrations: the trail itself holds no name."""
    async with tenant_transaction(pool, tenant_id) as connection:
        members = await people.members(connection)
        there = await applications.list_all(connection)
    return {one.id: one.name for one in members} | {one.id: one.name for one in there}


HANDLERS = [list_acts, check_acts]
