"""An application's secret exchanged for a token of one hour (RFC 6749, 4.4)."""

from datetime import timedelta

from services.portal.commands.enter_act import enter_deed
from services.portal.domain.application import Credentials, granted, unknown_client
from services.portal.domain.sign_in import digest
from services.portal.peers.call import Peers
from services.portal.store import applications
from shared.database import Pool, system_transaction, tenant_transaction
from shared.identity import Actor, Scope

LIFETIME = timedelta(hours=1)


async def grant_token(
    pool: Pool, peers: Peers, credentials: Credentials, asked: str | None, address: str | None
) -> tuple[str, tuple[Scope, ...]]:
    """The token and its scopes; ``OAuthRefusal`` when the application or a scope is not right.

    ``address`` is where it comes from.
    """
    application_id = credentials.application_id
    async with system_transaction(pool) as connection:
        tenant_id = await applications.find(connection, application_id)
    if tenant_id is None:
        raise unknown_client()
    async with tenant_transaction(pool, tenant_id) as connection:
        held = await applications.scopes_with(
            connection, application_id, digest(credentials.secret)
        )
        if held is None:
            raise unknown_client()
        scopes = granted(asked, held)
        actor = Actor(
            kind="application",
            tenant_id=tenant_id,
            id=application_id,
            scopes=scopes,
            grant=application_id,
        )
        came = actor.model_copy(update={"address": address})
        await enter_deed(connection, came, "issue_oauth_token", "oauth")
    return peers.public_token(actor, LIFETIME), scopes
