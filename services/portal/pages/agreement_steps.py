"""What staff do with an agreement: record a yes, amend, renew, end, and compare its versions."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from services.portal.domain import agreement_form
from services.portal.domain.clients import Agreement, VersionLine
from services.portal.domain.differences import Difference, differences
from services.portal.domain.problem import Refused
from services.portal.domain.reader import Reader
from services.portal.domain.seal import Countersignature
from services.portal.pages.access import Editor, Staff, ThePeers
from services.portal.pages.reply import Trouble, if_up, page, posted, redirect, trouble_of
from services.portal.pages.upload import LARGEST_FORM, kept_file, reference
from services.portal.peers import agreements, contracts, seal
from services.portal.peers.call import Part, Peers
from services.portal.session import PageRequest

PATH = "/agreements/{agreement_id:uuid}"


@get(f"{PATH}/manage")
async def manage(agreement_id: FromPath[UUID], staff: Staff, peers: ThePeers) -> Template:
    return await _manage(peers, staff, agreement_id)


async def _manage(
    peers: Peers,
    staff: Reader,
    agreement_id: UUID,
    values: dict[str, Any] | None = None,
    trouble: Trouble | None = None,
) -> Template:
    part = peers.as_reader("contracts", staff)
    agreement, tag = await agreements.seen(part, agreement_id)
    return page(
        "staff/agreement.html",
        trouble.status if trouble else 200,
        agreement=agreement,
        tag=tag,
        acceptances=await agreements.acceptances(part, agreement_id),
        countersigned=await _countersigned(peers, staff, agreement),
        values=values or {},
        today=await contracts.today(part),
        trouble=trouble,
    )


async def _countersigned(
    peers: Peers, staff: Reader, agreement: Agreement
) -> Countersignature | None:
    """Under what the client signed last; nothing while documents is down."""
    if agreement.signature is None:
        return None
    part = peers.as_reader("documents", staff)
    return await if_up(seal.countersignature(part, agreement.signature.version_id))


@post(f"{PATH}/countersignatures")
async def countersign(
    request: PageRequest, agreement_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    values = dict(await posted(request))
    agreement = await contracts.agreement(peers.as_reader("contracts", editor), agreement_id)
    try:
        if agreement.signature is not None:
            await seal.countersign(
                peers.as_reader("documents", editor),
                agreement.signature.version_id,
                values.get("name", ""),
                values.get("job_title", ""),
            )
    except Refused as error:
        return await _manage(peers, editor, agreement_id, values, trouble_of(error))
    return redirect(f"/agreements/{agreement_id}/manage")


@get(f"{PATH}/compare")
async def compare(
    agreement_id: FromPath[UUID],
    staff: Staff,
    peers: ThePeers,
    old: FromQuery[str] = "",
    new: FromQuery[str] = "",
) -> Template:
    """Two versions, the last two when none are chosen."""
    part = peers.as_reader("contracts", staff)
    agreement = await contracts.agreement(part, agreement_id)
    known = {str(one.id): one for one in agreement.newest_first}
    ordered = list(known.values())
    later = known.get(new, ordered[0])
    earlier = known.get(old, ordered[min(1, len(ordered) - 1)])
    erased_at = earlier.erased_at or later.erased_at
    found = [] if erased_at else await _differences(part, agreement_id, earlier, later)
    context: dict[str, Any] = {"agreement": agreement, "old": earlier, "new": later}
    return page("staff/compare.html", **context, found=found, erased_at=erased_at)


async def _differences(
    part: Part, agreement_id: UUID, earlier: VersionLine, later: VersionLine
) -> list[Difference]:
    old = await contracts.version(part, agreement_id, earlier.id)
    new = await contracts.version(part, agreement_id, later.id)
    return differences(old.snapshot, new.snapshot)


@get(f"{PATH}/amend")
async def ask_amendment(agreement_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template:
    part = peers.as_reader("contracts", editor)
    agreement, tag = await agreements.seen(part, agreement_id)
    form = agreement_form.of_terms(agreement.terms) | {"seen": tag}
    return await _amendment(part, agreement, form)


@post(f"{PATH}/amend")
async def amend(
    request: PageRequest, agreement_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    """Look at what would change first; what was looked at is what is proposed."""
    part = peers.as_reader("contracts", editor)
    form = agreement_form.read(await posted(request))
    agreement, tag = await agreements.seen(part, agreement_id)
    body = agreement_form.amendment(form, agreement.terms)
    try:
        if form.get("step") != "propose":
            looked = await agreements.preview(part, agreement_id, body)
            return await _amendment(part, agreement, form | {"seen": tag}, looked=looked)
        await agreements.record(part, agreement_id, "amendments", body, form.get("seen", ""))
    except Refused as error:
        return await _amendment(part, agreement, form | {"seen": tag}, trouble_of(error))
    return redirect(f"/agreements/{agreement_id}/manage")


async def _amendment(
    part: Part,
    agreement: Agreement,
    form: dict[str, Any],
    trouble: Trouble | None = None,
    looked: Any = None,
) -> Template:
    today = await contracts.today(part)
    endless = {one.id for one in agreement.products if one.valid_until is None}
    products = await contracts.products(part)
    return page(
        "staff/amend.html",
        trouble.status if trouble else 200,
        agreement=agreement,
        form=form,
        others=[one for one in products if one.id not in endless],
        going_on=agreement.going_on(today),
        looked=looked,
        found=differences(looked.replaces, looked.snapshot) if looked else [],
        trouble=trouble,
    )


@get(f"{PATH}/own-paper")
async def ask_own_paper(agreement_id: FromPath[UUID], editor: Editor, peers: ThePeers) -> Template:
    agreement = await contracts.agreement(peers.as_reader("contracts", editor), agreement_id)
    return page(
        "staff/own_paper.html", agreement=agreement, form=agreement_form.of_terms(agreement.terms)
    )


@post(f"{PATH}/own-paper", request_max_body_size=LARGEST_FORM)
async def own_paper(
    request: PageRequest, agreement_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    pairs = [(key, value) for key, value in await posted(request) if key != "file"]
    form = agreement_form.read(pairs)
    try:
        form |= await kept_file(request, peers.as_reader("documents", editor))
        await agreements.record(part, agreement_id, "own-papers", _paper(form))
    except Refused as error:
        trouble = trouble_of(error)
        agreement = await contracts.agreement(part, agreement_id)
        context = {"agreement": agreement, "form": form, "trouble": trouble}
        return page("staff/own_paper.html", trouble.status, **context)
    return redirect(f"/agreements/{agreement_id}/manage")


def _paper(form: dict[str, Any]) -> dict[str, Any]:
    return {
        "file": reference(form),
        "typed_name": form.get("typed_name", ""),
        "job_title": form.get("job_title") or None,
        "signed_on": form.get("signed_on") or None,
        "terms": agreement_form.terms_of(form),
    }


@post(f"{PATH}/signed-copies", request_max_body_size=LARGEST_FORM)
async def signed_copy(
    request: PageRequest, agreement_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    part = peers.as_reader("contracts", editor)
    form = {key: value.strip() for key, value in await posted(request) if key != "file"}
    try:
        form |= await kept_file(request, peers.as_reader("documents", editor))
        body = {
            "version_id": form.get("version_id"),
            "digest": form.get("digest"),
            "typed_name": form.get("typed_name", ""),
            "job_title": form.get("job_title") or None,
            "signed_on": form.get("signed_on") or None,
            "file": reference(form),
        }
        await agreements.record(part, agreement_id, "signed-copies", body)
    except Refused as error:
        return await _manage(peers, editor, agreement_id, form, trouble_of(error))
    return redirect(f"/agreements/{agreement_id}/manage")


@post([f"{PATH}/periods", f"{PATH}/terminations"])
async def record(
    request: PageRequest, agreement_id: FromPath[UUID], editor: Editor, peers: ThePeers
) -> Template | Redirect:
    """How long it runs from now on, or its end."""
    noun = request.url.path.rpartition("/")[2]
    form = {key: value.strip() for key, value in await posted(request)}
    make = agreement_form.period if noun == "periods" else agreement_form.termination
    part = peers.as_reader("contracts", editor)
    try:
        await agreements.record(part, agreement_id, noun, make(form), form.get("seen", ""))
    except Refused as error:
        trouble = trouble_of(error)
        if noun == "terminations" and "notice_days" in trouble.fields:
            # The other form of the page has a field of this name.
            trouble.fields["days_of_notice"] = trouble.fields.pop("notice_days")
        return await _manage(peers, editor, agreement_id, form, trouble)
    return redirect(f"/agreements/{agreement_id}/manage")


@post(
    [
        f"{PATH}/amendments/{{row_id:uuid}}/withdrawals",
        f"{PATH}/terminations/{{row_id:uuid}}/withdrawals",
    ]
)
async def take_back(
    request: PageRequest,
    agreement_id: FromPath[UUID],
    row_id: FromPath[UUID],
    editor: Editor,
    peers: ThePeers,
) -> Template | Redirect:
    """A proposal, or an end that lies ahead."""
    form = {key: value.strip() for key, value in await posted(request)}
    noun = "amendments" if "/amendments/" in request.url.path else "terminations"
    body = {} if noun == "amendments" else {"reason": form.get("withdrawal_reason", "")}
    part = peers.as_reader("contracts", editor)
    try:
        await agreements.record(part, agreement_id, f"{noun}/{row_id}/withdrawals", body)
    except Refused as error:
        return await _manage(peers, editor, agreement_id, form, trouble_of(error))
    return redirect(f"/agreements/{agreement_id}/manage")


HANDLERS = [
    countersign,
    manage,
    compare,
    ask_amendment,
    amend,
    ask_own_paper,
    own_paper,
    signed_copy,
    record,
    take_back,
]
