"""What is held of a client, and what a digest still proves once it was erased."""

from typing import Annotated
from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath, PathParameter
from pydantic import BaseModel, Field

from services.documents.domain.verification import Verification
from services.documents.routes.access import READERS, client_of
from services.documents.store import erasures, letters, record_documents
from shared.database import tenant_transaction
from shared.errors import Missing
from shared.identity import STAFF
from shared.web import ActorRequest, only


class DocumentHoldings(BaseModel):
    """``documents``: files that were rendered for the client, or name it, and can be read."""

    documents: int = Field(examples=[6])


@get("/clients/{client_id:uuid}/holdings", guards=[only(*STAFF)])
async def read_document_holdings(
    request: ActorRequest, state: State, client_id: FromPath[UUID]
) -> DocumentHoldings:
    """How many documents of a client are in storage; none for an unknown client."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        made = await erasures.held(connection, client_id)
        named = await record_documents.held(connection, client_id)
        written = await letters.held(connection, client_id)
        return DocumentHoldings(documents=made + named + written)


@get("/digests/{digest:str}", guards=[only(*READERS)])
async def check_digest(
    request: ActorRequest,
    state: State,
    digest: Annotated[str, PathParameter(pattern="^[0-9a-f]{64}$", description="SHA-256 in hex.")],
) -> Verification:
    """Whether a document, a frozen text or a file was issued here, and since when it is erased."""
    actor = request.user
    async with tenant_transaction(state.pool, actor.tenant) as connection:
        found = await erasures.verify(connection, bytes.fromhex(digest), client_of(actor))
    if found is None:
        raise Missing("digest-unknown", "Nothing with this digest was issued here.")
    return found


HANDLERS = [read_document_holdings, check_digest]
