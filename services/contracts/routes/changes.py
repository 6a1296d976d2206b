from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands.activate_change import activate_change
from services.contracts.commands.draft_change import discard_change, draft_change, edit_change
from services.contracts.commands.override_gate import override_gate
from services.contracts.commands.publish_change import publish_change
from services.contracts.commands.review_change import review_change
from services.contracts.commands.show_change import show_change, show_gate
from services.contracts.commands.tell_notices import draw_up_notice, tell_change, tell_wave
from services.contracts.commands.weigh_change import weigh_change
from services.contracts.commands.withdraw_change import withdraw_change
from services.contracts.domain.change import (
    AnnouncedChange,
    Change,
    ChangeDraft,
    ChangeEdit,
    ChangePage,
    ChangeState,
    Impact,
)
from services.contracts.domain.found import found
from services.contracts.domain.gate import (
    Activation,
    Gate,
    HeldPage,
    RecipientPage,
    Standing,
    Standings,
)
from services.contracts.domain.notice import NoticePage
from services.contracts.domain.override import OverrideDraft, OverrideMade
from services.contracts.domain.review import Review, ReviewDraft
from services.contracts.routes.access import (
    READERS,
    PageSize,
    anybody_concerned,
    owner_decides,
    staff_or_notifications,
    staff_reads,
    staff_writes,
    within,
)
from services.contracts.store import changes, gate, recipients
from shared.etag import IfMatch, etag_of, tagged
from shared.trail import made
from shared.web import ActorRequest, only

CONTENT = set(AnnouncedChange.model_fields)


def change_tagged(change: Change) -> Response[Change]:
    """The tag stands for the content alone: counts move by themselves while notices run."""
    content = AnnouncedChange.model_validate(change.model_dump(include=CONTENT))
    return tagged(change, etag_of(content))


@get("/changes", guards=[only(*READERS, "reseller", "contact")])
async def list_changes(
    request: ActorRequest,
    after: FromQuery[str | None] = None,
    standing: Annotated[ChangeState | None, QueryParameter(name="state")] = None,
    limit: PageSize = 50,
) -> ChangePage:
    """The newest first; a contact sees what was announced to its own client, a reseller to those of
    its clients."""
    actor = request.user
    client_id = found(actor.client_id, "client") if actor.kind == "contact" else None
    async with within(request) as connection:
        return await changes.list_page(connection, after, limit, client_id, standing)


@post("/changes", guards=[staff_writes])
async def add_change(request: ActorRequest, data: JSONBody[ChangeDraft]) -> Response[Change]:
    """A draft, seen by staff alone until it is published."""
    async with within(request) as connection:
        change_id = await draft_change(connection, data, request.user.id)
        return change_tagged(await show_change(connection, request.user, change_id))


@get("/changes/{change_id:uuid}", guards=[anybody_concerned])
async def read_change(request: ActorRequest, change_id: FromPath[UUID]) -> Response[Change]:
    """What ends, what begins, where it stands."""
    async with within(request) as connection:
        return change_tagged(await show_change(connection, request.user, change_id))


@patch("/changes/{change_id:uuid}", guards=[staff_writes], operation_id="edit_change")
async def edit(
    request: ActorRequest,
    change_id: FromPath[UUID],
    data: JSONBody[ChangeEdit],
    seen: IfMatch = None,
) -> Response[Change]:
    """Alter a draft; whoever reviewed it must read it again."""
    async with within(request) as connection:
        await edit_change(connection, request.user, change_id, data, seen)
        return change_tagged(await show_change(connection, request.user, change_id))


@post("/changes/{change_id:uuid}/reviews", guards=[staff_writes], operation_id="review_change")
async def review(
    request: ActorRequest,
    change_id: FromPath[UUID],
    data: JSONBody[ReviewDraft],
    seen: IfMatch = None,
) -> Review:
    """A second pair of eyes: somebody who neither drafted nor edited it has read it."""
    async with within(request) as connection:
        return made(await review_change(connection, request.user, change_id, data, seen))


@post("/changes/{change_id:uuid}/discards", guards=[staff_writes], operation_id="discard_change")
async def discard(
    request: ActorRequest, change_id: FromPath[UUID], seen: IfMatch = None
) -> Response[Change]:
    """Drop a draft of which nobody was told."""
    async with within(request) as connection:
        await discard_change(connection, request.user, change_id, seen)
        return change_tagged(await show_change(connection, request.user, change_id))


@get("/changes/{change_id:uuid}/impact", guards=[staff_reads])
async def read_impact(request: ActorRequest, change_id: FromPath[UUID]) -> Impact:
    """Whom it would touch, and until when, if it were published today."""
    async with within(request) as connection:
        return await weigh_change(connection, change_id)


