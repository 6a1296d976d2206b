"""What is wrong with transfers on a day, whom that touches, and decisions that end."""

from collections.abc import Mapping
from typing import Any

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.language import say
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.clients import chosen_day
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.peers import contracts, transfers
from services.portal.peers.call import Peers
from services.portal.session import PageRequest

PATH = "/registers/transfers"


@get(PATH)
async def overview(
    staff: Staff,
    peers: ThePeers,
    on: FromQuery[str] = "",
    code: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    part = peers.as_reader("contracts", staff)
    today = await contracts.today(part)
    day = chosen_day(on) or today
    return page(
        "staff/transfers.html",
        found=await transfers.findings(part, day, code, after),
        day=day,
        today=today,
        code=code,
        after=after,
    )


@get(f"{PATH}/findings/{{finding:str}}")
async def touched_by_finding(
    finding: FromPath[str],
    staff: Staff,
    peers: ThePeers,
    on: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    return await _touched(peers, staff, f"/transfer-findings/{finding}", on, after)


@get(f"{PATH}/decisions/{{territory:str}}")
async def touched_by_decision(
    territory: FromPath[str],
    staff: Staff,
    peers: ThePeers,
    on: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Template:
    return await _touched(peers, staff, f"/adequacy-decisions/{territory}", on, after)


async def _touched(peers: Peers, staff: Reader, path: str, on: str, after: str) -> Template:
    part = peers.as_reader("contracts", staff)
    day = chosen_day(on) or await contracts.today(part)
    found = await transfers.touched(part, path, day, after)
    return page("staff/transfer_touched.html", found=found, day=day)


@get(f"{PATH}/decisions")
async def decisions(staff: Staff, peers: ThePeers, on: FromQuery[str] = "") -> Template:
    return await _decisions(peers, staff, on, {}, None)


@post(f"{PATH}/decisions")
async def end_decision(
    request: PageRequest, editor: Editor, peers: ThePeers
) -> Template | Redirect:
    typed = dict(await posted(request))
    body = {**typed, "ends_on": typed.get("ends_on") or None}
    try:
        await transfers.end_decision(peers.as_reader("contracts", editor), body)
    except Refused as error:
        return await _decisions(peers, editor, "", typed, trouble_of(error))
    return redirect(PATH)


async def _decisions(
    peers: Peers, staff: Reader, on: str, form: Mapping[str, Any], trouble: Trouble | None
) -> Template:
    part = peers.as_reader("contracts", staff)
    today = await contracts.today(part)
    day = chosen_day(on) or today
    found = await transfers.decisions(part, day)
    return page(
        "staff/adequacy.html",
        status=trouble.status if trouble else 200,
        found=found,
        territories=[(one.territory, say(one.name)) for one in found.items],
        day=day,
        today=today,
        form=form,
        trouble=trouble,
    )


HANDLERS = [overview, touched_by_finding, touched_by_decision, decisions, end_decision]
