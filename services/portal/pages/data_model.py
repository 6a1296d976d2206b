"""Every name that a template of a kind may print, for whoever writes one."""

from litestar import get
from litestar.params import FromPath
from litestar.response import Template

from services.portal.domain.problem import Refusal
from services.portal.domain.templates import LANGUAGES
from services.portal.pages.access import Staff, ThePeers
from services.portal.pages.reply import page
from services.portal.pages.templates import HERE
from services.portal.peers import templates as peer


@get(f"{HERE}/{{kind:str}}/{{language:str}}/names")
async def show_data_model(
    kind: FromPath[str], language: FromPath[str], staff: Staff, peers: ThePeers
) -> Template:
    part = peers.as_reader("documents", staff)
    if kind not in await peer.kinds(part) or language not in LANGUAGES:
        raise Refusal(type="urn:schakel:problem:template-unknown", status=404).error()
    model = await peer.data_model(part, kind, language)
    return page("staff/data_model.html", model=model, at=f"{HERE}/{kind}/{language}")


HANDLERS = [show_data_model]
