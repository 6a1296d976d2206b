"""What a page handler answers with."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

from litestar import Response
from litestar.datastructures import UploadFile
from litestar.response import Redirect, Stream, Template

from services.portal.domain.problem import PartDown, Refused
from services.portal.language import gettext
from services.portal.peers.call import Part
from services.portal.refusals import by_field, explain
from services.portal.rendering import typed
from services.portal.session import PageRequest

T = TypeVar("T")


@dataclass(frozen=True)
class Trouble:
    """Why a form could not be carried out, said to the reader; ``fields`` by name of the field."""

    status: int
    message: str
    fields: dict[str, str] = field(default_factory=dict)

    def under(self, name: str) -> str:
        """The message for a field, for what lies inside it, or for the text whose Dutch it is."""
        inside = (text for key, text in self.fields.items() if key.startswith(f"{name}."))
        whole = self.fields.get(name.removesuffix(".nl"), "")
        return self.fields.get(name) or next(inside, "") or whole


def trouble_of(error: Refused) -> Trouble:
    fields = by_field(error.refusal)
    message = explain(error.refusal)
    if whole := fields.get("body"):
        message = whole
    elif fields and error.refusal.code == "request-invalid":
        message = gettext("Not everything is filled in rightly yet. Look at the marked fields.")
    return Trouble(error.refusal.status, message, fields)


def page(name: str, status: int = 200, **context: Any) -> Template:
    for form in ("form", "values", "row"):
        if form in context:
            context[form] = typed(context[form])
    return Template(name, context={"trouble": None, **context}, status_code=status)


async def passed_on(part: Part, path: str, name: str, **params: Any) -> Stream:
    """A file of another service, to the browser as it comes."""
    kind, chunks = await part.stream(path, **params)
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Stream(chunks, media_type=kind, headers=attached)


def conditional(request: PageRequest, content: bytes, told: Mapping[str, str]) -> Response[bytes]:
    """The content with what tells its state apart, or only that when the reader has it already
    (RFC 9110, 13.1): ``told`` are the headers under which another part gave it."""
    names = ("etag", "last-modified", "content-type")
    headers = {name: told[name] for name in names if name in told}
    if _has_it(request, headers):
        headers.pop("content-type")
        return Response(b"", status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=headers.pop("content-type"))


def _has_it(request: PageRequest, headers: Mapping[str, str]) -> bool:
    """A tag goes before a moment (RFC 9110, 13.2.2)."""
    if (seen := request.headers.get("if-none-match")) is not None:
        tags = {tag.strip().removeprefix("W/") for tag in seen.split(",")}
        return "*" in tags or headers.get("etag", "").removeprefix("W/") in tags
    since, changed = request.headers.get("if-modified-since"), headers.get("last-modified")
    if since is None or changed is None:
        return False
    try:
        return parsedate_to_datetime(changed) <= parsedate_to_datetime(since)
    except (ValueError, TypeError):
        return False


def redirect(path: str) -> Redirect:
    """See other: the next page is read, whatever was done."""
    return Redirect(path, status_code=303)


async def posted(request: PageRequest) -> list[tuple[str, str]]:
    """The fields of the form, kept so that the page can offer to send them again when a part is
    down."""
    pairs = [
        (key, str(value))
        for key, value in (await request.form()).multi_items()
        if key != "_csrf_token" and not isinstance(value, UploadFile)
    ]
    request.state.posted = pairs
    return pairs


async def if_up(asked: Awaitable[T]) -> T | None:
    """The answer, or nothing while that part is down: the rest of the page still stands."""
    try:
        return await asked
    except PartDown:
        return None
