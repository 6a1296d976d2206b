"""The certificate with which a provider seals, for everybody to read; its key for nobody."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import State
from litestar.params import JSONBody
from pydantic import BaseModel, Field

from services.documents.domain.seal import Certificate, CertificateDraft, runs_out
from services.documents.engine.certificates import pem
from services.documents.routes.access import READERS
from services.documents.store import seals
from shared.database import tenant_transaction
from shared.identity import STAFF
from shared.trail import made, within
from shared.web import ActorRequest, only

_FINGERPRINT = Field(examples=["3f5a9c01" * 8], description="SHA-256 of the certificate in hex.")


class CertificateOut(BaseModel):
    """``self_made``: nobody vouches for it, so that it is no qualified seal."""

    id: UUID
    self_made: bool
    subject: str = Field(examples=["CN=Voorbeeldhost B.V."])
    issuer: str = Field(examples=["CN=Verzonnen CA"])
    serial: str = Field(examples=["7f3a"])
    algorithm: str = Field(examples=["RSA-3072"])
    valid_from: datetime
    valid_until: datetime
    fingerprint: Annotated[str, _FINGERPRINT]
    added_at: datetime


class SealOut(BaseModel):
    """``certificate`` seals now; ``runs_out``: it is time to ask for the next one. ``authority`` is
    asked for time stamps; null when none is. ``earlier`` are the others, the newest first: what
    they sealed stands."""

    certificate: CertificateOut
    runs_out: bool
    authority: str | None = Field(examples=["https://tsa.example/"])
    earlier: list[CertificateOut]


@get("/seal", guards=[only(*STAFF)])
async def read_seal(request: ActorRequest, state: State) -> SealOut:
    """With which certificate PDFs are sealed now, and until when; one is made for who has none."""
    tenant_id = request.user.tenant
    current = (await state.sealing.held(state.pool, tenant_id)).certificate
    async with tenant_transaction(state.pool, tenant_id) as connection:
        every = await seals.all_of_them(connection)
    authority = state.sealing.authority
    return SealOut(
        certificate=_out(current),
        runs_out=runs_out(current.valid_until, datetime.now(UTC).date()),
        authority=authority.url if authority else None,
        earlier=[_out(one) for one in every if one.id != current.id],
    )


@post("/seal/certificates", guards=[only("owner")], body_stays=False)
async def add_certificate(
    request: ActorRequest, state: State, data: JSONBody[CertificateDraft]
) -> CertificateOut:
    """Hand in a certificate with its key (PKCS#12, base64); from now on it seals."""
    async with within(request) as connection:
        return made(_out(await state.sealing.take_in(connection, request.user, data)))


@get(
    "/seal/certificate.pem",
    guards=[only(*READERS)],
    media_type="application/x-pem-file",
)
async def download_certificate(request: ActorRequest, state: State) -> Response[str]:
    """Every certificate that sealed here, the present one first: what a check outside needs."""
    tenant_id = request.user.tenant
    current = (await state.sealing.held(state.pool, tenant_id)).certificate
    async with tenant_transaction(state.pool, tenant_id) as connection:
        every = await seals.all_of_them(connection)
    ordered = [current, *(one for one in every if one.id != current.id)]
    return Response(
        "".join(pem(one.certificate) for one in ordered), media_type="application/x-pem-file"
    )


def _out(certificate: Certificate) -> CertificateOut:
    fields = set(CertificateOut.model_fields) - {"fingerprint", "self_made"}
    return CertificateOut(
        **certificate.model_dump(include=fields),
        self_made=certificate.unvouched,
        fingerprint=certificate.fingerprint.hex(),
    )


HANDLERS = [read_seal, add_certificate, download_certificate]
