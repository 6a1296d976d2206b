"""The provider's own templates: upload, look, compare, publish, take out of use."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import FieldProblem, Refusal, Refused
from services.portal.domain.templates import CONDITIONS, LANGUAGES
from services.portal.language import current
from services.portal.pages.access import Editor, Staff, ThePeers, ThePool
from services.portal.pages.reply import Trouble, if_up, page, posted, redirect, trouble_of
from services.portal.peers import templates as peer
from services.portal.peers.call import Part
from services.portal.session import PageRequest
from services.portal.store import people
from shared.database import Pool, tenant_transaction

HERE = "/settings/templates"
ONE = "/settings/template-versions"
LARGEST_FORM = 11 * 1024 * 1024


@get(HERE)
async def list_templates(staff: Staff, peers: ThePeers) -> Template:
    part = peers.as_reader("documents", staff)
    found = {(one.kind, one.language): one for one in await peer.templates(part)}
    names = await peer.kinds(part)
    return page("staff/templates.html", kinds=names, languages=LANGUAGES, found=found)


@get(f"{HERE}/{{kind:str}}/{{language:str}}")
async def show_template(
    kind: FromPath[str],
    language: FromPath[str],
    staff: Staff,
    peers: ThePeers,
    after: FromQuery[str] = "",
) -> Template:
    return await _template(peers.as_reader("documents", staff), (kind, language), after=after)


@post(f"{HERE}/{{kind:str}}/{{language:str}}", request_max_body_size=LARGEST_FORM)
async def upload_template(
    request: PageRequest,
    kind: FromPath[str],
    language: FromPath[str],
    editor: Editor,
    peers: ThePeers,
) -> Template | Redirect:
    part = peers.as_reader("documents", editor)
    try:
        name, content, media_type = await _chosen(request)
        made = await peer.upload(part, kind, language, name, content, media_type)
    except Refused as error:
        return await _template(part, (kind, language), trouble=_at_file(error))
    return redirect(f"{ONE}/{made.id}{'?known=yes' if made.known else ''}")


@get(f"{HERE}/{{kind:str}}/{{language:str}}/builtin.docx")
async def download_builtin(
    kind: FromPath[str], language: FromPath[str], staff: Staff, peers: ThePeers
) -> Response[bytes]:
    part = peers.as_reader("documents", staff)
    return await _passed(part, f"/templates/{kind}/{language}/builtin.docx")


@get(f"{ONE}/{{version_id:uuid}}")
async def show_version(
    version_id: FromPath[UUID],
    staff: Staff,
    peers: ThePeers,
    pool: ThePool,
    known: FromQuery[str] = "",
) -> Template:
    part = peers.as_reader("documents", staff)
    return await _version(part, pool, staff.tenant_id, version_id, known=bool(known))


@get(
    [f"{ONE}/{{version_id:uuid}}/{one}" for one in ("file", "annotated", "preview.docx")],
)
async def download_version(
    request: PageRequest,
    version_id: FromPath[UUID],
    staff: Staff,
    peers: ThePeers,
    conditions: FromQuery[str] = "on",
) -> Response[bytes]:
    what = request.url.path.rpartition("/")[2]
    query = {
        "file": "",
        "annotated": f"?language={current()}",
        "preview.docx": f"?conditions={_known(conditions)}",
    }[what]
    part = peers.as_reader("documents", staff)
    return await _passed(part, f"/template-versions/{version_id}/{what}{query}")


@get(f"{ONE}/{{version_id:uuid}}/preview")
async def preview_version(
    version_id: FromPath[UUID],
    staff: Staff,
    peers: ThePeers,
    conditions: FromQuery[str] = "on",
) -> Template:
    part, asked = peers.as_reader("documents", staff), _known(conditions)
    version = await peer.version(part, version_id)
    context: dict[str, Any] = {"version": version, "conditions": asked}
    context["kinds"] = await peer.kinds(part)
    try:
        pages = await if_up(peer.pages(part, version_id, asked))
    except Refused as error:
        context |= {"pages": (), "trouble": _placed(error)}
        return page("staff/template_preview.html", error.refusal.status, **context)
    return page("staff/template_preview.html", pages=pages, **context)


@get(f"{ONE}/{{version_id:uuid}}/pages/{{number:int}}")
async def show_page(
    version_id: FromPath[UUID],
    number: FromPath[int],
    staff: Staff,
    peers: ThePeers,
    conditions: FromQuery[str] = "on",
) -> Response[bytes]:
    part = peers.as_reader("documents", staff)
    path = f"/template-versions/{version_id}/preview/pages/{number}"
    return await _passed(part, f"{path}?conditions={_known(conditions)}")


@get(f"{ONE}/{{version_id:uuid}}/difference")
async def show_difference(
    version_id: FromPath[UUID], staff: Staff, peers: ThePeers, against: FromQuery[str] = "builtin"
) -> Template:
    part = peers.as_reader("documents", staff)
    version = await peer.version(part, version_id)
    others = (await peer.versions(part, version.kind, version.language)).items
    context: dict[str, Any] = {"version": version, "against": against}
    context["kinds"] = await peer.kinds(part)
    context["others"] = [one for one in others if one.id != version.id]
    try:
        found = await peer.difference(part, version_id, against)
    except Refused as error:
        trouble = trouble_of(error)
        return page(
            "staff/template_difference.html", trouble.status, found=None, trouble=trouble, **context
        )
    return page("staff/template_difference.html", found=found, **context)


@get(f"{ONE}/{{version_id:uuid}}/publish")
async def ask_to_publish(version_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template:
    return await _confirmation(peers.as_reader("documents", editor), version_id)


@post(f"{ONE}/{{version_id:uuid}}/publications")
async def publish_version(
    version_id: FromPath[UUID], editor: Editor, peers: ThePeers, pool: ThePool
) -> Template | Redirect:
    part = peers.as_reader("documents", editor)
    try:
        await peer.publish(part, version_id)
    except Refused as error:
        trouble = _placed(error)
        return await _version(part, pool, editor.tenant_id, version_id, trouble=trouble)
    return redirect(f"{ONE}/{version_id}")


@post(f"{ONE}/{{version_id:uuid}}/retirements")
async def retire_version(
    request: PageRequest,
    version_id: FromPath[UUID],
    editor: Editor,
    peers: ThePeers,
    pool: ThePool,
) -> Template | Redirect:
    part = peers.as_reader("documents", editor)
    reason = dict(await posted(request)).get("reason", "").strip()
    try:
        await peer.retire(part, version_id, reason)
    except Refused as error:
        trouble = trouble_of(error)
        return await _version(part, pool, editor.tenant_id, version_id, trouble=trouble)
    return redirect(f"{ONE}/{version_id}")


async def _template(
    part: Part, use: tuple[str, str], *, after: str = "", trouble: Trouble | None = None
) -> Template:
    kind, language = use
    names = await peer.kinds(part)
    if kind not in names or language not in LANGUAGES:
        raise Refusal(type="urn:schakel:problem:template-unknown", status=404).error()
    (template,) = await peer.templates(part, kind, language)
    return page(
        "staff/template.html",
        trouble.status if trouble else 200,
        template=template,
        kinds=names,
        found=await peer.versions(part, kind, language, after),
        trouble=trouble,
    )


async def _version(
    part: Part,
    pool: Pool,
    tenant_id: UUID,
    version_id: UUID,
    *,
    known: bool = False,
    trouble: Trouble | None = None,
) -> Template:
    version = await peer.version(part, version_id)
    async with tenant_transaction(pool, tenant_id) as connection:
        names = {one.id: one.name for one in await people.members(connection)}
    return page(
        "staff/template_version.html",
        trouble.status if trouble else 200,
        version=version,
        kinds=await peer.kinds(part),
        names=names,
        known=known,
        spoken=current(),
        trouble=trouble,
    )


async def _confirmation(part: Part, version_id: UUID) -> Template:
    version = await peer.version(part, version_id)
    (template,) = await peer.templates(part, version.kind, version.language)
    against = str(template.in_force.id) if template.in_force else "builtin"
    found = await peer.difference(part, version_id, against)
    changes = [line.change for line in found.lines]
    return page(
        "staff/template_publish.html",
        version=version,
        kinds=await peer.kinds(part),
        now=template.in_force,
        against=against,
        added=changes.count("added"),
        removed=changes.count("removed"),
    )


async def _passed(part: Part, path: str) -> Response[bytes]:
    answer = await peer.file(part, path)
    kept = {
        name: answer.headers[name] for name in ("content-disposition",) if name in answer.headers
    }
    return Response(answer.content, media_type=answer.headers["content-type"], headers=kept)


async def _chosen(request: PageRequest) -> tuple[str, bytes, str]:
    """Name, bytes and kind of the file; ``Refused`` at its field when none was chosen."""
    chosen = (await request.form()).get("file")
    if not isinstance(chosen, UploadFile) or not chosen.filename:
        problem = FieldProblem(field="file", code="missing")
        refusal = Refusal(type="urn:schakel:problem:request-invalid", errors=(problem,))
        raise refusal.error()
    name = chosen.filename.replace("\\", "/").rpartition("/")[2]
    return name, await chosen.read(), chosen.content_type or "application/octet-stream"


def _at_file(error: Refused) -> Trouble:
    """What is wrong with a file stands at its field, with the place in it."""
    trouble = _placed(error)
    return Trouble(trouble.status, trouble.message, trouble.fields or {"file": trouble.message})


def _placed(error: Refused) -> Trouble:
    trouble, refusal = trouble_of(error), error.refusal
    told = [
        str(refusal.more(name)) for name in ("variable", "found", "place") if refusal.more(name)
    ]
    message = f"{trouble.message} ({'; '.join(told)})" if told else trouble.message
    return Trouble(trouble.status, message, trouble.fields)


def _known(conditions: str) -> str:
    return conditions if conditions in CONDITIONS else "on"


HANDLERS = [
    list_templates,
    show_template,
    upload_template,
    download_builtin,
    show_version,
    download_version,
    preview_version,
    show_page,
    show_difference,
    ask_to_publish,
    publish_version,
    retire_version,
]
