"""What is in doubt is settled: by the mail server's log, or by hand by whoever has read it."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.language import gettext
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.peers import doubts
from services.portal.peers.call import Peers
from services.portal.session import PageRequest

PATH = "/unreached/mail-log"
NOTICE = "/notices/{notice_id:uuid}/in-doubt"
LARGEST = 25 * 1024 * 1024
# And the other fields of the form.
LARGEST_FORM = LARGEST + 1024 * 1024
_PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"\xfd7zXZ", b"(\xb5/\xfd")
_EMPTY = {"zone": "Europe/Amsterdam", "server_waits_seconds": "600"}


@get(PATH)
async def show_form(staff: Staff) -> Template:
    return page("staff/mail_log.html", values=_EMPTY, result=None)


@post(PATH, status_code=200, request_max_body_size=LARGEST_FORM)
async def hand_in(request: PageRequest, editor: Editor, peers: ThePeers) -> Template:
    """What came of it stands on the same page; the same log again changes nothing."""
    values, lines = dict(await posted(request)), list[str]()
    result, trouble = None, None
    try:
        lines = await _lines(request)
        part = peers.as_reader("notifications", editor)
        result = await doubts.by_log(part, lines, _told(values))
    except Refused as error:
        trouble = _at_the_file(trouble_of(error))
    except ValueError as error:
        trouble = Trouble(400, str(error), {"file": str(error)})
    status = trouble.status if trouble else 200
    return page(
        "staff/mail_log.html",
        status,
        values=values,
        lines=len(lines),
        result=result,
        trouble=trouble,
    )


@get(NOTICE)
async def list_in_doubt(notice_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    return await _in_doubt(peers, staff, notice_id, {})


@post(NOTICE)
async def settle(
    request: PageRequest, notice_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    sent = await posted(request)
    chosen = _ids(value for name, value in sent if name == "delivery")
    values = dict(sent)
    if not chosen:
        message = gettext("Choose at least one.")
        trouble = Trouble(400, message, {"delivery": message})
        return await _in_doubt(peers, editor, notice_id, values, trouble)
    said = {name: values.get(name, "").strip() for name in ("outcome", "reason")}
    try:
        await doubts.by_hand(peers.as_reader("notifications", editor), chosen, said)
    except Refused as error:
        return await _in_doubt(peers, editor, notice_id, values, trouble_of(error))
    return redirect(f"/notices/{notice_id}/in-doubt")


async def _in_doubt(
    peers: Peers,
    reader: Reader,
    notice_id: UUID,
    values: dict[str, str],
    trouble: Trouble | None = None,
) -> Template:
    found = await doubts.of(peers.as_reader("notifications", reader), notice_id)
    status = trouble.status if trouble else 200
    return page(
        "staff/in_doubt.html",
        status,
        found=found,
        notice_id=notice_id,
        values=values,
        trouble=trouble,
    )


def _ids(values: Iterable[str]) -> list[UUID]:
    found = []
    for value in values:
        with suppress(ValueError):
            found.append(UUID(value))
    return found


async def _lines(request: PageRequest) -> list[str]:
    """``ValueError`` with what is wrong with the file, said to the reader."""
    chosen = (await request.form()).get("file")
    if not isinstance(chosen, UploadFile) or not chosen.filename:
        raise ValueError(gettext("Choose a file."))
    content = await chosen.read()
    if len(content) > LARGEST:
        raise ValueError(gettext("This file is too large."))
    if content.startswith(_PACKED):
        raise ValueError(gettext("This file is packed; unpack it first."))
    lines = content.decode("utf-8", "replace").replace("\0", "").splitlines()
    if not lines:
        raise ValueError(gettext("This file is empty."))
    return lines


def _told(values: dict[str, str]) -> dict[str, Any]:
    return {
        "zone": values.get("zone", "").strip() or None,
        "server_waits_seconds": values.get("server_waits_seconds", "").strip(),
    }


def _at_the_file(trouble: Trouble) -> Trouble:
    """Its lines are what the form calls the file; which one it is counts from 1 there."""
    fields = dict(trouble.fields)
    for name, message in trouble.fields.items():
        first, _, number = name.partition(".")
        if first == "lines":
            where = gettext("Line %(number)s:") % {"number": int(number) + 1} if number else ""
            fields["file"] = f"{where} {message}".strip()
    return Trouble(trouble.status, trouble.message, fields)


HANDLERS = [show_form, hand_in, list_in_doubt, settle]
