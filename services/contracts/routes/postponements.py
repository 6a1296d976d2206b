from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from services.contracts.commands.postpone_change import confirm_postponement, postpone_change
from services.contracts.commands.show_change import show_change
from services.contracts.commands.tell_alteration import draw_up_alteration, tell_alteration
from services.contracts.domain.change import Change
from services.contracts.domain.notice import NoticePage
from services.contracts.domain.postponement import Postponement, PostponementDraft
from services.contracts.routes.access import PageSize, staff_reads, staff_writes, within
from services.contracts.routes.changes import change_tagged
from shared.etag import IfMatch
from shared.trail import made
from shared.web import ActorRequest, only


@post("/changes/{change_id:uuid}/postponements", guards=[staff_writes])
async def add_postponement(
    request: ActorRequest,
    change_id: FromPath[UUID],
    data: JSONBody[PostponementDraft],
    seen: IfMatch = None,
) -> Postponement:
    """Propose a later day for an announced change; nobody is told until it is confirmed."""
    async with within(request) as connection:
        return made(await postpone_change(connection, request.user, change_id, data, seen))


@post(
    "/postponements/{postponement_id:uuid}/confirmations",
    guards=[staff_writes],
    operation_id="confirm_postponement",
)
async def confirm(
    request: ActorRequest, postponement_id: FromPath[UUID], seen: IfMatch = None
) -> Response[Change]:
    """Let the later day hold and tell whoever was told of the change; under four eyes by somebody
    else than who proposed it. If-Match names the change."""
    async with within(request) as connection:
        change_id = await confirm_postponement(connection, request.user, postponement_id, seen)
        return change_tagged(await show_change(connection, request.user, change_id))


@get("/postponements/{postponement_id:uuid}/notice", guards=[staff_reads])
async def read_postponement_notice(
    request: ActorRequest, postponement_id: FromPath[UUID]
) -> NoticePage:
    """What would be told, to one person of each language and kind of terms; the service of notices
    makes the text of it."""
    async with within(request) as connection:
        return await draw_up_alteration(connection, request.user, postponement_id)


@get("/postponements/{postponement_id:uuid}/recipients", guards=[only("notifications")])
async def list_postponement_recipients(
    request: ActorRequest,
    postponement_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: PageSize = 100,
) -> NoticePage:
    """Whom the change concerns, with the last day to object as it stands; the service of notices
    knows which of them were told of it before."""
    async with within(request) as connection:
        return await tell_alteration(connection, request.user, postponement_id, after, limit)


HANDLERS = [
    add_postponement,
    confirm,
    read_postponement_notice,
    list_postponement_recipients,
]
