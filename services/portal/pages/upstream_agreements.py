"""Agreements with suppliers: what ends when, how far each stands, and who tells us too late."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.record_form import Field, Shown, made, typed
from services.portal.labels import label
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.record_form import Open, opened, saved
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.pages.upload import LARGEST_FORM, kept_file, reference
from services.portal.peers import contracts, registers
from services.portal.peers.call import Part
from services.portal.session import PageRequest

PATH = "/registers/suppliers"
STATES = ("published", "accepted", "countersigned")
KINDS = ("calendar", "business")
TERMS = (
    *(Field(name) for name in ("title", "valid_from", "valid_until", "day_kind", "note")),
    *(Field(name, "number") for name in ("notice_days", "objection_days", "reminder_days")),
)


@get(PATH)
async def list_upstream(staff: Staff, peers: ThePeers, after: FromQuery[str] = "") -> Template:
    part = peers.as_reader("contracts", staff)
    return page(
        "staff/upstream_agreements.html",
        found=await registers.upstream_agreements(part, after=after, limit=50),
        lacking=[one for one in await registers.slack_of_all(part) if one.warnings],
        today=await contracts.today(part),
        after=after,
    )


@get(f"{PATH}/new")
async def ask(editor: Editor, peers: ThePeers, party: FromQuery[str] = "") -> Template:
    part = peers.as_reader("contracts", editor)
    values = {"subprocessor_id": party, "reminder_days": "60", "state": "accepted"}
    return await _form(part, values)


@post(f"{PATH}/new", request_max_body_size=LARGEST_FORM)
async def add(request: PageRequest, editor: Editor, peers: ThePeers) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    values = dict(await posted(request))
    try:
        values |= await kept_file(request, peers.as_reader("documents", editor))
        body = made(typed(list(values.items()), TERMS), TERMS)
        body |= {"subprocessor_id": values.get("subprocessor_id"), "standing": _standing(values)}
        added = await registers.add_upstream(part, body)
    except Refused as error:
        return await _form(part, values, trouble=_trouble(error))
    return redirect(f"{PATH}/{added.id}")


@get(f"{PATH}/{{upstream_id:uuid}}")
async def show(upstream_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    return await _page(peers.as_reader("contracts", staff), upstream_id, {})


@get(f"{PATH}/{{upstream_id:uuid}}/edit")
async def ask_edit(upstream_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", editor)
    return await _edit_form(part, upstream_id, await opened(part, _record(upstream_id), TERMS))


def _record(upstream_id: UUID) -> str:
    return f"/upstream-agreements/{upstream_id}"


@post(f"{PATH}/{{upstream_id:uuid}}/edit")
async def edit(
    request: PageRequest, upstream_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    sent = await posted(request)
    again = await saved(part, _record(upstream_id), TERMS, sent, _trouble)
    if again:
        return await _edit_form(part, upstream_id, again)
    return redirect(f"{PATH}/{upstream_id}")


async def _edit_form(part: Part, upstream_id: UUID, form: Open) -> Template:
    return await _form(part, form.form, form.trouble, form, upstream_id)


@post(f"{PATH}/{{upstream_id:uuid}}/states", request_max_body_size=LARGEST_FORM)
async def advance(
    request: PageRequest, upstream_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    values = dict(await posted(request))
    try:
        values |= await kept_file(request, peers.as_reader("documents", editor))
        await registers.advance_upstream(part, upstream_id, _standing(values))
    except Refused as error:
        return await _page(part, upstream_id, values, _trouble(error))
    return redirect(f"{PATH}/{upstream_id}")


def _standing(values: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {"state": values.get("state", ""), "file": reference(values)}
    return told | {"since": values.get("since", "").strip() or None}


async def _form(
    part: Part,
    values: Shown,
    trouble: Trouble | None = None,
    form: Open | None = None,
    upstream_id: UUID | None = None,
) -> Template:
    return page(
        "staff/upstream_form.html",
        trouble.status if trouble else 200,
        values=values,
        was=form.was if form else {},
        seen=form.seen if form else "",
        upstream_id=upstream_id,
        parties=[(str(one.id), one.name) for one in await contracts.parties(part)],
        kinds=[(one, label(one, "day_kind")) for one in KINDS],
        states=_states(),
        trouble=trouble,
    )


async def _page(
    part: Part, upstream_id: UUID, values: dict[str, str], trouble: Trouble | None = None
) -> Template:
    found, _seen = await registers.upstream_agreement(part, upstream_id)
    return page(
        "staff/upstream_agreement.html",
        trouble.status if trouble else 200,
        upstream=found,
        values=values,
        states=_states(),
        today=await contracts.today(part),
        trouble=trouble,
    )


def _states() -> list[tuple[str, str]]:
    return [(one, label(one, "upstream_state")) for one in STATES]


def _trouble(error: Refused) -> Trouble:
    """With mistakes inside ``standing`` at the field of the form, and those of the whole on top."""
    plain = trouble_of(error)
    fields = {name.removeprefix("standing."): text for name, text in plain.fields.items()}
    if text := fields.pop("standing", None):
        fields["file"] = text
    codes = {one.code for one in error.refusal.errors}
    if "ends-too-early" in codes:
        fields["valid_until"] = fields.pop("body", plain.message)
    return Trouble(plain.status, plain.message, fields)


HANDLERS = [list_upstream, ask, add, show, ask_edit, edit, advance]
