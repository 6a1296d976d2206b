from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from services.contracts.commands.sign_agreement import (
    record_click,
    record_copy,
    record_own_paper,
    sign_agreement,
)
from services.contracts.domain.found import found
from services.contracts.domain.signature import (
    CheckoutClick,
    OwnPaperDraft,
    Signature,
    SignatureDraft,
    SignaturePage,
    UploadedCopy,
)
from services.contracts.routes.access import contact_signs, staff_reads, staff_writes, within
from services.contracts.store import agreements, signatures
from shared.trail import made
from shared.web import ActorRequest


@post(
    "/agreements/{agreement_id:uuid}/signatures",
    guards=[contact_signs],
    operation_id="sign_agreement",
)
async def sign(
    request: ActorRequest, agreement_id: FromPath[UUID], data: JSONBody[SignatureDraft]
) -> Signature:
    """The signatory's yes to one version, bound to its digest."""
    async with within(request) as connection:
        return made(await sign_agreement(connection, request.user, agreement_id, data))


@get("/agreements/{agreement_id:uuid}/acceptances", guards=[staff_reads])
async def list_acceptances(
    request: ActorRequest,
    agreement_id: FromPath[UUID],
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
) -> SignaturePage:
    """Every yes to a version of it, however it was given, with what proves it."""
    async with within(request) as connection:
        found(await agreements.exists(connection, agreement_id), "agreement")
        return await signatures.list_page(connection, agreement_id, after, limit)


@post("/agreements/{agreement_id:uuid}/checkout-clicks", guards=[staff_writes])
async def accept_agreement_by_click(
    request: ActorRequest, agreement_id: FromPath[UUID], data: JSONBody[CheckoutClick]
) -> Signature:
    """A yes by a click in the shop of the provider, with the words that were shown beside it."""
    async with within(request) as connection:
        return made(await record_click(connection, request.user, agreement_id, data))


@post("/agreements/{agreement_id:uuid}/signed-copies", guards=[staff_writes])
async def accept_agreement_by_copy(
    request: ActorRequest, agreement_id: FromPath[UUID], data: JSONBody[UploadedCopy]
) -> Signature:
    """A yes by a signature under a copy of the document, which was uploaded."""
    async with within(request) as connection:
        return made(await record_copy(connection, request.user, agreement_id, data))


@post("/agreements/{agreement_id:uuid}/own-papers", guards=[staff_writes])
async def accept_own_paper(
    request: ActorRequest, agreement_id: FromPath[UUID], data: JSONBody[OwnPaperDraft]
) -> Signature:
    """The client's own text, signed by both, with its terms in the words of the record."""
    async with within(request) as connection:
        return made(await record_own_paper(connection, request.user, agreement_id, data))


HANDLERS = [
    sign,
    list_acceptances,
    accept_agreement_by_click,
    accept_agreement_by_copy,
    accept_own_paper,
]
