"""Other systems that act for the provider: for owners."""

from typing import get_args
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import ValidationError

from services.portal.commands.enter_act import enter_act
from services.portal.domain.application import ApplicationDraft, new_secret
from services.portal.domain.reader import Reader
from services.portal.domain.sign_in import digest
from services.portal.pages.access import Owner, ThePool
from services.portal.pages.reply import Trouble, page, posted, redirect
from services.portal.pages.staff import mistakes, trouble
from services.portal.session import PageRequest
from services.portal.store import applications
from shared.database import Pool, tenant_transaction
from shared.errors import Missing
from shared.identity import Scope

SCOPES: tuple[Scope, ...] = get_args(Scope)
NOUN = "integrations"


@get("/settings/integrations")
async def list_integrations(owner: Owner, pool: ThePool) -> Template:
    return await _page(pool, owner)


@post("/settings/integrations")
async def add_integration(request: PageRequest, owner: Owner, pool: ThePool) -> Template:
    sent = await posted(request)
    values = {"name": dict(sent).get("name", "")}
    scopes = [value for key, value in sent if key == "scopes"]
    try:
        draft = ApplicationDraft.model_validate({**values, "scopes": scopes})
    except ValidationError as error:
        return await _page(pool, owner, values=values, chosen=scopes, found=mistakes(error))
    secret = new_secret()
    async with tenant_transaction(pool, owner.tenant_id) as connection:
        made = await applications.add(connection, draft, owner.id, digest(secret))
        told = draft.model_dump(mode="json")
        await enter_act(connection, owner, "add_integration", NOUN, made, told=told)
    return await _page(pool, owner, made=made, secret=secret)


@post("/settings/integrations/{application_id:uuid}/secrets")
async def rotate_secret(application_id: FromPath[UUID], owner: Owner, pool: ThePool) -> Template:
    """The former one works for one day more."""
    secret = new_secret()
    async with tenant_transaction(pool, owner.tenant_id) as connection:
        done = await applications.rotate(connection, application_id, owner.id, digest(secret))
        if done:
            await enter_act(connection, owner, "rotate_secret", NOUN, application_id)
    if not done:
        unknown = Missing("application-unknown", "There is no such integration.")
        return await _page(pool, owner, found=trouble(unknown))
    return await _page(pool, owner, made=application_id, secret=secret)


@post("/settings/integrations/{application_id:uuid}/revocations")
async def revoke_integration(
    application_id: FromPath[UUID], owner: Owner, pool: ThePool
) -> Redirect:
    async with tenant_transaction(pool, owner.tenant_id) as connection:
        if await applications.revoke(connection, application_id, owner.id):
            await enter_act(connection, owner, "revoke_integration", NOUN, application_id)
    return redirect("/settings/integrations")


async def _page(
    pool: Pool,
    owner: Reader,
    *,
    values: dict[str, str] | None = None,
    chosen: list[str] | None = None,
    made: UUID | None = None,
    secret: str = "",
    found: Trouble | None = None,
) -> Template:
    """``secret`` is shown this once."""
    async with tenant_transaction(pool, owner.tenant_id) as connection:
        there = await applications.list_all(connection)
    return page(
        "staff/integrations.html",
        found.status if found else 200,
        applications=there,
        scopes=SCOPES,
        values=values or {},
        chosen=chosen or [],
        made=made,
        secret=secret,
        trouble=found,
    )


HANDLERS = [list_integrations, add_integration, rotate_secret, revoke_integration]
