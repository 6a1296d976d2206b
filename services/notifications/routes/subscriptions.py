"""Subscriptions to the public list, for the portal; staff see how many there are."""

import base64
from typing import Annotated

from litestar import get, post
from litestar.datastructures import State
from litestar.params import JSONBody, PathParameter

from services.notifications.commands.subscribe import (
    ask_to_subscribe,
    confirm_subscription,
    leave_by_link,
    require_subscription,
)
from services.notifications.domain.subscription import Counted, SubscriptionDraft, Tickets
from services.notifications.routes.notices import READERS
from services.notifications.settings import Settings
from services.notifications.store import subscribers
from shared.database import tenant_transaction
from shared.web import ActorRequest, only

Token = Annotated[str, PathParameter(description="From the link in a mail.")]


def _tickets(settings: Settings) -> Tickets:
    return Tickets(base64.b64decode(settings.signing_key.get_secret_value()))


@get("/subscriptions", guards=[only(*READERS)])
async def read_subscriptions(request: ActorRequest, state: State) -> Counted:
    """How many hear of the public list by mail; nobody is named."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        return await subscribers.count(connection)


@post("/subscriptions", guards=[only("portal")], status_code=202)
async def add_subscription(
    request: ActorRequest, state: State, data: JSONBody[SubscriptionDraft]
) -> None:
    """Send a link to this address with which its owner says yes; the answer tells nothing of it."""
    tenant_id = request.user.tenant
    async with tenant_transaction(state.pool, tenant_id) as connection:
        await ask_to_subscribe(connection, tenant_id, data)


@get("/subscriptions/{token:str}", guards=[only("portal")], status_code=204)
async def check_subscription(request: ActorRequest, state: State, token: Token) -> None:
    """Whether a link to confirm with is still good; nothing is done."""
    subscriber_id = _tickets(state.settings).read("confirm", token)
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        await require_subscription(connection, subscriber_id)


@post(
    "/subscriptions/{token:str}/confirmations",
    guards=[only("portal")],
    status_code=204,
    operation_id="confirm_subscription",
)
async def confirm(request: ActorRequest, state: State, token: Token) -> None:
    """The owner of the address says yes."""
    subscriber_id = _tickets(state.settings).read("confirm", token)
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        await confirm_subscription(connection, subscriber_id)


@post(
    "/subscriptions/{token:str}/removals",
    guards=[only("portal")],
    status_code=204,
    operation_id="leave_subscription",
)
async def leave(request: ActorRequest, state: State, token: Token) -> None:
    """Forget the address that this link was sent to; for who left before, nothing changes."""
    subscriber_id = _tickets(state.settings).read("leave", token)
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        await leave_by_link(connection, subscriber_id)


HANDLERS = [read_subscriptions, add_subscription, check_subscription, confirm, leave]
