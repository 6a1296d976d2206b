from uuid import UUID

from litestar import get, post
from litestar.params import FromPath

from services.contracts.commands.erase_former_contacts import erase_former, plan_former
from services.contracts.domain.former_contacts import FormerContacts
from services.contracts.routes.access import owner_decides, staff_reads, within
from shared.trail import made
from shared.web import ActorRequest


@get("/subprocessors/{subprocessor_id:uuid}/former-contacts", guards=[staff_reads])
async def read_former_contacts(
    request: ActorRequest, subprocessor_id: FromPath[UUID]
) -> FormerContacts:
    """Where people are named who once answered at a party: what may go, what stays, and why."""
    async with within(request) as connection:
        return await plan_former(connection, subprocessor_id)


@post("/subprocessors/{subprocessor_id:uuid}/former-contacts/erasures", guards=[owner_decides])
async def erase_former_contacts(
    request: ActorRequest, subprocessor_id: FromPath[UUID]
) -> FormerContacts:
    """Erase who once answered at a party, on every day that was; the contact of today stays."""
    async with within(request) as connection:
        return made(await erase_former(connection, subprocessor_id))


HANDLERS = [read_former_contacts, erase_former_contacts]
