"""With what a provider seals and countersigns: staff read it, owners decide it."""

import base64
from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Redirect, Template

from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.language import gettext
from services.portal.language import later as _
from services.portal.pages.access import Owner, Staff, ThePeers
from services.portal.pages.reply import Trouble, page, posted, redirect, trouble_of
from services.portal.peers import contracts, seal
from services.portal.peers.call import Peers
from services.portal.session import PageRequest

HERE = "/settings/seal"
KINDS = ("agreement", "amendment", "own_paper")
LARGEST_PKCS12 = 200_000
# With the other fields of its form.
LARGEST_FORM = 1_000_000
STATEMENT = _(
    "I may bind %(provider)s, and its seal may countersign what a client signed under the"
    " agreements named here, at once and without anybody looking at it again, until this mandate"
    " ends or is withdrawn."
)


@get(HERE)
async def read_seal(staff: Staff, peers: ThePeers) -> Template:
    return await _page(peers, staff)


@post(f"{HERE}/certificates", request_max_body_size=LARGEST_FORM)
async def hand_in(request: PageRequest, owner: Owner, peers: ThePeers) -> Template | Redirect:
    """The password goes to documents and nowhere else: it is kept for no second attempt."""
    form = await request.form()
    chosen = form.get("pkcs12")
    content = await chosen.read() if isinstance(chosen, UploadFile) else b""
    if not content or len(content) > LARGEST_PKCS12:
        text = gettext("Choose the file with your certificate; it ends in .p12 or .pfx.")
        return await _page(peers, owner, trouble=Trouble(400, text, {"pkcs12": text}))
    told = base64.b64encode(content).decode()
    part = peers.as_reader("documents", owner)
    try:
        await seal.hand_in(part, told, str(form.get("password", "")))
    except Refused as error:
        return await _page(peers, owner, trouble=trouble_of(error))
    return redirect(HERE)


@post(f"{HERE}/mandates")
async def give_mandate(request: PageRequest, owner: Owner, peers: ThePeers) -> Template | Redirect:
    sent = await posted(request)
    values: dict[str, Any] = dict(sent) | {"kinds": [v for k, v in sent if k == "kinds"]}
    if values.get("agree") != "yes":
        text = gettext("Tick that you agree: a mandate is given, not assumed.")
        return await _page(peers, owner, values, Trouble(400, text, {"agree": text}))
    draft = {
        "name": values.get("name", ""),
        "job_title": values.get("job_title", ""),
        "kinds": values["kinds"],
        "valid_until": values.get("valid_until") or None,
        "statement": _statement(owner),
    }
    try:
        await seal.give(peers.as_reader("documents", owner), draft)
    except Refused as error:
        return await _page(peers, owner, values, trouble_of(error))
    return redirect(f"{HERE}#mandates")


@post(HERE + "/mandates/{mandate_id:uuid}/withdrawals")
async def withdraw_mandate(
    mandate_id: FromPath[UUID], owner: Owner, peers: ThePeers
) -> Template | Redirect:
    try:
        await seal.withdraw(peers.as_reader("documents", owner), mandate_id)
    except Refused as error:
        return await _page(peers, owner, trouble=trouble_of(error))
    return redirect(f"{HERE}#mandates")


def _statement(owner: Reader) -> str:
    """What is shown beside the box is what is kept."""
    return gettext(STATEMENT) % {"provider": owner.provider}


async def _page(
    peers: Peers,
    staff: Reader,
    values: dict[str, Any] | None = None,
    trouble: Trouble | None = None,
) -> Template:
    part = peers.as_reader("documents", staff)
    known = {"name": staff.name} if values is None else values
    names = ("name", "job_title", "valid_until")
    return page(
        "staff/seal.html",
        trouble.status if trouble else 200,
        seal=await seal.state(part),
        mandates=await seal.mandates(part),
        every=KINDS,
        chosen=known.get("kinds", list(KINDS)),
        statement=_statement(staff),
        values={name: known.get(name, "") for name in names},
        today=await contracts.today(peers.as_reader("contracts", staff)),
        trouble=trouble,
    )


HANDLERS = [read_seal, hand_in, give_mandate, withdraw_mandate]
