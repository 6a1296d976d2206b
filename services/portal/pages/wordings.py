"""The provider's own words and looks for its messages: write, look, try, publish, go back."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.wordings import (
    ACCENT,
    LANGUAGES,
    SITUATIONS,
    Preview,
    Version,
    by_reader,
)
from services.portal.language import gettext, say
from services.portal.pages.access import Editor, Staff, ThePeers, ThePool
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.peers import wordings as peer
from services.portal.peers.call import Part
from services.portal.session import PageRequest
from services.portal.store import people
from shared.database import Pool, tenant_transaction

HERE = "/settings/messages"
ONE = "/settings/message-versions"
# A message as a mail program shows it: its own styles, and nothing that runs or is fetched.
_AS_MAIL = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'self'; sandbox"
    )
}


@get(HERE)
async def list_messages(staff: Staff, peers: ThePeers) -> Template:
    found = await peer.wordings(peers.as_reader("notifications", staff))
    readers = by_reader(one.kind for one in found)
    known = {(one.kind, one.language): one for one in found}
    return page("staff/wordings.html", readers=readers, languages=LANGUAGES, found=known)


@get(f"{HERE}/brand")
async def show_brand(staff: Staff, peers: ThePeers) -> Template:
    return await _brand(peers.as_reader("notifications", staff))


@post(f"{HERE}/brand")
async def set_brand(request: PageRequest, editor: Editor, peers: ThePeers) -> Template | Redirect:
    part, sent = peers.as_reader("notifications", editor), dict(await posted(request))
    draft: dict[str, Any] = {
        name: sent.get(name, "").strip() or None for name in ("name", "footer_nl", "footer_en")
    }
    draft["accent"] = sent.get("accent", "").strip().lower()
    try:
        await peer.set_brand(part, draft)
    except Refused as error:
        return await _brand(part, draft, trouble_of(error))
    return redirect(f"{HERE}/brand")


@get(f"{HERE}/{{kind:str}}/{{language:str}}")
async def show_message(
    kind: FromPath[str],
    language: FromPath[str],
    staff: Staff,
    peers: ThePeers,
    after: FromQuery[str] = "",
    version: FromQuery[UUID | None] = None,
) -> Template:
    """``version``: whose words stand in the form, to go on from."""
    part = peers.as_reader("notifications", staff)
    kept = await peer.version(part, version) if version else None
    draft = {"subject": kept.subject, "text": kept.text} if kept else None
    return await _message(part, (kind, language), draft, _wrong(kept), after=after)


@post(f"{HERE}/{{kind:str}}/{{language:str}}")
async def write_message(
    request: PageRequest,
    kind: FromPath[str],
    language: FromPath[str],
    editor: Editor,
    peers: ThePeers,
) -> Template | Redirect:
    part, sent = peers.as_reader("notifications", editor), dict(await posted(request))
    draft = {name: sent.get(name, "") for name in ("subject", "text")}
    try:
        made = await peer.write(part, kind, language, draft)
    except Refused as error:
        return await _message(part, (kind, language), draft, trouble_of(error))
    return redirect(f"{ONE}/{made.id}")


@get(f"{HERE}/{{kind:str}}/{{language:str}}/page")
async def show_builtin(
    kind: FromPath[str],
    language: FromPath[str],
    staff: Staff,
    peers: ThePeers,
    situation: FromQuery[str] = "full",
) -> Response[str]:
    part = peers.as_reader("notifications", staff)
    return _as_mail(await peer.preview(part, f"/wordings/{kind}/{language}", _known(situation)))


@get(f"{ONE}/{{version_id:uuid}}")
async def show_version(
    version_id: FromPath[UUID],
    staff: Staff,
    peers: ThePeers,
    pool: ThePool,
    situation: FromQuery[str] = "full",
    sent: FromQuery[str] = "",
) -> Template:
    told = {"situation": _known(situation), "sent": sent}
    part = peers.as_reader("notifications", staff)
    return await _version(part, pool, staff.tenant_id, version_id, told)


@get(f"{ONE}/{{version_id:uuid}}/page")
async def show_version_page(
    version_id: FromPath[UUID],
    staff: Staff,
    peers: ThePeers,
    situation: FromQuery[str] = "full",
) -> Response[str]:
    part = peers.as_reader("notifications", staff)
    return _as_mail(await peer.preview(part, f"/wording-versions/{version_id}", _known(situation)))


@post(f"{ONE}/{{version_id:uuid}}/publications")
async def publish_version(
    version_id: FromPath[UUID], editor: Editor, peers: ThePeers, pool: ThePool
) -> Template | Redirect:
    part = peers.as_reader("notifications", editor)
    try:
        await peer.publish(part, version_id)
    except Refused as error:
        return await _version(part, pool, editor.tenant_id, version_id, {}, trouble_of(error))
    return redirect(f"{ONE}/{version_id}")


@post(f"{ONE}/{{version_id:uuid}}/retirements")
async def retire_version(
    request: PageRequest,
    version_id: FromPath[UUID],
    editor: Editor,
    peers: ThePeers,
    pool: ThePool,
) -> Template | Redirect:
    part = peers.as_reader("notifications", editor)
    reason = dict(await posted(request)).get("reason", "").strip()
    try:
        await peer.retire(part, version_id, reason)
    except Refused as error:
        return await _version(part, pool, editor.tenant_id, version_id, {}, trouble_of(error))
    return redirect(f"{ONE}/{version_id}")


@post(f"{ONE}/{{version_id:uuid}}/tests")
async def test_version(
    request: PageRequest,
    version_id: FromPath[UUID],
    editor: Editor,
    peers: ThePeers,
    pool: ThePool,
) -> Template | Redirect:
    part = peers.as_reader("notifications", editor)
    situation = _known(dict(await posted(request)).get("situation", ""))
    try:
        await peer.test(part, version_id, situation)
    except Refused as error:
        return await _version(part, pool, editor.tenant_id, version_id, {}, trouble_of(error))
    return redirect(f"{ONE}/{version_id}?situation={situation}&sent=yes")


async def _brand(
    part: Part, draft: dict[str, Any] | None = None, trouble: Trouble | None = None
) -> Template:
    brand = await peer.brand(part)
    kept = brand.model_dump() if brand else {"accent": ACCENT}
    values = draft or kept
    return page(
        "staff/brand.html",
        trouble.status if trouble else 200,
        brand=brand,
        values={name: values.get(name) for name in ("name", "accent", "footer_nl", "footer_en")},
        trouble=trouble,
    )


async def _message(
    part: Part,
    use: tuple[str, str],
    draft: dict[str, str] | None = None,
    trouble: Trouble | None = None,
    *,
    after: str = "",
) -> Template:
    kind, language = use
    rules = await peer.rules(part, kind, language)
    words = rules.in_force or rules.builtin
    return page(
        "staff/wording.html",
        trouble.status if trouble else 200,
        rules=rules,
        values=draft or {"subject": words.subject, "text": words.text},
        found=await peer.versions(part, kind, language, after),
        trouble=trouble,
    )


async def _version(
    part: Part,
    pool: Pool,
    tenant_id: UUID,
    version_id: UUID,
    told: dict[str, str],
    trouble: Trouble | None = None,
) -> Template:
    version = await peer.version(part, version_id)
    situation = told.get("situation", "full")
    try:
        shown = await peer.preview(part, f"/wording-versions/{version_id}", situation)
    except Refused:
        shown = None
    async with tenant_transaction(pool, tenant_id) as connection:
        names = {one.id: one.name for one in await people.members(connection)}
    return page(
        "staff/wording_version.html",
        trouble.status if trouble else 200,
        version=version,
        shown=shown,
        situation=situation,
        situations=SITUATIONS,
        sent=bool(told.get("sent")),
        names=names,
        trouble=trouble,
    )


def _wrong(kept: Version | None) -> Trouble | None:
    """All that keeps these words from being published, at the field where it stands."""
    if not kept or not kept.findings:
        return None
    fields = {
        field: " ".join(
            (gettext("line %(number)s") % {"number": one.line} + ": " if one.line else "")
            + say(one.detail)
            for one in kept.wrong(field)
        )
        for field in ("subject", "text")
    }
    message = gettext("This can’t be published yet. What is wrong stands at its field.")
    return Trouble(200, message, {name: text for name, text in fields.items() if text})


def _as_mail(shown: Preview) -> Response[str]:
    return Response(shown.html, media_type="text/html", headers=_AS_MAIL)


def _known(situation: str) -> str:
    return situation if situation in SITUATIONS else "full"


HANDLERS = [
    list_messages,
    show_brand,
    set_brand,
    show_message,
    write_message,
    show_builtin,
    show_version,
    show_version_page,
    publish_version,
    retire_version,
    test_version,
]
