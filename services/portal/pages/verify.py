"""Is this document authentic? For anybody who holds one."""

import re

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Template

from services.portal.domain.problem import Refused
from services.portal.domain.seal import Verdict
from services.portal.language import gettext
from services.portal.pages.access import ThePeers, ThePool
from services.portal.pages.reply import Trouble, page, trouble_of
from services.portal.peers import seal
from services.portal.peers.call import Part
from services.portal.session import PageRequest
from services.portal.store import people
from shared.database import system_transaction

# The 10 MB that documents looks at, and the other fields.
LARGEST_FORM = 11 * 1024 * 1024
PER_MINUTE = 30
_DIGEST = re.compile(r"[0-9a-f]{64}")


@get("/verify")
async def ask() -> Template:
    return page("public/verify.html", found=None, values={})


@post("/verify", per_minute=PER_MINUTE, request_max_body_size=LARGEST_FORM)
async def verify(request: PageRequest, peers: ThePeers) -> Template:
    """The file is read, passed on and forgotten."""
    form = await request.form()
    chosen, digest = form.get("file"), str(form.get("digest", ""))
    content = await chosen.read() if isinstance(chosen, UploadFile) else b""
    found, trouble = await _verdict(peers.as_portal("documents", None), content, digest)
    status = trouble.status if trouble else 200
    values = {"digest": digest}
    return page("public/verify.html", status, found=found, values=values, trouble=trouble)


async def _verdict(
    part: Part, content: bytes, digest: str
) -> tuple[Verdict | None, Trouble | None]:
    plain = re.sub(r"\s", "", digest).lower()
    try:
        if content:
            return await seal.check_file(part, content), None
        if _DIGEST.fullmatch(plain):
            return await seal.check_digest(part, plain), None
    except Refused as error:
        return None, trouble_of(error)
    if plain:
        text = gettext("A fingerprint has 64 signs: digits, and letters from a to f.")
        return None, Trouble(400, text, {"digest": text})
    text = gettext("Choose the document that you received, or fill in the fingerprint on it.")
    return None, Trouble(400, text, {"file": text})


@get("/p/{slug:str}/certificate.pem", per_minute=PER_MINUTE)
async def certificate(slug: FromPath[str], pool: ThePool, peers: ThePeers) -> Response[str]:
    """With which anybody checks a seal without us."""
    async with system_transaction(pool) as connection:
        known = {one.slug: one.tenant_id for one in await people.directory(connection)}
    if slug not in known:
        raise NotFoundException
    content = await seal.certificate(peers.as_portal("documents", known[slug]))
    attached = {"Content-Disposition": f'attachment; filename="{slug}.pem"'}
    return Response(content, media_type="application/x-pem-file", headers=attached)


HANDLERS = [ask, verify, certificate]
