"""Documents in the making: how far they are, what failed on what, and another try."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.reply import Trouble, if_up, page, redirect, trouble_of
from services.portal.peers import contracts, renderings
from services.portal.peers.call import Part, Peers

HERE = "/registers/renderings"


@get(HERE)
async def list_renderings(
    staff: Staff, peers: ThePeers, problem: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Template:
    return await _page(peers, staff, problem, after)


@get(f"{HERE}/progress")
async def progress(staff: Staff, peers: ThePeers) -> Template:
    """The numbers alone, asked again by the page while something waits."""
    part = peers.as_reader("documents", staff)
    return page(
        "parts/rendering_progress.html",
        progress=await renderings.progress(part),
        runs=await renderings.runs(part),
    )


@post(f"{HERE}/{{rendering_id:uuid}}/attempts")
async def try_again(
    rendering_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    try:
        await renderings.try_again(peers.as_reader("documents", editor), rendering_id)
    except Refused as error:
        return await _page(peers, editor, trouble=trouble_of(error))
    return redirect(HERE)


@post(f"{HERE}/runs/{{run_id:uuid}}/pauses")
async def pause_run(run_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template | Redirect:
    return await _run(renderings.pause, run_id, editor, peers)


@post(f"{HERE}/runs/{{run_id:uuid}}/resumptions")
async def resume_run(
    run_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    return await _run(renderings.resume, run_id, editor, peers)


async def _run(
    deed: Callable[[Part, UUID], Awaitable[None]], run_id: UUID, editor: Reader, peers: Peers
) -> Template | Redirect:
    try:
        await deed(peers.as_reader("documents", editor), run_id)
    except Refused as error:
        return await _page(peers, editor, trouble=trouble_of(error))
    return redirect(HERE)


async def _page(
    peers: Peers, staff: Reader, problem: str = "", after: str = "", trouble: Trouble | None = None
) -> Template:
    part = peers.as_reader("documents", staff)
    found = await renderings.failed(part, problem, after)
    names = await _names(
        peers.as_reader("contracts", staff), {one.client_id for one in found.items}
    )
    return page(
        "staff/renderings.html",
        trouble.status if trouble else 200,
        progress=await renderings.progress(part),
        runs=await renderings.runs(part),
        found=found,
        names=names,
        problem=problem,
        trouble=trouble,
    )


async def _names(part: Part, clients: Iterable[UUID]) -> dict[UUID, str]:
    """Of those that are found; who was erased has none."""

    async def name(client_id: UUID) -> tuple[UUID, str]:
        try:
            client = await if_up(contracts.client(part, client_id))
        except Refused:
            client = None
        return client_id, client.name if client else ""

    return dict(await asyncio.gather(*(name(one) for one in clients)))


HANDLERS = [list_renderings, progress, try_again, pause_run, resume_run]