@get("/changes/{change_id:uuid}/notice", guards=[staff_reads])
async def read_notice(request: ActorRequest, change_id: FromPath[UUID]) -> NoticePage:
    """What would be sent if it were published today, to one person of each language and kind of
    terms; the service of notices makes the text of it."""
    async with within(request) as connection:
        return await draw_up_notice(connection, change_id)


@post(
    "/changes/{change_id:uuid}/publications", guards=[staff_writes], operation_id="publish_change"
)
async def publish(
    request: ActorRequest, change_id: FromPath[UUID], seen: IfMatch = None
) -> Response[Change]:
    """Freeze who is told and under which terms, and tell them; with If-Match only what was read."""
    async with within(request) as connection:
        await publish_change(connection, request.user, change_id, seen)
        return change_tagged(await show_change(connection, request.user, change_id))


@post(
    "/changes/{change_id:uuid}/withdrawals", guards=[staff_writes], operation_id="withdraw_change"
)
async def withdraw(
    request: ActorRequest, change_id: FromPath[UUID], seen: IfMatch = None
) -> Response[Change]:
    """Take it back, before it holds for anybody; who was told hears it."""
    async with within(request) as connection:
        await withdraw_change(connection, request.user, change_id, seen)
        return change_tagged(await show_change(connection, request.user, change_id))


@post(
    "/changes/{change_id:uuid}/activations", guards=[staff_writes], operation_id="activate_change"
)
async def activate(
    request: ActorRequest, change_id: FromPath[UUID], seen: IfMatch = None
) -> Activation:
    """One wave: it holds from today for all that nothing protects any more."""
    actor = request.user
    async with within(request) as connection:
        return made(await activate_change(connection, actor.tenant, change_id, actor.id, seen))


@get("/changes/{change_id:uuid}/gate", guards=[staff_or_notifications])
async def read_gate(request: ActorRequest, change_id: FromPath[UUID]) -> Gate:
    """What still holds it, how many at a time, which waves went, and who overrode what."""
    async with within(request) as connection:
        return await show_gate(connection, change_id)


@get("/changes/{change_id:uuid}/held", guards=[staff_reads])
async def list_held(
    request: ActorRequest,
    change_id: FromPath[UUID],
    reason: FromQuery[Standing | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: PageSize = 100,
) -> HeldPage:
    """Who is still protected, why and until when."""
    async with within(request) as connection:
        found(await changes.read(connection, change_id), "change")
        return await gate.held_page(connection, change_id, limit, after, reason)


@post("/changes/{change_id:uuid}/overrides", guards=[owner_decides], operation_id="override_gate")
async def override(
    request: ActorRequest, change_id: FromPath[UUID], data: JSONBody[OverrideDraft]
) -> OverrideMade:
    """A named person lets it hold although something still protects a client; the owner alone."""
    async with within(request) as connection:
        return made(await override_gate(connection, request.user, change_id, data))


@get("/changes/{change_id:uuid}/recipients", guards=[staff_or_notifications])
async def list_recipients(
    request: ActorRequest,
    change_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    recipient_id: FromQuery[UUID | None] = None,
    standing: Annotated[
        bool, QueryParameter(description="To a service: what staff reads of each recipient.")
    ] = False,
    limit: PageSize = 100,
) -> RecipientPage | NoticePage:
    """Staff: who is told and where each client stands. The service of notices: what to send, or
    with ``standing`` what staff reads, for a report."""
    actor = request.user
    async with within(request) as connection:
        if actor.kind == "service" and not standing:
            return await tell_change(connection, actor, change_id, after, limit, recipient_id)
        found(await changes.read(connection, change_id), "change")
        return await recipients.list_page(connection, change_id, after, limit, recipient_id)


@get("/changes/{change_id:uuid}/standings", guards=[staff_or_notifications])
async def read_standings(request: ActorRequest, change_id: FromPath[UUID]) -> Standings:
    """How many people stand where, by the terms of their agreements, and who approved: counts,
    however many are told."""
    async with within(request) as connection:
        found(await changes.read(connection, change_id), "change")
        return await gate.standings(connection, change_id)


@get("/waves/{wave_id:uuid}/recipients", guards=[only("notifications")])
async def list_wave_recipients(
    request: ActorRequest,
    wave_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: PageSize = 100,
) -> NoticePage:
    """Who was told of a change that holds for them since this wave; a page is one of agreements."""
    async with within(request) as connection:
        return await tell_wave(connection, wave_id, after, limit)


HANDLERS = [
    list_changes,
    add_change,
    read_change,
    edit,
    review,
    discard,
    read_impact,
    read_notice,
    publish,
    withdraw,
    activate,
    read_gate,
    list_held,
    override,
    list_recipients,
    read_standings,
    list_wave_recipients,
]
