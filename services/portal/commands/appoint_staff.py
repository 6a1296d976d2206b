"""Who works at a provider and as what: given, changed and ended by an owner."""

from uuid import UUID

from services.portal.commands.enter_act import enter_act
from services.portal.commands.request_sign_in import request_sign_in
from services.portal.domain.people import StaffDraft
from services.portal.domain.reader import Reader
from services.portal.settings import PortalSettings
from services.portal.store import people
from shared.database import Pool, tenant_transaction
from shared.errors import Conflict, Missing
from shared.identity import Role


async def add_member(
    pool: Pool, settings: PortalSettings, owner: Reader, draft: StaffDraft
) -> None:
    """They get a sign-in link by mail. ``Conflict`` for who works here already."""
    async with tenant_transaction(pool, owner.tenant_id) as connection:
        await people.hold_staff(connection)
        if await people.staff_at(connection, draft.email):
            raise Conflict("already-staff", "They work here already.", field="email")
        staff_id = await people.keep_person(connection, draft.email, draft.name, draft.language)
        await people.appoint(connection, staff_id, draft.role, owner.id)
        told = draft.model_dump(mode="json")
        await enter_act(connection, owner, "add_staff", "staff", staff_id, told=told)
    await request_sign_in(pool, settings, draft.email, "/clients", draft.language)


async def change_role(pool: Pool, owner: Reader, staff_id: UUID, role: Role | None) -> None:
    """No role ends it, and their sessions at once. ``Conflict`` for the last owner."""
    async with tenant_transaction(pool, owner.tenant_id) as connection:
        await people.hold_staff(connection)
        standing = await people.staff(connection, staff_id)
        if standing is None:
            raise Missing("staff-unknown", "There is no such member of staff.")
        if role == standing.role:
            return
        if standing.role == "owner" and not await people.other_owners(connection, staff_id):
            raise Conflict("last-owner", "Make somebody else owner first.")
        await people.appoint(connection, staff_id, role, owner.id)
        operation = "appoint_staff" if role else "dismiss_staff"
        await enter_act(connection, owner, operation, "staff", staff_id, told={"role": role})
