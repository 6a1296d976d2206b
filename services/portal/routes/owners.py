"""Who decides at a provider, for the service that writes to them."""

from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath
from pydantic import BaseModel

from services.portal.domain.reader import Language
from services.portal.store import people
from shared.database import tenant_transaction
from shared.errors import Missing
from shared.web import ActorRequest, only


class OwnerTold(BaseModel):
    id: UUID
    name: str
    email: str
    language: Language


class OwnersTold(BaseModel):
    """``url`` is where people find the portal; ``officers`` keep the record there."""

    provider: str
    url: str
    owners: list[OwnerTold]
    officers: list[OwnerTold]


@get("/owners", guards=[only("notifications")])
async def list_owners(request: ActorRequest, state: State) -> OwnersTold:
    """The owners of a provider and who keeps its record, and what they know it by."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        provider = await people.provider(connection)
        members = await people.members(connection)
    told = {
        role: [
            OwnerTold(**one.model_dump(include={"id", "name", "email", "language"}))
            for one in members
            if one.role == role
        ]
        for role in ("owner", "officer")
    }
    return OwnersTold(
        provider=provider.name,
        url=state.settings.public_url,
        owners=told["owner"],
        officers=told["officer"],
    )


class ColleagueTold(BaseModel):
    """``url`` is where people find the portal."""

    id: UUID
    name: str
    email: str
    provider: str
    url: str


@get("/colleagues/{staff_id:uuid}", guards=[only("notifications")])
async def read_colleague(
    request: ActorRequest, state: State, staff_id: FromPath[UUID]
) -> ColleagueTold:
    """Somebody who works at a provider now, for a message that they ask for themselves."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        provider = await people.provider(connection)
        found = [one for one in await people.members(connection) if one.id == staff_id]
    if not found:
        raise Missing("colleague-unknown", "Nobody who works here has this id.")
    known = found[0].model_dump(include={"id", "name", "email"})
    return ColleagueTold(**known, provider=provider.name, url=state.settings.public_url)


HANDLERS = [list_owners, read_colleague]
