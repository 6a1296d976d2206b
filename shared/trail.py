"""The audit trail, which every service adds to in the transaction that does what is told of."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
from litestar.handlers import HTTPRouteHandler
from litestar.types import Scope

from shared.act import Deed, Head, Personal, body_of, commit, genesis, seal
from shared.database import Connection, tenant_transaction
from shared.errors import Forbidden
from shared.etag import Answer, answered
from shared.identity import Actor
from shared.logs import log
from shared.openapi import operation_id
from shared.sql import load
from shared.web import ActorRequest

SQL = load(__file__)
R = TypeVar("R")
READ = ("GET", "HEAD", "OPTIONS")


async def record_act(
    connection: Connection, tenant_id: UUID, deed: Deed, personal: Personal | None = None
) -> None:
    """The last thing that a transaction does: it holds the end of the chain until it commits, and
    then waits for nothing more, so that no two wait for each other."""
    told = (personal or Personal()).model_dump(mode="json", exclude_none=True)
    salt = secrets.token_bytes(32)
    commitment = commit(salt, told)
    head = await _lock_head(connection, tenant_id)
    entry = deed.model_dump(mode="json") | {
        "number": head.number + 1,
        "at": head.at.isoformat(),
        "service": head.service,
    }
    digest = seal(head, deed, commitment)
    await connection.execute(SQL["append"], entry, commitment, digest, salt, told)


async def _lock_head(connection: Connection, tenant_id: UUID) -> Head:
    """The end of the chain, held until the transaction ends."""
    row = await connection.fetchrow(SQL["lock_head"])
    if row is None:
        await connection.execute(SQL["begin_chain"], genesis(tenant_id))
        row = await connection.fetchrow(SQL["lock_head"])
        assert row is not None, "it was made just now, here or elsewhere"
    return Head(row["number"], row["digest"], row["at"], row["service"])


def made(record: R) -> R:
    """The record, whose ``id`` the audit trail names as what came of the request; what is
    ``tagged`` is named there by itself."""
    answered.set(Answer(record))
    return record


@asynccontextmanager
async def within(request: ActorRequest) -> AsyncIterator[Connection]:
    """One transaction that sees the rows of the actor's tenant alone; what changes something is
    entered in the audit trail as its last statement."""
    answered.set(None)
    tenant_id = request.user.tenant
    async with tenant_transaction(request.app.state.pool, tenant_id) as connection:
        yield connection
        if request.method not in READ:
            await enter(request, connection, tenant_id)


async def enter(request: ActorRequest, connection: Connection, tenant_id: UUID) -> None:
    """The last thing in the transaction of a request that changes something."""
    handler = request.route_handler
    assert isinstance(handler, HTTPRouteHandler)
    deed = _deed(request.user, request.scope, handler.status_code)
    said = answered.get()
    if said:
        deed = deed.model_copy(update={"targets": _with_answer(deed.targets, said.record)})
    # A handler whose body names people that may be erased alone says body_stays=False.
    stays = handler.opt.get("body_stays", True) and request.content_type[0] == "application/json"
    body = body_of(await request.body()) if stays else None
    personal = Personal(address=_address(request.user, request.scope), body=body)
    await record_act(connection, tenant_id, deed, personal)


def _with_answer(targets: tuple[UUID, ...], record: Any) -> tuple[UUID, ...]:
    """What was answered comes last, and before it the client to whom it belongs: an erasure of that
    client finds its acts by it."""
    one, owner = getattr(record, "id", None), getattr(record, "client_id", None)
    if one and one not in targets:
        targets = (*targets, one)
    if owner and owner not in targets:
        targets = (*targets[:-1], owner, *targets[-1:])
    return targets


async def enter_refusal(error: Exception, scope: Scope) -> None:
    """Who tried what they may not is on record too."""
    actor = scope.get("user")
    if isinstance(error, Forbidden) and isinstance(actor, Actor):
        await record_refusal(actor, scope)


async def record_refusal(actor: Actor, scope: Scope) -> None:
    """In a transaction of its own: that of the request, if there was one, is gone."""
    if actor.tenant_id is None or scope.get("method") in READ:
        return
    personal = Personal(address=_address(actor, scope))
    try:
        async with tenant_transaction(scope["litestar_app"].state.pool, actor.tenant) as connection:
            await record_act(connection, actor.tenant, _deed(actor, scope, 403), personal)
    except (OSError, asyncpg.PostgresError) as failure:
        log.error("refusal not recorded", error=type(failure).__name__)


def deed_of(actor: Actor, operation: str, noun: str, *targets: UUID, status: int = 200) -> Deed:
    return Deed(
        operation=operation,
        noun=noun,
        actor_kind=actor.kind,
        actor_id=actor.id or actor.client_id,
        actor_role=actor.role or actor.service or " ".join(actor.scopes) or None,
        targets=targets,
        status=status,
    )


def _deed(actor: Actor, scope: Any, status: int) -> Deed:
    """Its targets are the identifiers in the path, in their order."""
    targets = [one for one in scope["path_params"].values() if isinstance(one, UUID)]
    noun = scope["path_template"].split("/")[1]
    return deed_of(actor, operation_id(scope["route_handler"]), noun, *targets, status=status)


def _address(actor: Actor, scope: Any) -> str | None:
    """Where a person came from: the portal says it of those who use it. A service has none."""
    if actor.kind == "service":
        return None
    return actor.address or (scope["client"][0] if scope.get("client") else None)
