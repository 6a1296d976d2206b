"""Integrations and the digests of their secrets."""

from uuid import UUID

from services.portal.domain.application import Application, ApplicationDraft
from shared.database import Connection
from shared.identity import Scope
from shared.sql import load

SQL = load(__file__)


async def find(connection: Connection, application_id: UUID) -> UUID | None:
    """The tenant of an application, from outside any tenant."""
    tenant_id: UUID | None = await connection.fetchval(SQL["find"], application_id)
    return tenant_id


async def add(
    connection: Connection, draft: ApplicationDraft, by: UUID, secret_digest: bytes
) -> UUID:
    scopes = list(dict.fromkeys(draft.scopes))
    added: UUID = await connection.fetchval(SQL["add"], draft.name, scopes, by, secret_digest)
    return added


async def rotate(
    connection: Connection, application_id: UUID, by: UUID, secret_digest: bytes
) -> bool:
    """False for an application that isn't there or was revoked."""
    done = await connection.fetchval(SQL["rotate"], application_id, secret_digest, by)
    return done is not None


async def revoke(connection: Connection, application_id: UUID, by: UUID) -> bool:
    """False for an application that isn't there or was revoked before."""
    return await connection.fetchval(SQL["revoke"], application_id, by) is not None


async def list_all(connection: Connection) -> list[Application]:
    """At most 200, those that were revoked last."""
    return [Application(**row) for row in await connection.fetch(SQL["list_all"])]


async def scopes_with(
    connection: Connection, application_id: UUID, secret_digest: bytes
) -> tuple[Scope, ...] | None:
    """What it may, nothing when this is not its secret (any more) or it was revoked."""
    scopes = await connection.fetchval(SQL["scopes_with"], application_id, secret_digest)
    return tuple(scopes) if scopes else None
