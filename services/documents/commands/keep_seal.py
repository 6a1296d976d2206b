"""Which certificate a tenant seals with: its own, or one that is made here until it has one."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from services.documents.domain.seal import Certificate, CertificateDraft
from services.documents.engine.certificates import Pair, make_own, open_key, read_pkcs12
from services.documents.engine.seal import Sealer
from services.documents.engine.timestamp import Authority
from services.documents.engine.vault import Vault
from services.documents.peers.contracts import read_name
from services.documents.settings import DocumentsSettings
from services.documents.store import seals
from services.documents.store.seals import Held
from shared.database import Connection, Pool, tenant_transaction
from shared.errors import Conflict
from shared.http import Peer
from shared.identity import Actor

_KEPT = 256


class Sealing:
    """Opens each tenant's key once, and holds it for as long as it is the one to seal with."""

    def __init__(
        self,
        vault: Vault,
        contracts: Peer,
        authority: Authority | None = None,
        verify_at: str | None = None,
    ) -> None:
        """``verify_at``: where anybody can check what was sealed."""
        self.vault, self.contracts = vault, contracts
        self.authority, self.verify_at = authority, verify_at
        self._open: dict[UUID, Sealer] = {}

    async def sealer(self, pool: Pool, tenant_id: UUID, name: str) -> tuple[Certificate, Sealer]:
        """``name``: for whom a certificate is made when there is none."""
        held = await self.held(pool, tenant_id, name)
        certificate = held.certificate
        found = self._open.pop(certificate.id, None) or self._opened(tenant_id, held)
        self._open[certificate.id] = found
        if len(self._open) > _KEPT:
            del self._open[next(iter(self._open))]
        return certificate, found

    async def held(self, pool: Pool, tenant_id: UUID, name: str | None = None) -> Held:
        """The tenant's certificate; one is made when it has none that is valid, in the name that
        contracts knows unless one is given."""
        async with tenant_transaction(pool, tenant_id) as connection:
            held = await seals.current(connection)
        if held is not None:
            return held
        name = name or await read_name(self.contracts, tenant_id)
        pair = await asyncio.to_thread(make_own, name, datetime.now(UTC))
        async with tenant_transaction(pool, tenant_id) as connection:
            await seals.hold(connection)
            # Somebody else may have been first.
            return await seals.current(connection) or await self._keep(
                connection, tenant_id, pair, None
            )

    async def take_in(
        self, connection: Connection, actor: Actor, draft: CertificateDraft
    ) -> Certificate:
        """What an owner hands in; from now on it seals. ``Invalid`` says what is wrong with it,
        ``Conflict`` that it was handed in before."""
        pair = await asyncio.to_thread(
            read_pkcs12,
            draft.pkcs12.get_secret_value(),
            draft.password.get_secret_value(),
            datetime.now(UTC),
        )
        await seals.hold(connection)
        return (await self._keep(connection, actor.tenant, pair, actor.id)).certificate

    async def _keep(
        self, connection: Connection, tenant_id: UUID, pair: Pair, added_by: UUID | None
    ) -> Held:
        certificate = await seals.add(connection, pair.identity, added_by)
        if certificate is None:
            raise Conflict(
                "certificate-known", "This certificate was handed in before; ask for a new one."
            )
        shut = self.vault.shut(tenant_id, pair.identity.certificate, pair.key)
        await seals.keep_key(connection, certificate.id, shut)
        return Held(certificate, shut)

    def _opened(self, tenant_id: UUID, held: Held) -> Sealer:
        certificate = held.certificate
        key = open_key(self.vault.open(tenant_id, certificate.certificate, held.shut))
        return Sealer(key, certificate.certificate, certificate.chain, self.authority)


def sealing_of(settings: DocumentsSettings, contracts: Peer) -> Sealing:
    authority = Authority(settings.tsa_url, settings.tsa_seconds) if settings.tsa_url else None
    verify_at = settings.public_url and f"{settings.public_url.rstrip('/')}/verify"
    # Before there was a key for it, the signing key shut the keys of seals away.
    vault = Vault(settings.seal_key, settings.signing_key)
    return Sealing(vault, contracts, authority, verify_at)
