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


def home_of(public_url: str, slug: str) -> str:
    return f"{public_url.rstrip('/')}/p/{slug}"


@get("/public-page", guards=[only("notifications")])
async def read_public_page(request: ActorRequest, state: State) -> PublicPageTold:
    """The address of the public page of a provider."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        provider = await people.provider(connection)
    return PublicPageTold(url=home_of(state.settings.public_url, provider.slug))


HANDLERS = [read_public_page]
