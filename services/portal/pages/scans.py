"""Scan a privacy statement for the parties that it names, and answer line by line."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.record_form import Shown, typed
from services.portal.domain.scans import (
    LINK,
    Answer,
    Line,
    acceptance,
    answer_to,
    answered,
    openings,
)
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.pages.upload import LARGEST_FORM, text_in_file
from services.portal.peers import contracts, scans
from services.portal.peers.call import Part
from services.portal.session import PageRequest

PATH = "/registers/scans"


@get(PATH)
async def list_scans(staff: Staff, peers: ThePeers, after: FromQuery[str] = "") -> Template:
    return await _form(peers.as_reader("contracts", staff), {}, after=after)


async def _form(
    part: Part, values: Shown, trouble: Trouble | None = None, after: str = ""
) -> Template:
    found = await scans.scans(part, after)
    status = trouble.status if trouble else 200
    return page("staff/scans.html", status, found=found, values=values, trouble=trouble)


@post(PATH, request_max_body_size=LARGEST_FORM)
async def add(request: PageRequest, editor: Editor, peers: ThePeers) -> Template | Redirect:
    values = dict(await posted(request))
    part = peers.as_reader("contracts", editor)
    try:
        told = await text_in_file(request, peers.as_reader("documents", editor))
        body: dict[str, Any] = told or {"text": values.get("text", "")}
        if title := values.get("title", "").strip():
            body["title"] = title
        made = await scans.add(part, body)
    except Refused as error:
        return await _form(part, values, trouble_of(error))
    return redirect(f"{PATH}/{made.id}")


@get(f"{PATH}/{{scan_id:uuid}}")
async def show(scan_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    scan = await scans.scan(peers.as_reader("contracts", staff), scan_id)
    waiting, done = openings(scan.lines)
    return page("staff/scan.html", scan=scan, waiting=waiting, done=done)


@get(f"{PATH}/{{scan_id:uuid}}/lines/{{number:int}}")
async def show_line(
    scan_id: FromPath[UUID], number: FromPath[int], staff: Staff, peers: ThePeers
) -> Template | Redirect:
    return await _line_page(peers.as_reader("contracts", staff), scan_id, number)


async def _line_page(
    part: Part,
    scan_id: UUID,
    number: int,
    answer: Answer | None = None,
    trouble: Trouble | None = None,
    reason: str = "",
) -> Template | Redirect:
    scan = await scans.scan(part, scan_id)
    line = scan.line(number)
    if line is None:
        return redirect(f"{PATH}/{scan_id}")
    told = answer or answer_to(line)
    return page(
        "staff/scan_line.html",
        trouble.status if trouble else 200,
        scan=scan,
        line=line,
        form=told.link,
        answer=told,
        reason=reason,
        trouble=trouble,
        products=await contracts.products(part),
        parties=_choices(line, [(str(one.id), one.name) for one in await contracts.parties(part)]),
    )


def _choices(line: Line, parties: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A party that the record has already is no new one."""
    return parties if line.subprocessor_id else [("", ""), *parties]


@post(f"{PATH}/{{scan_id:uuid}}/lines/{{number:int}}/acceptances")
async def accept(
    request: PageRequest,
    scan_id: FromPath[UUID],
    number: FromPath[int],
    editor: Editor,
    peers: ThePeers,
) -> Template | Redirect:
    pairs = await posted(request)
    answer = answered(dict(pairs), typed(pairs, LINK))
    part = peers.as_reader("contracts", editor)
    try:
        await scans.accept(part, scan_id, number, acceptance(answer))
    except Refused as error:
        return await _line_page(part, scan_id, number, answer, _of_link(trouble_of(error)))
    return redirect(f"{PATH}/{scan_id}#line-{number}")


def _of_link(trouble: Trouble) -> Trouble:
    """The form has the fields of the link by their own names."""
    fields = {key.removeprefix("link."): text for key, text in trouble.fields.items()}
    return replace(trouble, fields=fields)


@post(f"{PATH}/{{scan_id:uuid}}/lines/{{number:int}}/dismissals")
async def dismiss(
    request: PageRequest,
    scan_id: FromPath[UUID],
    number: FromPath[int],
    editor: Editor,
    peers: ThePeers,
) -> Template | Redirect:
    reason = dict(await posted(request)).get("dismissal", "").strip()
    part = peers.as_reader("contracts", editor)
    try:
        await scans.dismiss(part, scan_id, number, reason)
    except Refused as error:
        trouble = trouble_of(error)
        fields = {"dismissal" if key == "reason" else key: t for key, t in trouble.fields.items()}
        return await _line_page(
            part, scan_id, number, None, replace(trouble, fields=fields), reason
        )
    return redirect(f"{PATH}/{scan_id}#line-{number}")


HANDLERS = [list_scans, add, show, show_line, accept, dismiss]
