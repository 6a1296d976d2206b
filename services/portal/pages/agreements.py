"""Read an agreement and sign it: exactly what is shown is what is signed."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain.clients import Agreement, Version, VersionLine
from services.portal.domain.differences import Difference, differences
from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.pages.access import AnyReader, Contact, ThePeers
from services.portal.pages.clients import papers_of
from services.portal.pages.reply import page, posted, redirect, trouble_of
from services.portal.peers import contracts
from services.portal.peers.call import Peers
from services.portal.session import PageRequest


@get("/agreements/{agreement_id:uuid}")
async def read(
    agreement_id: FromPath[UUID], reader: AnyReader, peers: ThePeers, version: FromQuery[str] = ""
) -> Template:
    part = peers.as_reader("contracts", reader)
    agreement = await contracts.agreement(part, agreement_id)
    line = _line(agreement, version)
    return page(
        "client/agreement.html",
        agreement=agreement,
        line=line,
        version=None if line.erased_at else await _shown(peers, reader, agreement, version),
        # The document store is open to staff and to contacts.
        papers=await papers_of(peers, reader, agreement),
    )


async def _shown(peers: Peers, reader: Reader, agreement: Agreement, wanted: str) -> Version:
    part = peers.as_reader("contracts", reader)
    return await contracts.version(part, agreement.id, _line(agreement, wanted).id)


def _line(agreement: Agreement, wanted: str) -> VersionLine:
    """The version asked for, else the latest."""
    latest = agreement.latest
    assert latest is not None, "an agreement is made together with its first version"
    return next((one for one in agreement.versions if str(one.id) == wanted), latest)


@get("/agreements/{agreement_id:uuid}/sign")
async def ask(
    agreement_id: FromPath[UUID], contact: Contact, peers: ThePeers
) -> Template | Redirect:
    agreement = await contracts.agreement(peers.as_reader("contracts", contact), agreement_id)
    if agreement.to_sign is None:
        return redirect(f"/agreements/{agreement_id}")
    return await _sign_page(peers, contact, agreement, {})


async def _sign_page(
    peers: Peers, contact: Reader, agreement: Agreement, values: dict[str, Any], **more: Any
) -> Template:
    trouble = more.get("trouble")
    version = await _shown(peers, contact, agreement, values.get("version_id", ""))
    return page(
        "client/sign.html",
        trouble.status if trouble else 200,
        agreement=agreement,
        version=version,
        found=await _changed(peers, contact, agreement, version),
        papers=await papers_of(peers, contact, agreement),
        values=values,
        **more,
    )


async def _changed(
    peers: Peers, contact: Reader, agreement: Agreement, version: Version
) -> list[Difference]:
    """What a proposal makes other than it is."""
    standing = agreement.standing_version
    if agreement.proposal is None or standing is None:
        return []
    part = peers.as_reader("contracts", contact)
    old = await contracts.version(part, agreement.id, standing.id)
    return differences(old.snapshot, version.snapshot)


@post("/agreements/{agreement_id:uuid}/sign")
async def sign(
    request: PageRequest, agreement_id: FromPath[UUID], contact: Contact, peers: ThePeers
) -> Template | Redirect:
    form = dict(await posted(request))
    names = ("version_id", "digest", "typed_name", "authority")
    values = {name: form.get(name, "").strip() for name in names}
    part = peers.as_reader("contracts", contact)
    try:
        await contracts.sign(part, agreement_id, _signature(values, request, contact))
    except Refused as error:
        agreement = await contracts.agreement(part, agreement_id)
        kept = {name: values[name] for name in ("typed_name", "authority")}
        return await _sign_page(peers, contact, agreement, kept, trouble=trouble_of(error))
    return redirect(f"/agreements/{agreement_id}")


def _signature(values: dict[str, str], request: PageRequest, contact: Reader) -> dict[str, Any]:
    """``address`` is where the request came from, as the server sees it."""
    return {
        "version_id": values["version_id"],
        "digest": values["digest"],
        "typed_name": values["typed_name"],
        "authority": values["authority"] == "yes",
        "address": request.client.host if request.client else "",
        "user_agent": request.headers.get("user-agent", "")[:500],
        "sign_in_link_id": str(contact.link_id),
    }


HANDLERS = [read, ask, sign]
