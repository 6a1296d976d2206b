"""One register: its list, its form, and every revision of an entry."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain import record_form
from services.portal.domain.clients import ClientLine
from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.domain.register_form import BOOKS, Book, Field, facts_of, field_of, shown
from services.portal.domain.registers import Entry, Revision
from services.portal.labels import label
from services.portal.language import current
from services.portal.pages.access import Editor, Staff, ThePeers, ThePool
from services.portal.pages.clients import chosen_day
from services.portal.pages.record_form import overtaken
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.pages.upload import LARGEST_FORM, kept_file, reference
from services.portal.peers import contracts, registers
from services.portal.peers.call import Part
from services.portal.refusals import explain_field
from services.portal.rendering import Typed
from services.portal.session import PageRequest
from services.portal.store import people
from shared.database import Pool, tenant_transaction

MATCHES = 20
SHOWN = 80


def book_of(slug: str) -> Book:
    if slug not in BOOKS:
        raise NotFoundException
    return BOOKS[slug]


@get("/registers/{slug:str}")
async def list_entries(
    slug: FromPath[str],
    staff: Staff,
    peers: ThePeers,
    after: FromQuery[str] = "",
    show: FromQuery[str] = "",
    client: FromQuery[str] = "",
) -> Template:
    book, part = book_of(slug), peers.as_reader("contracts", staff)
    is_open = "true" if show == "open" else None
    found = await registers.entries(
        part, kind=book.kind, is_open=is_open, client_id=client, after=after, limit=50
    )
    unfinished = await registers.unfinished(part) if book.about == "agreement" else []
    return page(
        "staff/register.html",
        headline=headline,
        book=book,
        slug=slug,
        found=found,
        show=show,
        client=client,
        about=await _about(part, {"client_id": client}),
        after=after,
        unfinished=unfinished,
        today=await contracts.today(part),
    )


@get("/registers/{slug:str}/table.csv")
async def download(slug: FromPath[str], staff: Staff, peers: ThePeers) -> Response[bytes]:
    book, part = book_of(slug), peers.as_reader("contracts", staff)
    return as_table(slug, await registers.table(part, "/register-entries", current(), book.kind))


@get("/registers/{slug:str}/{entry_id:uuid}/answer-pack")
async def show_answer_pack(
    slug: FromPath[str],
    entry_id: FromPath[UUID],
    staff: Staff,
    peers: ThePeers,
    on: FromQuery[str] = "",
) -> Template:
    """To be read, printed, or saved as PDF by the browser."""
    book_of(slug)
    part = peers.as_reader("contracts", staff)
    day = chosen_day(on)
    pack = await registers.answer_pack(part, entry_id, day.isoformat() if day else "")
    return page("staff/answer_pack.html", pack=pack)


@get("/registers/{slug:str}/new")
async def ask(
    slug: FromPath[str],
    editor: Editor,
    peers: ThePeers,
    client: FromQuery[str] = "",
    agreement: FromQuery[str] = "",
    q: FromQuery[str] = "",
    none: FromQuery[bool] = False,
) -> Template | Redirect:
    book, part = book_of(slug), peers.as_reader("contracts", editor)
    if book.about == "agreement" and not agreement:
        return redirect(f"/registers/{slug}")
    if book.about != "agreement" and not client and not none:
        matches = (await contracts.clients(part, {"q": q.strip()}, limit=MATCHES)).items
        return _choose(book, slug, q, matches)
    values = {"client_id": client, "agreement_id": agreement}
    values["day"] = (await contracts.today(part)).isoformat() if not agreement else ""
    return await _form(part, book, slug, values)


@post("/registers/{slug:str}/new", request_max_body_size=LARGEST_FORM)
async def add(
    request: PageRequest, slug: FromPath[str], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    book, part = book_of(slug), peers.as_reader("contracts", editor)
    values = dict(await posted(request))
    try:
        values |= await kept_file(request, peers.as_reader("documents", editor))
        made = await registers.add_entry(part, facts_of(values, book, reference(values)))
    except Refused as error:
        return await _form(part, book, slug, values, trouble=_trouble(error, book))
    return redirect(f"/registers/{slug}/{made.id}")


@get("/registers/{slug:str}/{entry_id:uuid}")
async def show_entry(
    slug: FromPath[str], entry_id: FromPath[UUID], staff: Staff, peers: ThePeers, pool: ThePool
) -> Template:
    book, part = book_of(slug), peers.as_reader("contracts", staff)
    entry, _seen = await registers.entry(part, entry_id)
    return page(
        "staff/register_entry.html",
        headline=headline,
        book=book,
        slug=slug,
        entry=entry,
        told=shown(entry.facts, book),
        history=list(_history(entry, book)),
        names=await _names(pool, staff, entry.revisions),
        today=await contracts.today(part),
    )


@get("/registers/{slug:str}/{entry_id:uuid}/revise")
async def ask_revision(
    slug: FromPath[str], entry_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template:
    book, part = book_of(slug), peers.as_reader("contracts", editor)
    entry, seen = await registers.entry(part, entry_id)
    values = shown(entry.facts, book)
    return await _form(part, book, slug, values, entry=entry, was=values, seen=seen)


@post("/registers/{slug:str}/{entry_id:uuid}/revise", request_max_body_size=LARGEST_FORM)
async def revise(
    request: PageRequest,
    slug: FromPath[str],
    entry_id: FromPath[UUID],
    editor: Editor,
    peers: ThePeers,
) -> Template | Redirect:
    book, part = book_of(slug), peers.as_reader("contracts", editor)
    sent = {key: text.replace("\r\n", "\n") for key, text in await posted(request)}
    was = {key[4:]: text for key, text in sent.items() if key.startswith("was.")}
    values = {key: text for key, text in sent.items() if not key.startswith("was.")}
    seen = values.pop("seen", "")
    try:
        values |= await kept_file(request, peers.as_reader("documents", editor))
        body = {
            "facts": facts_of(values, book, reference(values)),
            "reason": values.get("reason", "").strip(),
        }
        await registers.revise_entry(part, entry_id, body, seen)
    except Refused as error:
        entry, newest = await registers.entry(part, entry_id)
        trouble = _trouble(error, book)
        if error.refusal.status == 412:
            now, seen = shown(entry.facts, book), newest
            values, trouble = _merged(values, was, now, book)
            was = now
        return await _form(
            part, book, slug, values, entry=entry, was=was, seen=seen, trouble=trouble
        )
    return redirect(f"/registers/{slug}/{entry_id}")


def _merged(
    values: dict[str, str], was: dict[str, str], now: dict[str, str], book: Book
) -> tuple[dict[str, str], Trouble]:
    """What was typed, over what a colleague recorded meanwhile."""
    names = [*now, *(name for name in (*was, *values) if name.startswith("file."))]
    fields = [record_form.Field(name) for name in dict.fromkeys(names)]
    found, theirs = record_form.merged(values, was, Typed(now), fields)
    words = {field.name for field in book.fields if field.kind == "choice"}
    said = {
        name: label(text, "register_word") if name in words else text
        for name, text in theirs.items()
        if name not in ("file.id", "file.digest")
    }
    return values | found, overtaken(said)


@post("/registers/{slug:str}/{entry_id:uuid}/erasures")
async def erase(
    slug: FromPath[str], entry_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Redirect:
    book_of(slug)
    await registers.erase_person(peers.as_reader("contracts", editor), entry_id)
    return redirect(f"/registers/{slug}/{entry_id}")


def as_table(name: str, content: bytes) -> Response[bytes]:
    """A download that no page shows."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(content, media_type="text/csv", headers=headers)


