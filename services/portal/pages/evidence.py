"""What proves who was told: live while it goes out, checked when asked, and as files."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Stream, Template

from services.portal.domain.reader import Reader
from services.portal.language import current
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.reply import if_up, page, passed_on, posted, redirect
from services.portal.peers import changes as asked
from services.portal.peers import evidence, notifications, record_documents
from services.portal.peers.call import Peers
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
        **await _made(peers, staff, change_id),
    )


@post("/changes/{change_id:uuid}/evidence/documents")
async def make_report(
    request: PageRequest, change_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Redirect:
    """As a document; in the reader's language where none is chosen."""
    chosen = dict(await posted(request)).get("language")
    language = chosen if chosen in ("nl", "en") else current()
    draft = {"kind": "evidence-report", "language": language, "change_id": str(change_id)}
    await record_documents.make(peers.as_reader("documents", editor), draft)
    return redirect(f"/changes/{change_id}/evidence#made")


@get("/changes/{change_id:uuid}/evidence/documents")
async def list_reports(change_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    """The list alone, for a page that follows how far it is."""
    return page("parts/record_documents.html", **await _made(peers, staff, change_id))


async def _made(peers: Peers, reader: Reader, change_id: UUID) -> dict[str, Any]:
    part = peers.as_reader("documents", reader)
    return {
        "made": await if_up(record_documents.of_change(part, change_id)),
        "followed": f"/changes/{change_id}/evidence/documents",
    }


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


HANDLERS = [show_evidence, make_report, list_reports, show_progress, download_evidence]
