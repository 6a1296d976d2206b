"""A message to oneself: staff have one sent to their own address, and to no other."""

from typing import NamedTuple
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict

from services.notifications.channels.mail.proof import unreadable
from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.commands.show_wording import Situation, example_of
from services.notifications.domain.delivery import NewDelivery, Person, delivery_id, notice_id
from services.notifications.domain.wording import WordingVersion, refuse_faulty
from services.notifications.store import deliveries, erasures, evidence, notices, wordings
from shared.database import Connection
from shared.errors import Forbidden
from shared.http import Peer
from shared.identity import Actor


class Colleague(BaseModel):
    """What the portal tells of somebody of staff; ``url`` is where the portal is found."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    name: str
    email: str
    provider: str
    url: str


class Test(NamedTuple):
    version: WordingVersion
    situation: Situation


async def oneself(portal: Peer, actor: Actor) -> Colleague:
    """``Forbidden`` for an integration: it has no address."""
    if actor.kind != "staff" or actor.id is None:
        raise Forbidden("person-needed", "Only a person who signed in can have a test sent.")
    answer = await portal.ask("GET", f"/colleagues/{actor.id}", tenant_id=actor.tenant)
    return Colleague.model_validate(answer)


async def send_test(connection: Connection, tenant_id: UUID, to: Colleague, test: Test) -> UUID:
    """The notice. It leaves at once, says that it is a test, and proves nothing to anybody."""
    version = test.version
    refuse_faulty(unreadable(version.kind, version.draft))
    example = example_of(version.kind, version.language, test.situation)
    provider = example.facts.provider.model_copy(update={"name": to.provider, "email": None})
    facts = example.facts.model_copy(update={"provider": provider})
    subject = uuid4()
    notice = notice_id(tenant_id, "message_test", subject)
    await notices.add(connection, notice, "message_test", subject, facts=facts)
    brands = await wordings.brands(connection, None, 1)
    brand = brands[0].id if brands else None
    await wordings.wear(connection, notice, version.language, version.id, (None, brand))
    await erasures.remember(connection, notice)
    new = NewDelivery(
        id=delivery_id(notice, "mail", to.id),
        contact_id=to.id,
        recipient_id=to.id,
        client_id=None,
        terms=example.delivery.terms,
        person=Person(name=to.name, email=to.email, client=example.delivery.person.client),
    )
    chain = await evidence.lock(connection, notice)
    await queue_deliveries(connection, tenant_id, chain, [new], "send_now")
    await deliveries.keep_secret(connection, new.id, f"{to.url.rstrip('/')}/settings/messages")
    return notice