def headline(entry: Entry, book: Book) -> str:
    """What tells an entry from the others, in at most one line."""
    if book.headline == "reference":
        return entry.reference or ""
    said = str(entry.facts.get(book.headline) or "")
    if book.headline == "right":
        name = (entry.facts.get("person") or {}).get("name")
        return " · ".join(filter(None, (label(said, "register_word"), name)))
    return said if len(said) <= SHOWN else f"{said[:SHOWN].rstrip()}…"


def choices(field: Field) -> list[tuple[str, str]]:
    return [(one, label(one, "register_word") if one else "–") for one in field.options]


def _choose(book: Book, slug: str, q: str, matches: Iterable[ClientLine]) -> Template:
    return page("staff/register_client.html", book=book, slug=slug, q=q, matches=matches)


async def _form(
    part: Part,
    book: Book,
    slug: str,
    values: dict[str, str],
    *,
    entry: Entry | None = None,
    was: dict[str, str] | None = None,
    seen: str = "",
    trouble: Trouble | None = None,
) -> Template:
    about = await _about(part, values)
    return page(
        "staff/register_form.html",
        trouble.status if trouble else 200,
        book=book,
        slug=slug,
        values=values,
        was=was or {},
        seen=seen,
        entry=entry,
        about=about,
        choices=choices,
        trouble=trouble,
    )


async def _about(part: Part, values: dict[str, str]) -> str:
    """The name of whom or what the entry concerns."""
    if agreement := number_of(values.get("agreement_id")):
        found = await contracts.agreement(part, agreement)
        return f"{found.client} · {found.reference}"
    if client := number_of(values.get("client_id")):
        return (await contracts.client(part, client)).name
    return ""


def number_of(text: str | None) -> UUID | None:
    """``NotFoundException`` for what names nothing."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFoundException from None


def _trouble(error: Refused, book: Book) -> Trouble:
    """With every mistake at the field of the form that it belongs to."""
    plain = trouble_of(error)
    fields = {
        field_of(one.field, one.code, book): explain_field(one)
        for one in reversed(error.refusal.errors)
    }
    return Trouble(plain.status, fields.pop("body", plain.message), fields)


def _history(entry: Entry, book: Book) -> Iterable[tuple[Revision, list[tuple[Any, str, str]]]]:
    """Each revision, the last first, with the fields in which it differs from the one before."""
    earlier: dict[str, str] = {}
    found = []
    for revision in entry.revisions:
        told = shown(revision.facts, book)
        names = [
            (field, field.name if field.kind != "file" else "file.name") for field in book.fields
        ]
        changed = [
            (field, earlier.get(name, ""), told.get(name, ""))
            for field, name in names
            if revision.number > 1 and earlier.get(name, "") != told.get(name, "")
        ]
        found.append((revision, changed))
        earlier = told
    return reversed(found)


async def _names(pool: Pool, reader: Reader, revisions: Iterable[Revision]) -> dict[UUID, str]:
    """Of the members of staff who recorded them."""
    found: dict[UUID, str] = {}
    async with tenant_transaction(pool, reader.tenant_id) as connection:
        for staff_id in {one.recorded_by for one in revisions if one.recorded_by}:
            member = await people.staff(connection, staff_id)
            if member:
                found[staff_id] = member.name
    return found


HANDLERS = [
    list_entries,
    download,
    show_answer_pack,
    ask,
    add,
    show_entry,
    ask_revision,
    revise,
    erase,
]
