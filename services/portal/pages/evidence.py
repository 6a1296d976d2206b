"""What proves who was told: live while it goes out, checked when asked, and as files."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath, FromQuery
from litestar.response import Stream, Template

from services.portal.pages.access import Staff, ThePeers
from services.portal.pages.reply import page, passed_on
from services.portal.peers import changes as asked
from services.portal.peers import evidence, notifications
from services.portal.session import PageRequest


@get("/changes/{change_id:uuid}/evidence")
async def show_evidence(
    change_id: FromPath[UUID], staff: Staff, peers: ThePeers, check: FromQuery[bool] = False
) -> Template:
    """``check``: each chain from its first row to its last, which may take minutes."""
    change, _ = await asked.seen(peers.as_reader("contracts", staff), change_id)
    part = peers.as_reader("notifications", staff)
    notices = await notifications.notices(part, change_id)
    return page(
        "staff/evidence.html",
        change=change,
        notices=notices,
        progress={one.id: await evidence.progress(part, one.id) for one in notices},
        checked={one.id: await evidence.check(part, one.id) for one in notices} if check else {},
    )


@get("/notices/{notice_id:uuid}/progress")
async def show_progress(notice_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    """Asked again by the page until everybody is settled."""
    part = peers.as_reader("notifications", staff)
    return page("parts/notice_progress.html", found=await evidence.progress(part, notice_id))


@get(
    [
        *("/changes/{of:uuid}/evidence.json", "/changes/{of:uuid}/evidence.csv"),
        *("/notices/{of:uuid}/evidence.json", "/notices/{of:uuid}/evidence.csv"),
    ]
)
async def download_evidence(
    request: PageRequest, of: FromPath[UUID], staff: Staff, peers: ThePeers
) -> Stream:
    """A report as a file, to the browser as it comes."""
    path, _, suffix = request.url.path.rpartition(".")
    part = peers.as_reader("notifications", staff)
    name = f"evidence-{of}.{suffix}"
    return await passed_on(part, path if suffix == "json" else f"{path}.csv", name)


HANDLERS = [show_evidence, show_progress, download_evidence]
