from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody

from services.contracts.commands.activate_change import activate_change
from services.contracts.commands.draft_change import draft_change
from services.contracts.commands.publish_change import publish_change
from services.contracts.commands.show_change import show_change, weigh_change
from services.contracts.commands.tell_notices import tell_change
from services.contracts.commands.withdraw_change import withdraw_change
from services.contracts.domain.change import Change, ChangeDraft, ChangePage, Impact
from services.contracts.domain.found import found
from services.contracts.domain.gate import Activation, RecipientPage
from services.contracts.domain.notice import NoticePage
from services.contracts.routes.access import (
    READERS,
    PageSize,
    anybody_concerned,
    staff_reads,
    staff_writes,
    within,
)
from services.contracts.store import changes, recipients
from shared.web import ActorRequest, only


@get("/changes", guards=[only(*READERS, "reseller", "contact")])
async def list_changes(
    request: ActorRequest, after: FromQuery[str | None] = None, limit: PageSize = 50
) -> ChangePage:
    """The newest first; a contact sees what was announced to its own client, a reseller to those of
    its clients."""
    actor = request.user
    client_id = found(actor.client_id, "client") if actor.kind == "contact" else None
    async with within(request) as connection:
        return await changes.list_page(connection, after, limit, client_id)


@post("/changes", guards=[staff_writes])
async def add_change(request: ActorRequest, data: JSONBody[ChangeDraft]) -> Change:
    """A draft, seen by staff alone until it is published."""
    async with within(request) as connection:
        change_id = await draft_change(connection, data, request.user.id)
        return await show_change(connection, request.user, change_id)


@get("/changes/{change_id:uuid}", guards=[anybody_concerned])
async def read_change(request: ActorRequest, change_id: FromPath[UUID]) -> Change:
    """What ends, what begins, where it stands."""
    async with within(request) as connection:
        return await show_change(connection, request.user, change_id)


@get("/changes/{change_id:uuid}/impact", guards=[staff_reads])
async def read_impact(request: ActorRequest, change_id: FromPath[UUID]) -> Impact:
    """Whom it would touch, and until when, if it were published today."""
    async with within(request) as connection:
        return await weigh_change(connection, change_id)


@post("/changes/{change_id:uuid}/publications", guards=[staff_writes])
async def publish(request: ActorRequest, change_id: FromPath[UUID]) -> Change:
    """Freeze who is told and under which terms, and tell them."""
    async with within(request) as connection:
        await publish_change(connection, request.user, change_id)
        return await show_change(connection, request.user, change_id)


@post("/changes/{change_id:uuid}/withdrawals", guards=[staff_writes])
async def withdraw(request: ActorRequest, change_id: FromPath[UUID]) -> Change:
    """Take it back, before it holds for anybody."""
    async with within(request) as connection:
        await withdraw_change(connection, request.user, change_id)
        return await show_change(connection, request.user, change_id)


@post("/changes/{change_id:uuid}/activations", guards=[staff_writes])
async def activate(request: ActorRequest, change_id: FromPath[UUID]) -> Activation:
    """One wave: it holds from today for all that nothing protects any more."""
    async with within(request) as connection:
        return await activate_change(connection, request.user.tenant, change_id, request.user.id)


@get("/changes/{change_id:uuid}/recipients", guards=[only(*READERS, "notifications")])
async def list_recipients(
    request: ActorRequest,
    change_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    recipient_id: FromQuery[UUID | None] = None,
    limit: PageSize = 100,
) -> RecipientPage | NoticePage:
    """Staff: who is told and where each client stands. The service of notices: what to send."""
    actor = request.user
    async with within(request) as connection:
        if actor.kind == "service":
            return await tell_change(connection, actor, change_id, after, limit, recipient_id)
        found(await changes.read(connection, change_id), "change")
        return await recipients.list_page(connection, change_id, after, limit, recipient_id)


HANDLERS = [
    list_changes,
    add_change,
    read_change,
    read_impact,
    publish,
    withdraw,
    activate,
    list_recipients,
]
