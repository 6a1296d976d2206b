"""A version of a template as a file: as it is, with comments, compared, and as it prints."""

import asyncio
import struct
from typing import Annotated, Literal
from uuid import UUID

from litestar import Response, get
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, QueryParameter
from pydantic import BaseModel, Field

from services.documents.commands.inspect_template import inspected
from services.documents.commands.preview_template import preview
from services.documents.domain.difference import Line, difference
from services.documents.domain.file import attachment
from services.documents.domain.kinds import TemplateKind
from services.documents.domain.template import DOCX, TemplateVersion
from services.documents.engine.lint.annotation import annotate
from services.documents.engine.spoken import spoken
from services.documents.routes.templates import taken
from services.documents.store import templates
from shared.errors import Missing
from shared.identity import STAFF
from shared.text import Language
from shared.web import ActorRequest, only

Conditions = Annotated[
    Literal["on", "off"],
    QueryParameter(description="Whether every condition holds and every list has rows, or none."),
]
Against = Annotated[
    str,
    QueryParameter(
        description="Which version it is compared with, or `builtin`.",
        pattern="^(builtin|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$",
    ),
]
_DIMENSIONS = struct.Struct(">16xII")


class DifferenceOut(BaseModel):
    """``lines`` is empty when both say the same; ``removed`` is said by the other alone."""

    version_id: UUID = Field(examples=["019a0000-0000-7000-8000-000000000001"])
    against: str = Field(examples=["builtin"])
    lines: list[Line]


class PageOut(BaseModel):
    """``width`` and ``height`` in dots, of which there are 80 in an inch."""

    number: int = Field(examples=[1])
    width: int = Field(examples=[661])
    height: int = Field(examples=[935])


class PagesOut(BaseModel):
    """The pages that there are pictures of, sixty at most."""

    items: list[PageOut]


@get("/template-versions/{version_id:uuid}/file", guards=[only(*STAFF)], media_type=DOCX)
async def download_template_version(
    request: ActorRequest, state: State, version_id: FromPath[UUID]
) -> Response[bytes]:
    """The DOCX as it was uploaded."""
    version, content = await taken(request, state, version_id)
    return _file(content, version.name)


@get("/template-versions/{version_id:uuid}/annotated", guards=[only(*STAFF)], media_type=DOCX)
async def download_annotated_template(
    request: ActorRequest,
    state: State,
    version_id: FromPath[UUID],
    language: FromQuery[Language] = "nl",
) -> Response[bytes]:
    """The same DOCX with every finding as a Word comment where it stands."""
    version, content = await taken(request, state, version_id)
    findings = await asyncio.to_thread(inspected, content, version.kind, version.language)
    commented = await asyncio.to_thread(annotate, content, findings, language)
    return _file(commented, version.name)


@get("/templates/{kind:str}/{language:str}/builtin.docx", guards=[only(*STAFF)], media_type=DOCX)
async def download_builtin_template(
    kind: FromPath[TemplateKind], language: FromPath[Language]
) -> Response[bytes]:
    """The built-in template, to begin your own with."""
    return _file(templates.builtin(kind, language), f"{kind}.{language}.docx")


@get("/template-versions/{version_id:uuid}/difference", guards=[only(*STAFF)])
async def read_template_difference(
    request: ActorRequest, state: State, version_id: FromPath[UUID], against: Against = "builtin"
) -> DifferenceOut:
    """What this version says otherwise than another or the built-in, paragraph by paragraph."""
    version, new = await taken(request, state, version_id)
    old = templates.builtin(version.kind, version.language)
    if against != "builtin":
        _, old = await taken(request, state, UUID(against))
    lines = await asyncio.to_thread(lambda: difference(spoken(old), spoken(new)))
    return DifferenceOut(version_id=version_id, against=against, lines=lines)


@get("/template-versions/{version_id:uuid}/preview.docx", guards=[only(*STAFF)], media_type=DOCX)
async def download_template_preview(
    request: ActorRequest,
    state: State,
    version_id: FromPath[UUID],
    conditions: Conditions = "on",
) -> Response[bytes]:
    """What the version prints of invented parties."""
    version, content = await taken(request, state, version_id)
    return _file(await _previewed(version, content, conditions), f"{conditions}-{version.name}")


@get("/template-versions/{version_id:uuid}/preview/pages", guards=[only(*STAFF)])
async def list_template_pages(
    request: ActorRequest,
    state: State,
    version_id: FromPath[UUID],
    conditions: Conditions = "on",
) -> PagesOut:
    """The pages of that preview; without LibreOffice there is the DOCX alone."""
    pages = await _pages(request, state, version_id, conditions)
    sizes = [_DIMENSIONS.unpack_from(page) for page in pages]
    items = [
        PageOut(number=number, width=width, height=height)
        for number, (width, height) in enumerate(sizes, 1)
    ]
    return PagesOut(items=items)


@get(
    "/template-versions/{version_id:uuid}/preview/pages/{number:int}",
    guards=[only(*STAFF)],
    media_type="image/png",
)
async def download_template_page(
    request: ActorRequest,
    state: State,
    version_id: FromPath[UUID],
    number: FromPath[int],
    conditions: Conditions = "on",
) -> Response[bytes]:
    """One page of that preview as a picture."""
    pages = await _pages(request, state, version_id, conditions)
    if not 0 < number <= len(pages):
        raise Missing("template-page-unknown", "The preview has no such page.")
    return Response(pages[number - 1], media_type="image/png")


async def _pages(
    request: ActorRequest, state: State, version_id: UUID, conditions: str
) -> list[bytes]:
    version, content = await taken(request, state, version_id)
    pages: list[bytes] = await state.gallery.pages(await _previewed(version, content, conditions))
    return pages


async def _previewed(version: TemplateVersion, content: bytes, conditions: str) -> bytes:
    return await asyncio.to_thread(
        preview, content, version.kind, version.language, all_on=conditions == "on"
    )


def _file(content: bytes, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": attachment(name)}
    return Response(content, media_type=DOCX, headers=headers)


HANDLERS = [
    download_template_version,
    download_annotated_template,
    download_builtin_template,
    read_template_difference,
    download_template_preview,
    list_template_pages,
    download_template_page,
]
