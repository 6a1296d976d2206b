"""What enters the audit trail of a request: who asked what, from where, of what, with which end."""

from typing import Any, TypeVar
from uuid import UUID

import asyncpg
from litestar.handlers import HTTPRouteHandler
from litestar.types import Scope

from services.contracts.commands.record_act import record_act
from services.contracts.domain.act import Deed, Personal, body_of
from shared.database import Connection, tenant_transaction
from shared.errors import Forbidden
from shared.etag import Answer, answered
from shared.identity import Actor
from shared.logs import log
from shared.openapi import operation_id
from shared.web import ActorRequest

R = TypeVar("R")
READ = ("GET", "HEAD", "OPTIONS")


def made(record: R) -> R:
    """The record, whose ``id`` the audit trail names as what came of the request; what is
    ``tagged`` is named there by itself."""
    answered.set(Answer(record))
    return record


async def enter(request: ActorRequest, connection: Connection, tenant_id: UUID) -> None:
    """The last thing in the transaction of a request that changes something."""
    handler = request.route_handler
    assert isinstance(handler, HTTPRouteHandler)
    deed = _deed(request.user, request.scope, handler.status_code)
    said = answered.get()
    one = getattr(said.record, "id", None) if said else None
    if one and one not in deed.targets:
        deed = deed.model_copy(update={"targets": (*deed.targets, one)})
    is_json = request.content_type[0] == "application/json"
    body = body_of(await request.body()) if is_json else None
    personal = Personal(address=_address(request.user, request.scope), body=body)
    await record_act(connection, tenant_id, deed, personal)


async def enter_refusal(error: Exception, scope: Scope) -> None:
    """Who tried what they may not is on record too, in a transaction of its own: that of the
    request, if there was one, is gone."""
    actor = scope.get("user")
    if not isinstance(error, Forbidden) or not isinstance(actor, Actor):
        return
    if actor.tenant_id is None or scope.get("method") in READ:
        return
    personal = Personal(address=_address(actor, scope))
    try:
        async with tenant_transaction(scope["litestar_app"].state.pool, actor.tenant) as connection:
            await record_act(connection, actor.tenant, _deed(actor, scope, 403), personal)
    except (OSError, asyncpg.PostgresError) as failure:
        log.error("refusal not recorded", error=type(failure).__name__)


def _deed(actor: Actor, scope: Any, status: int) -> Deed:
    """Its targets are the identifiers in the path, in their order."""
    return Deed(
        operation=operation_id(scope["route_handler"]),
        noun=scope["path_template"].split("/")[1],
        actor_kind=actor.kind,
        actor_id=actor.id or actor.client_id,
        actor_role=actor.role or actor.service or " ".join(actor.scopes) or None,
        targets=tuple(one for one in scope["path_params"].values() if isinstance(one, UUID)),
        status=status,
    )


def _address(actor: Actor, scope: Any) -> str | None:
    """Where a person came from: the portal says it of those who use it. A service has none."""
    if actor.kind == "service":
        return None
    return actor.address or (scope["client"][0] if scope.get("client") else None)
