"""The evidence of a notice as a report, verified while it is read."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Stream
from pydantic import BaseModel

from services.notifications.commands.write_report import (
    Reported,
    reported,
    write_notice,
    write_table,
)
from services.notifications.domain.account import Account
from services.notifications.domain.evidence import Occurrence
from services.notifications.domain.facts import Kind
from services.notifications.routes.notices import READERS
from services.notifications.store import notices
from shared.database import Connection, Pool, snapshot, tenant_transaction
from shared.web import ActorRequest, only

Writer: TypeAlias = Callable[[Connection, Reported], AsyncIterator[bytes]]


class EvidenceRow(BaseModel):
    """One row of the chain. ``salt`` and ``payload`` open ``commitment``: SHA-256 over the salt's
    bytes and the payload as canonical JSON; both are null once the person was erased."""

    position: int
    at: datetime
    delivery_id: UUID
    attempt: int
    kind: Occurrence
    details: dict[str, Any]
    commitment: str
    salt: str | None
    payload: dict[str, Any] | None
    digest: str


class VerificationOut(BaseModel):
    """``erased`` counts rows whose personal part is gone, which is no fault; ``account`` is what
    became of everybody, by the rows alone."""

    sound: bool
    rows: int
    erased: int
    account: Account
    faults: list[str]


class EvidenceOut(BaseModel):
    """``length`` and ``head``: how many rows the chain says it has, and the digest of the last."""

    notice_id: UUID
    kind: Kind
    subject_id: UUID
    created_at: datetime
    facts: dict[str, Any] | None
    counts: dict[str, int]
    length: int
    head: str
    rows: list[EvidenceRow]
    verification: VerificationOut


@get(
    "/notices/{notice_id:uuid}/evidence",
    guards=[only(*READERS)],
    media_type="application/json",
    streams=EvidenceOut,
)
async def read_evidence(request: ActorRequest, state: State, notice_id: FromPath[UUID]) -> Stream:
    """The whole chain with what opens it, and whether it is whole; streamed, however long."""
    await _known(request, state, notice_id)
    content = _of_one_moment(state.pool, request.user.tenant, notice_id, write_notice)
    return Stream(content, media_type="application/json")


@get("/notices/{notice_id:uuid}/evidence.csv", guards=[only(*READERS)], media_type="text/csv")
async def download_evidence(
    request: ActorRequest, state: State, notice_id: FromPath[UUID]
) -> Stream:
    """One line a row; the last line says whether the chain is whole. UTF-8 with a byte-order mark,
    which spreadsheets need."""
    await _known(request, state, notice_id)
    return Stream(
        _of_one_moment(state.pool, request.user.tenant, notice_id, write_table),
        media_type="text/csv",
        headers={"Content-Disposition": f'attachment; filename="evidence-{notice_id}.csv"'},
    )


async def _known(request: ActorRequest, state: State, notice_id: UUID) -> None:
    """What is wrong with the question is said before the first byte."""
    async with tenant_transaction(state.pool, request.user.tenant) as connection:
        await notices.get(connection, notice_id)


async def _of_one_moment(
    pool: Pool, tenant_id: UUID, notice_id: UUID, write: Writer
) -> AsyncIterator[bytes]:
    async with snapshot(pool, tenant_id) as connection:
        notice = await notices.get(connection, notice_id)
        async for piece in write(connection, await reported(connection, notice)):
            yield piece
