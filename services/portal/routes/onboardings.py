"""The entrance for whoever takes orders: one call, and back come the status and the way to sign."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import post
from litestar.datastructures import State
from litestar.params import HeaderParameter, JSONBody
from pydantic import BaseModel, Field

from services.portal.commands.links import address_of, make_onboarding_link
from services.portal.domain.problem import PartDown, Refused
from services.portal.peers import contracts
from services.portal.routes.tokens import passed_on
from shared.errors import Unavailable
from shared.identity import WRITERS
from shared.web import ActorRequest, only


class Onboarded(BaseModel):
    """``sign_in_url`` opens the agreement for its signatory, once."""

    client_id: UUID
    agreement_id: UUID
    version_id: UUID
    digest: Annotated[str, Field(examples=["3f5a9c01" * 8])]
    state: Annotated[str, Field(examples=["offered"])]
    sign_in_url: Annotated[str, Field(examples=["https://schakel.example/in/AZog…"])]
    expires_at: datetime


@post(
    "/onboardings",
    guards=[only(*WRITERS, "onboard")],
    exclude_from_csrf=True,
    status_code=201,
)
async def add_onboarding(
    request: ActorRequest,
    data: JSONBody[dict[str, Any]],
    state: State,
    idempotency_key: Annotated[
        str | None, HeaderParameter(name="Idempotency-Key", min_length=1, max_length=200)
    ] = None,
) -> Onboarded:
    """A client, contacts, products and terms, as the register of agreements takes them; with the
    same key the same answer and the same link come back."""
    part = state.peers.with_token("contracts", request.auth)
    try:
        made = await contracts.onboard(part, data, idempotency_key)
    except PartDown as error:
        raise Unavailable(
            "peer-unavailable", f"The {error.part} service can't be reached; send it again."
        ) from error
    except Refused as error:
        raise passed_on(error.refusal) from error
    link = await make_onboarding_link(state.pool, state.settings, request.user.tenant, made)
    return Onboarded(
        client_id=made.client_id,
        agreement_id=made.agreement_id,
        version_id=made.version_id,
        digest=made.digest,
        state=made.state,
        sign_in_url=address_of(link.id, state.settings),
        expires_at=link.expires_at,
    )


HANDLERS = [add_onboarding]
