"""Feeds, for the portal that carries them to whoever follows a provider."""

from email.utils import format_datetime
from typing import Annotated

from litestar import Response, get
from litestar.datastructures import State
from litestar.params import QueryParameter

from services.notifications.commands.show_feed import Asked, show_feed
from services.notifications.domain.feed import Form
from shared.text import Language
from shared.web import ActorRequest, only

Home = Annotated[
    str,
    QueryParameter(
        pattern=r"^https?://[^\s]+$", max_length=500, description="The provider’s public page."
    ),
]

Before = Annotated[
    str | None,
    QueryParameter(max_length=200, description="Older entries, from where a page before ended."),
]


@get("/feed", guards=[only("portal")])
async def read_feed(
    request: ActorRequest,
    state: State,
    home: Home,
    form: Annotated[Form, QueryParameter(description="The form of the feed.")] = "atom",
    language: Annotated[Language, QueryParameter(description="In which it is written.")] = "nl",
    before: Before = None,
) -> Response[bytes]:
    """The public list of a provider and its changes, the newest first, as Atom or JSON Feed."""
    asked = Asked(form, language, home.rstrip("/"), before)
    shown = await show_feed(state.pool, state.contracts, request.user.tenant, asked)
    headers = {"ETag": shown.etag}
    if shown.changed_at:
        headers["Last-Modified"] = format_datetime(shown.changed_at, usegmt=True)
    return Response(shown.content, media_type=shown.media_type, headers=headers)


HANDLERS = [read_feed]
