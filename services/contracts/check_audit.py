"""Prove that the audit trail of every provider is whole.

python -m services.contracts.check_audit     # exit code 1 when one of them is not

Each line is a provider, its count, and the digest at the end of its chain: kept outside the
database, it shows later that nothing before it was replaced.
"""

import asyncio
import sys
from uuid import UUID

from services.contracts.commands.check_acts import check_acts
from services.contracts.settings import ContractsSettings
from services.contracts.store import tenants
from shared.database import Pool, connect, system_transaction, tenant_transaction


async def _next_tenants(pool: Pool, after: UUID) -> list[UUID]:
    async with system_transaction(pool) as connection:
        return await tenants.list_after(connection, after)


async def check_every_tenant(pool: Pool) -> bool:
    """Whether every chain holds; what was found goes to the standard output."""
    sound, after = True, UUID(int=0)
    while found := await _next_tenants(pool, after):
        for after in found:
            async with tenant_transaction(pool, after) as connection:
                check = await check_acts(connection, after)
            print(f"{after} {'sound' if check.sound else 'BROKEN'} {check.acts} {check.digest}")
            for fault in check.faults:
                print(f"  act {fault.number}: {fault.wrong}")
            sound = sound and check.sound
    return sound


async def main() -> int:
    async with connect(ContractsSettings.load().database_url, size=2) as pool:
        return 0 if await check_every_tenant(pool) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
