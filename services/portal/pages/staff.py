"""Who works here, and as what: for owners."""

from typing import get_args
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template
from pydantic import ValidationError

from services.portal.commands.appoint_staff import add_member, change_role
from services.portal.domain.people import StaffDraft
from services.portal.domain.reader import Reader
from services.portal.language import current, gettext
from services.portal.pages.access import Owner, ThePool, TheSettings
from services.portal.pages.reply import Trouble, page, posted, redirect
from services.portal.refusals import MESSAGES
from services.portal.session import PageRequest
from services.portal.store import people
from shared.database import Pool, tenant_transaction
from shared.errors import DomainError
from shared.identity import Role

ROLES: tuple[Role, ...] = get_args(Role)


@get("/settings/staff")
async def list_staff(owner: Owner, pool: ThePool) -> Template:
    return await _page(pool, owner, {"language": current(), "role": "officer"})


@post("/settings/staff")
async def add_staff(
    request: PageRequest, owner: Owner, pool: ThePool, settings: TheSettings
) -> Template | Redirect:
    values = {key: value.strip() for key, value in await posted(request)}
    try:
        await add_member(pool, settings, owner, StaffDraft.model_validate(values))
    except ValidationError as error:
        return await _page(pool, owner, values, mistakes(error))
    except DomainError as error:
        return await _page(pool, owner, values, trouble(error))
    return redirect("/settings/staff")


@post("/settings/staff/{staff_id:uuid}/roles")
async def appoint_staff(
    request: PageRequest, staff_id: FromPath[UUID], owner: Owner, pool: ThePool
) -> Template | Redirect:
    asked = dict(await posted(request)).get("role", "")
    role = next((one for one in ROLES if one == asked), None)
    return await _appoint(pool, owner, staff_id, role) if role else redirect("/settings/staff")


@post("/settings/staff/{staff_id:uuid}/departures")
async def dismiss_staff(
    staff_id: FromPath[UUID], owner: Owner, pool: ThePool
) -> Template | Redirect:
    return await _appoint(pool, owner, staff_id, None)


async def _appoint(
    pool: Pool, owner: Reader, staff_id: UUID, role: Role | None
) -> Template | Redirect:
    try:
        await change_role(pool, owner, staff_id, role)
    except DomainError as error:
        return await _page(pool, owner, {"language": current()}, trouble(error))
    return redirect("/settings/staff")


async def _page(
    pool: Pool, owner: Reader, values: dict[str, str], found: Trouble | None = None
) -> Template:
    async with tenant_transaction(pool, owner.tenant_id) as connection:
        members = await people.members(connection)
    return page(
        "staff/staff.html",
        found.status if found else 200,
        members=members,
        roles=ROLES,
        values=values,
        trouble=found,
    )


def mistakes(error: ValidationError) -> Trouble:
    wrong = gettext("Fill this in rightly.")
    fields = {str(item["loc"][0]): wrong for item in error.errors() if item["loc"]}
    message = gettext("Not everything is filled in rightly yet. Look at the marked fields.")
    return Trouble(400, message, fields)


def trouble(error: DomainError) -> Trouble:
    message = gettext(MESSAGES[error.code])
    return Trouble(409, message, {error.field: message} if error.field else {})


HANDLERS = [list_staff, add_staff, appoint_staff, dismiss_staff]
