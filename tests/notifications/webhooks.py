"""Ways to keep endpoints of webhooks in these tests."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from litestar.testing import AsyncTestClient

from services.notifications.commands.tell_endpoints import ask_to_post
from shared.database import tenant_transaction
from shared.events import AgreementSigned
from tests.notifications.conftest import Stage, until
from tests.notifications.samples import TENANT

Json = dict[str, Any]
EVERY = ["agreement.signed", "client.onboarded", "delivery.unreached"]


@dataclass
class Office:
    """Somebody of a tenant at the API, an owner unless told."""

    stage: Stage
    client: AsyncTestClient[Any]
    tenant: UUID = TENANT
    more: Json = field(default_factory=dict)

    async def ask(
        self, method: str, path: str, body: Any = None, expect: int = 200, **headers: str
    ) -> Any:
        sent = self.stage.token(tenant_id=self.tenant, **self.more) | headers
        answer = await self.client.request(method, path, json=body, headers=sent)
        assert answer.status_code == expect, (answer.status_code, answer.text)
        return answer.json() if answer.content else None

    async def get(self, path: str, expect: int = 200) -> Any:
        return await self.ask("GET", path, expect=expect)

    async def post(self, path: str, body: Any = None, expect: int = 201) -> Any:
        return await self.ask("POST", path, {} if body is None else body, expect)

    async def endpoint(self, url: str, *events: str, name: str = "Boekhouding") -> Json:
        body = {"name": name, "url": url, "events": list(events) or EVERY}
        found: Json = await self.post("/webhook-endpoints", body)
        return found

    async def deliveries(self, endpoint: Json, query: str = "") -> list[Json]:
        path = f"/webhook-endpoints/{endpoint['id']}/deliveries{query}"
        found: list[Json] = (await self.get(path))["items"]
        return found

    async def reach(self, endpoint: Json, *states: str, seconds: float = 40) -> list[Json]:
        """Until its deliveries, the first one first, are in these states."""

        async def there() -> bool:
            found = await self.deliveries(endpoint)
            return [one["state"] for one in reversed(found)] == list(states)

        try:
            await until(there, seconds=seconds, every=0.1)
        except AssertionError:
            found = await self.deliveries(endpoint)
            logs = "\n".join(worker.tail(6000) for worker in self.stage.workers)
            raise AssertionError(f"{found} instead of {states}\n{logs}") from None
        return list(reversed(await self.deliveries(endpoint)))


async def sign(stage: Stage, tenant: UUID = TENANT) -> AgreementSigned:
    """A client signed, so contracts says."""
    event = AgreementSigned(
        tenant_id=tenant,
        agreement_id=uuid4(),
        version_id=uuid4(),
        client_id=uuid4(),
        signature_id=uuid4(),
    )
    await stage.tell(event)
    return event


async def hurry(stage: Stage, tenant: UUID = TENANT) -> None:
    """As if no deferral and no rest had a length."""
    async with tenant_transaction(stage.pool, tenant) as connection:
        await connection.execute(
            "UPDATE notifications.webhook_endpoint SET rests_until = '-infinity'"
        )
        await connection.execute("UPDATE notifications.webhook_delivery SET due_at = now()")
        endpoints = await connection.fetch(
            "SELECT id FROM notifications.webhook_endpoint WHERE removed_at IS NULL"
        )
        for row in endpoints:
            await ask_to_post(connection, tenant, [row["id"]])
    await stage.pool.execute("UPDATE notifications.pgqueuer SET execute_after = now()")
