"""The audit trail of a provider as the check reads it, whichever service wrote it."""

from typing import NamedTuple
from uuid import UUID

from pydantic import SecretStr

from services.contracts.commands.check_acts import check_acts
from services.contracts.domain.act import ActCheck, Sealed
from services.contracts.store import acts
from shared.database import connect, tenant_transaction
from tests.conftest import Database


class Trail(NamedTuple):
    acts: list[Sealed]
    check: ActCheck

    @property
    def operations(self) -> list[tuple[str | None, str]]:
        """Service and operation of each act, the oldest first."""
        return [(act.service, act.deed.operation) for act in self.acts]


async def trail_of(database: Database, tenant_id: UUID) -> Trail:
    async with (
        connect(SecretStr(database.url("contracts")), size=1) as pool,
        tenant_transaction(pool, tenant_id) as connection,
    ):
        return Trail(await acts.chain(connection, 0, 1000), await check_acts(connection, tenant_id))
