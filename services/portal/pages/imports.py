"""Take over clients from a file: choose, check, look at what is wrong, import."""

from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.imports import Finding
from services.portal.domain.problem import FieldProblem, Refused
from services.portal.language import current, gettext
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.reply import Trouble, page, redirect, trouble_of
from services.portal.peers import imports
from services.portal.peers.call import Part
from services.portal.refusals import explain_field
from services.portal.session import PageRequest

LARGEST_FORM = 65 * 1024 * 1024
KINDS = ("csv", "xlsx")


@get("/imports")
async def list_imports(editor: Editor, peers: ThePeers, after: FromQuery[str] = "") -> Template:
    return await _list(peers.as_reader("contracts", editor), None, after)


async def _list(part: Part, trouble: Trouble | None, after: str = "") -> Template:
    found = await imports.imports(part, after)
    status = trouble.status if trouble else 200
    return page("staff/imports.html", status, found=found, trouble=trouble)


@post("/imports", request_max_body_size=LARGEST_FORM)
async def check(request: PageRequest, editor: Editor, peers: ThePeers) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    form = await request.form()
    chosen = form.get("file")
    if not isinstance(chosen, UploadFile) or not chosen.filename:
        message = gettext("Choose a file.")
        return await _list(part, Trouble(400, message, {"file": message}))
    wanted = "update" if form.get("on_existing") == "update" else "keep"
    name = chosen.filename.replace("\\", "/").rpartition("/")[2][:200]
    try:
        made = await imports.check(part, await chosen.read(), name, wanted)
    except Refused as error:
        return await _list(part, trouble_of(error))
    return redirect(f"/imports/{made.id}")


@get("/imports/{import_id:uuid}")
async def one_import(
    request: PageRequest,
    import_id: FromPath[UUID],
    staff: Staff,
    peers: ThePeers,
    after: FromQuery[str] = "",
) -> Template:
    """While it is going the page asks for its inner part again and again."""
    part = peers.as_reader("contracts", staff)
    found = await imports.one(part, import_id)
    wrong = await imports.findings(part, import_id, after) if found.state == "refused" else None
    name = "import_state" if request.headers.get("hx-request") else "import"
    said = [(one, _said(one)) for one in wrong.items] if wrong else []
    return page(f"staff/{name}.html", found=found, wrong=wrong, said=said)


def _said(finding: Finding) -> str:
    problem = FieldProblem(field="", code=finding.code, message=finding.detail)
    return explain_field(problem)


@post("/imports/{import_id:uuid}/confirmations")
async def confirm(import_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Redirect:
    made = await imports.confirm(peers.as_reader("contracts", editor), import_id)
    return redirect(f"/imports/{made.id}")


@get("/imports/example")
async def example(staff: Staff, peers: ThePeers, kind: FromQuery[str] = "xlsx") -> Response[bytes]:
    wanted = kind if kind in KINDS else "xlsx"
    path = f"/imports/example?format={wanted}&language={current()}"
    found = await peers.as_reader("contracts", staff).raw(path)
    headers = {"Content-Disposition": found.headers["content-disposition"]}
    return Response(found.content, media_type=found.headers["content-type"], headers=headers)


HANDLERS = [list_imports, check, one_import, confirm, example]
