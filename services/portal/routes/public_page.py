"""Where anybody reads of a provider, for the service that mails links to it."""

from litestar import get
from litestar.datastructures import State
from pydantic import BaseModel

from services.portal.store import people
from shared.database import tenant_transaction
from shared.web import ActorRequest, only


class PublicPageTold(BaseModel):
    """``url`` as people's browsers see it."""

    url: str


@get("/public-page", guards=[only("notifications")])
async def read_public_page(request: ActorRequest, state: State) -> PublicPageTold:
    """The address of the public page of a provider."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        provider = await people.provider(connection)
    return PublicPageTold(url=state.settings.public_page(provider.slug))


HANDLERS = [read_public_page]
