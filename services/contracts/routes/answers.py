from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands.answer_change import (
    approve_change,
    leave_over_change,
    object_to_change,
)
from services.contracts.commands.decide_objection import decide_objection
from services.contracts.commands.show_change import show_announcements
from services.contracts.commands.tell_notices import tell_objection, tell_version
from services.contracts.domain.announcement import AnnouncementPage
from services.contracts.domain.found import found
from services.contracts.domain.notice import NoticePage, ObjectionKind, VersionKind
from services.contracts.domain.objection import (
    Approval,
    ApprovalDraft,
    DecisionDraft,
    LeaveDraft,
    Objection,
    ObjectionDraft,
    ObjectionPage,
)
from services.contracts.routes.access import (
    READERS,
    PageSize,
    anybody_concerned,
    client_or_writer,
    contact_signs,
    own,
    staff_or_notifications,
    staff_reads,
    staff_writes,
    within,
)
from services.contracts.store import changes, clients, objections
from services.contracts.store.objections import Wanted
from shared.trail import made
from shared.web import ActorRequest, only


@post("/changes/{change_id:uuid}/objections", guards=[client_or_writer])
async def add_objection(
    request: ActorRequest, change_id: FromPath[UUID], data: JSONBody[ObjectionDraft]
) -> Objection:
    """A client's no; from a contact, or recorded by staff on its behalf."""
    async with within(request) as connection:
        return made(await object_to_change(connection, request.user, change_id, data))


@get("/changes/{change_id:uuid}/objections", guards=[staff_or_notifications])
async def list_change_objections(
    request: ActorRequest,
    change_id: FromPath[UUID],
    after: FromQuery[UUID | None] = None,
    limit: PageSize = 100,
) -> ObjectionPage:
    """Who objected to a change, the first received first."""
    async with within(request) as connection:
        found(await changes.read(connection, change_id), "change")
        return await objections.list_page(connection, Wanted(change_id), after, limit)


@get("/objections", guards=[staff_reads])
async def list_objections(
    request: ActorRequest,
    change_id: FromQuery[UUID | None] = None,
    client_id: FromQuery[UUID | None] = None,
    undecided: FromQuery[bool | None] = None,
    late: FromQuery[bool | None] = None,
    after: FromQuery[UUID | None] = None,
    limit: PageSize = 100,
) -> ObjectionPage:
    """Who objected to what, the first received first; undecided true: those that wait for you, late
    true: those that came after the last day."""
    wanted = Wanted(change_id, client_id, undecided, late)
    async with within(request) as connection:
        return await objections.list_page(connection, wanted, after, limit)


@get("/objections/{objection_id:uuid}", guards=[anybody_concerned])
async def read_objection(request: ActorRequest, objection_id: FromPath[UUID]) -> Objection:
    """An objection with the decisions on it."""
    async with within(request) as connection:
        objection = found(await objections.read(connection, objection_id), "objection")
        own(request.user, objection.client_id, "objection")
        return objection


@post(
    "/objections/{objection_id:uuid}/decisions",
    guards=[staff_writes],
    operation_id="decide_objection",
)
async def decide(
    request: ActorRequest, objection_id: FromPath[UUID], data: JSONBody[DecisionDraft]
) -> Objection:
    """The provider's answer, with its reason; the last one counts."""
    async with within(request) as connection:
        return made(await decide_objection(connection, request.user, objection_id, data))


@post(
    "/changes/{change_id:uuid}/approvals", guards=[client_or_writer], operation_id="approve_change"
)
async def approve(
    request: ActorRequest, change_id: FromPath[UUID], data: JSONBody[ApprovalDraft]
) -> Approval:
    """The yes without which a change never holds under specific authorisation."""
    async with within(request) as connection:
        return made(await approve_change(connection, request.user, change_id, data))


@post("/changes/{change_id:uuid}/leavings", guards=[contact_signs])
async def leave_agreement(
    request: ActorRequest, change_id: FromPath[UUID], data: JSONBody[LeaveDraft]
) -> Objection:
    """The signatory ends the agreement today, where objecting gives that right (terminate)."""
    async with within(request) as connection:
        return made(await leave_over_change(connection, request.user, change_id, data))


@get("/versions/{version_id:uuid}/recipients", guards=[only("notifications")])
async def list_version_recipients(
    request: ActorRequest, version_id: FromPath[UUID], kind: FromQuery[VersionKind]
) -> NoticePage:
    """Who is told of a version, and what."""
    async with within(request) as connection:
        return await tell_version(connection, version_id, kind)


@get("/objections/{objection_id:uuid}/recipients", guards=[only("notifications")])
async def list_objection_recipients(
    request: ActorRequest, objection_id: FromPath[UUID], kind: FromQuery[ObjectionKind]
) -> NoticePage:
    """Who is told of an objection or of the decision on it, and what."""
    async with within(request) as connection:
        return await tell_objection(connection, objection_id, kind)


@get("/clients/{client_id:uuid}/changes", guards=[only(*READERS, "reseller", "contact")])
async def list_client_changes(
    request: ActorRequest,
    client_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=50)] = 20,
) -> AnnouncementPage:
    """What was announced to one client, and where it stands there; the newest first."""
    own(request.user, client_id, "client")
    async with within(request) as connection:
        found(await clients.name_of(connection, client_id), "client")
        return await show_announcements(connection, client_id, after, limit)


HANDLERS = [
    add_objection,
    list_change_objections,
    list_objections,
    list_client_changes,
    read_objection,
    decide,
    approve,
    leave_agreement,
    list_version_recipients,
    list_objection_recipients,
]
