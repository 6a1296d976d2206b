"""The evidence of a notice as a report, verified while it is read."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any, Literal, TypeAlias
from uuid import UUID

from litestar import get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Stream
from pydantic import BaseModel

from services.notifications.commands.ask_record import Record
from services.notifications.commands.report_change import of_change, write_change, write_people
from services.notifications.commands.write_report import (
    Reported,
    reported,
    write_notice,
    write_table,
)
from services.notifications.domain.account import Account
from services.notifications.domain.evidence import Occurrence, Proof
from services.notifications.domain.facts import Kind
from services.notifications.domain.fault import Fault
from services.notifications.routes.notices import READERS
from services.notifications.store import notices
from shared.database import Connection, Pool, snapshot, tenant_transaction
from shared.text import Language, Text
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
    became of everybody, by the rows alone. ``findings`` are what is wrong, by code, ``faults`` the
    same as English sentences."""

    sound: bool
    rows: int
    erased: int
    account: Account
    findings: list[Fault]
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


class StatedOut(BaseModel):
    """A notice before its rows."""

    notice_id: UUID
    kind: Kind
    subject_id: UUID
    created_at: datetime
    facts: dict[str, Any] | None
    counts: dict[str, int]
    length: int
    head: str


class MessageOut(BaseModel):
    """The words in which so many were told; names stand for what differs from one to another."""

    notice_id: UUID
    kind: Kind
    recipients: int
    language: Language
    authorisation: str | None
    counted_from: str | None
    subject: str
    text: str


class ProvenNoticeOut(VerificationOut):
    notice_id: UUID


class ChangeRow(EvidenceRow):
    notice_id: UUID


class ChangeEvidenceOut(BaseModel):
    """``provider``, ``change``, ``waves``, ``overrides``, ``objections`` and ``standings`` are as
    contracts knows them; ``levels`` and ``how_to_check`` say in Dutch and English what it proves
    and how anybody can check it. ``rows`` are those of all ``notices``, one chain after the other.
    """

    format: Literal["schakel-evidence/1"]
    made_at: datetime
    provider: dict[str, Any]
    change: dict[str, Any]
    waves: list[dict[str, Any]]
    overrides: list[dict[str, Any]]
    levels: dict[Proof, Text]
    how_to_check: list[Text]
    messages: list[MessageOut]
    notices: list[StatedOut]
    objections: list[dict[str, Any]]
    standings: list[dict[str, Any]]
    rows: list[ChangeRow]
    verification: list[ProvenNoticeOut]


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
        headers=_attached(notice_id, "csv"),
    )


@get(
    "/changes/{change_id:uuid}/evidence",
    guards=[only(*READERS)],
    media_type="application/json",
    streams=ChangeEvidenceOut,
)
async def read_change_evidence(
    request: ActorRequest, state: State, change_id: FromPath[UUID]
) -> Stream:
    """All that proves who was told of a change, in which words, and what each client said to it,
    with how to check it; streamed, however long."""
    tenant_id = request.user.tenant
    record = Record(state.contracts, tenant_id, change_id)
    async with tenant_transaction(state.pool, tenant_id) as connection:
        await of_change(connection, change_id)
    stated = await record.stated()

    async def content() -> AsyncIterator[bytes]:
        async with snapshot(state.pool, tenant_id) as connection:
            told = await of_change(connection, change_id)
            async for piece in write_change(connection, record, stated, told):
                yield piece

    return Stream(content(), media_type="application/json", headers=_attached(change_id, "json"))


@get("/changes/{change_id:uuid}/evidence.csv", guards=[only(*READERS)], media_type="text/csv")
async def download_change_evidence(
    request: ActorRequest, state: State, change_id: FromPath[UUID]
) -> Stream:
    """A line for each person and each notice of a change, with all that happened; streamed. UTF-8
    with a byte-order mark, which spreadsheets need."""
    tenant_id = request.user.tenant
    async with tenant_transaction(state.pool, tenant_id) as connection:
        await of_change(connection, change_id)

    async def content() -> AsyncIterator[bytes]:
        async with snapshot(state.pool, tenant_id) as connection:
            async for piece in write_people(connection, await of_change(connection, change_id)):
                yield piece

    return Stream(content(), media_type="text/csv", headers=_attached(change_id, "csv"))


def _attached(identity: UUID, suffix: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="evidence-{identity}.{suffix}"'}


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
