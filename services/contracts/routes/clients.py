from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands.edit_client import edit_client
from services.contracts.commands.onboard_client import onboard_client
from services.contracts.domain.agreement import AgreementState
from services.contracts.domain.client import (
    Client,
    ClientEdit,
    ClientFilter,
    ClientPage,
    Onboarding,
    OnboardingDraft,
)
from services.contracts.domain.found import found
from services.contracts.routes.access import (
    anybody_concerned,
    may_onboard,
    own,
    staff_or_reseller,
    staff_writes,
    within,
)
from services.contracts.store import clients
from shared.etag import IfMatch, tagged
from shared.text import Language
from shared.trail import made
from shared.web import ActorRequest

Limit = Annotated[int, QueryParameter(ge=1, le=200)]


@post("/onboardings", guards=[may_onboard], operation_id="onboard_client")
async def onboard(request: ActorRequest, data: JSONBody[OnboardingDraft]) -> Onboarding:
    """A client with its contacts, products and terms; a version to sign is frozen at once."""
    async with within(request) as connection:
        return made(await onboard_client(connection, request.user, data))


async def client_filter(
    q: FromQuery[str | None] = None,
    standing: Annotated[AgreementState | None, QueryParameter(name="state")] = None,
    product_id: FromQuery[UUID | None] = None,
    reseller_id: FromQuery[UUID | None] = None,
    drift: FromQuery[bool | None] = None,
    language: FromQuery[Language | None] = None,
) -> ClientFilter:
    return ClientFilter(
        q=q,
        state=standing,
        product_id=product_id,
        reseller_id=reseller_id,
        drift=drift,
        language=language,
    )


@get("/clients", guards=[staff_or_reseller], dependencies={"asked": Provide(client_filter)})
async def list_clients(
    request: ActorRequest,
    asked: NamedDependency[ClientFilter],
    after: FromQuery[str | None] = None,
    limit: Limit = 50,
) -> ClientPage:
    """In the order of their names, those that pass every filter; a reseller sees its own."""
    async with within(request) as connection:
        return await clients.list_page(connection, after, limit, asked)


@get("/clients/{client_id:uuid}", guards=[anybody_concerned])
async def read_client(
    request: ActorRequest, client_id: FromPath[UUID], on: FromQuery[date | None] = None
) -> Response[Client]:
    """A client, its contacts and its agreement, as they stand or as they stood on a day; people who
    have left since are shown to staff alone, and the answer for a day has no ETag to edit with."""
    own(request.user, client_id, "client")
    async with within(request) as connection:
        if on is None:
            return tagged(found(await clients.read(connection, client_id), "client"))
        former = request.user.kind == "staff"
        client = await clients.read_on(connection, client_id, on, former=former)
        return Response(found(client, "client"))


@patch("/clients/{client_id:uuid}", guards=[staff_writes], operation_id="edit_client")
async def change_client(
    request: ActorRequest,
    client_id: FromPath[UUID],
    data: JSONBody[ClientEdit],
    if_match: IfMatch = None,
) -> Response[Client]:
    """Other facts about a client; what was signed keeps those of its day."""
    async with within(request) as connection:
        return tagged(await edit_client(connection, client_id, data, if_match))


HANDLERS = [onboard, list_clients, read_client, change_client]
