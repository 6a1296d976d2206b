"""An endpoint was halted because nothing came through: the owners hear of it by mail."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.notifications.commands.jobs import Again
from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.commands.wear_wording import wear_wording
from services.notifications.domain.delivery import (
    NewDelivery,
    Person,
    Terms,
    delivery_id,
    notice_id,
)
from services.notifications.domain.facts import EndpointFacts, Provider
from services.notifications.store import evidence, notices, webhook_endpoints
from services.notifications.store.webhook_endpoints import Halted
from shared.database import Pool, tenant_transaction
from shared.errors import DomainError, Unavailable
from shared.http import Peer
from shared.logs import log
from shared.text import Language

_SOON, _LATER = timedelta(seconds=5), timedelta(minutes=5)


class Owner(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    name: str
    email: str
    language: Language


class Owners(BaseModel):
    """What the portal tells of who decides at a provider, and of the officers who keep its record;
    ``url`` is where the portal is found."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    provider: str
    url: str
    owners: list[Owner] = Field(max_length=500)
    officers: list[Owner] = Field(default=[], max_length=500)


async def warn_owners(pool: Pool, portal: Peer, tenant_id: UUID, halt_id: UUID) -> Again | None:
    """Once for a halt, however often it is asked for."""
    async with tenant_transaction(pool, tenant_id) as connection:
        halted = await webhook_endpoints.halted(connection, halt_id)
    if halted.told:
        return None
    try:
        told = Owners.model_validate(await portal.ask("GET", "/owners", tenant_id=tenant_id))
    except Unavailable:
        return Again(_SOON)
    except (DomainError, ValidationError) as error:
        log.error("owners not known", id=str(halt_id), error=type(error).__name__)
        return Again(_LATER)
    await _tell(pool, tenant_id, halt_id, (halted, told))
    return None


async def _tell(pool: Pool, tenant_id: UUID, halt_id: UUID, known: tuple[Halted, Owners]) -> None:
    halted, told = known
    notice = notice_id(tenant_id, "webhook_halted", halt_id)
    async with tenant_transaction(pool, tenant_id) as connection:
        facts = _facts(halt_id, halted, told)
        await notices.add(connection, notice, facts.kind, halt_id, facts=facts)
        await wear_wording(connection, notice, facts.kind, facts)
        chain = await evidence.lock(connection, notice)
        new = [to_staff(notice, owner) for owner in told.owners]
        await queue_deliveries(connection, tenant_id, chain, new)
        await webhook_endpoints.tell(connection, halt_id)


def _facts(halt_id: UUID, halted: Halted, told: Owners) -> EndpointFacts:
    known: dict[str, Any] = {"endpoint": halted.name, "failing_since": halted.failing_since}
    return EndpointFacts(
        kind="webhook_halted",
        subject_id=halt_id,
        provider=Provider(name=told.provider, email=None),
        gone=halted.cause == "gone",
        page=f"{told.url.rstrip('/')}/settings/webhooks/{halted.endpoint_id}",
        **known,
    )


def to_staff(notice: UUID, owner: Owner) -> NewDelivery:
    return NewDelivery(
        id=delivery_id(notice, "mail", owner.id),
        contact_id=owner.id,
        recipient_id=owner.id,
        client_id=None,
        terms=Terms(language=owner.language),
        person=Person(name=owner.name, email=owner.email, client=None),
    )
