"""Whom a change is told to besides the clients: subscribers of the public list, page by page."""

from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from services.notifications.commands.jobs import Again
from services.notifications.commands.queue_deliveries import queue_deliveries
from services.notifications.commands.stop_notice import is_over, stop_notice
from services.notifications.commands.subscribe import end_subscription, to_subscriber
from services.notifications.commands.wear_wording import state_facts
from services.notifications.domain.facts import Provider, PublicFacts, PublicLine
from services.notifications.domain.feed import Entry, History
from services.notifications.domain.notice import require_complete
from services.notifications.store import (
    alterations,
    evidence,
    gatherings,
    notices,
    subscribers,
)
from services.notifications.store.gatherings import Gathering
from services.notifications.store.notices import Notice
from shared.database import Connection, Pool, tenant_transaction
from shared.errors import DomainError, Missing, Unavailable
from shared.http import Peer

PAGE = 500
_HISTORY = 100
_SOON, _LATER = timedelta(seconds=2), timedelta(minutes=1)


class Home(BaseModel):
    """Where the portal shows what anybody may read of a provider."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    url: str


class Sources:
    """Who knows what is told, and to whom."""

    def __init__(self, contracts: Peer, portal: Peer) -> None:
        self.contracts, self.portal = contracts, portal

    async def told(self, tenant_id: UUID, notice: Notice) -> PublicFacts:
        """As the public page and its feeds have it: no word of any client."""
        told = await self.portal.ask("GET", "/public-page", tenant_id=tenant_id)
        home = Home.model_validate(told)
        after: str | None = None
        while True:
            params = {"limit": str(_HISTORY)} | ({"after": after} if after else {})
            answer = await self.contracts.ask(
                "GET", "/public-history", tenant_id=tenant_id, params=params
            )
            page = History.model_validate(answer)
            for entry in page.items:
                if (f"public_{entry.kind}", entry.id) == (notice.kind, notice.subject_id):
                    return _facts(page, entry, home.url.rstrip("/"))
            after = page.next
            if after is None:
                raise Missing("change-not-public", "This change is not on the public page yet.")


def _facts(page: History, entry: Entry, home: str) -> PublicFacts:
    if entry.title is None:
        raise Missing("change-not-public", "This change has no title on the public page.")
    return PublicFacts(
        kind="public_announced",
        subject_id=entry.change_id or entry.id,
        provider=Provider(name=page.tenant.name, email=page.tenant.email),
        home=home,
        title=entry.title,
        reason=entry.reason,
        effective_on=entry.effective_on,
        earlier_days=entry.earlier_days,
        lines=tuple(PublicLine(**line.model_dump()) for line in entry.lines),
    )


async def gather_public(
    pool: Pool, sources: Sources, tenant_id: UUID, notice: Notice, gathering: Gathering
) -> Again | None:
    """One page a transaction, as for clients; None when there may be more."""
    if notice.kind == "public_withdrawn":
        return await _page_of_withdrawal(pool, tenant_id, notice, gathering)
    facts = notice.facts
    if not isinstance(facts, PublicFacts):
        told = await _read_facts(pool, sources, tenant_id, notice, gathering)
        if not isinstance(told, PublicFacts):
            return told
        facts = told
    if not await _stop_earlier(pool, tenant_id, facts):
        return Again(_SOON)
    async with tenant_transaction(pool, tenant_id) as connection:
        chain = await evidence.lock(connection, notice.id)
        if await is_over(connection, notice, facts):
            await gatherings.advance(connection, gathering.id, None, finished=True)
            return None
        page = await subscribers.page(connection, notice.created_at, _place(gathering), PAGE)
        await _queue(connection, tenant_id, chain, gathering, page)
    for gone in page.hopeless:
        async with tenant_transaction(pool, tenant_id) as connection:
            await end_subscription(connection, gone)
    return None


async def _read_facts(
    pool: Pool, sources: Sources, tenant_id: UUID, notice: Notice, gathering: Gathering
) -> PublicFacts | Again | None:
    """None where there is nothing to tell any more."""
    try:
        facts = await sources.told(tenant_id, notice)
        require_complete(facts)
    except Unavailable:
        return Again(_SOON)
    except (DomainError, ValidationError) as error:
        code = error.code if isinstance(error, DomainError) else "facts-malformed"
        detail = error.detail if isinstance(error, DomainError) else "What contracts told is amiss."
        async with tenant_transaction(pool, tenant_id) as connection:
            if await is_over(connection, notice):
                await gatherings.advance(connection, gathering.id, None, finished=True)
                return None
            await gatherings.state_problem(
                connection, gathering.id, {"code": code, "detail": detail, "field": None}
            )
        return Again(_LATER)
    async with tenant_transaction(pool, tenant_id) as connection:
        await state_facts(connection, notice, facts)
    return facts


async def _stop_earlier(pool: Pool, tenant_id: UUID, facts: PublicFacts) -> bool:
    """False while something is on its way that tells an earlier day."""
    async with tenant_transaction(pool, tenant_id) as connection:
        number = len(facts.earlier_days)
        earlier = await alterations.public_before(connection, facts.subject_id, number)
    return all([await stop_notice(pool, tenant_id, one) for one in earlier])


async def _page_of_withdrawal(
    pool: Pool, tenant_id: UUID, notice: Notice, gathering: Gathering
) -> Again | None:
    """To those whom what told of the change reached, or may have, and who are still there."""
    async with tenant_transaction(pool, tenant_id) as connection:
        telling = await alterations.public(connection, notice.subject_id)
    if not all([await stop_notice(pool, tenant_id, one) for one in telling]):
        return Again(_SOON)
    async with tenant_transaction(pool, tenant_id) as connection:
        chain = await evidence.lock(connection, notice.id)
        facts = [(await notices.get(connection, one)).facts for one in telling]
        page = await subscribers.told(connection, telling, _place(gathering), PAGE)
        if known := [one for one in facts if one is not None]:
            await state_facts(connection, notice, known[-1])
        await _queue(connection, tenant_id, chain, gathering, page)
    return None


def _place(gathering: Gathering) -> UUID | None:
    return UUID(gathering.position) if gathering.position else None


async def _queue(
    connection: Connection,
    tenant_id: UUID,
    chain: evidence.Locked,
    gathering: Gathering,
    page: subscribers.Page,
) -> None:
    new = [to_subscriber(chain.notice_id, one) for one in page.items]
    await queue_deliveries(connection, tenant_id, chain, new)
    position = str(page.last) if page.last else None
    await gatherings.advance(connection, gathering.id, position, finished=page.last is None)
